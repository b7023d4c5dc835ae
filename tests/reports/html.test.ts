import { beforeAll, expect, test } from "vitest";
import type { Trace } from "../../models/trace.ts";
import { loadFonts } from "../../pipelines/publish/fonts.ts";
import { figuresIn } from "../../reports/document.ts";
import { monthlyBulletin } from "../../reports/documents/monthly-bulletin.ts";
import { renderHtml } from "../../reports/render/html.ts";
import { city } from "./city.ts";

const NASTY = `</script><script>alert("坏")</script>&\u2028`;
const document = monthlyBulletin(city({ issuer: "示例市<医疗>保障局", policyChanges: [NASTY] }));
const cell = {
  batch: "b1",
  file: "基金收支月报_2019-07.xlsx",
  sha256: "ab",
  sheet: "职工",
  row: 7,
  column: "C",
  header: "本年累计",
  text: NASTY,
  unit: "万元",
  meaning: "收入",
  amount_yuan: "306000000",
};
const trace = (figure: string): Trace => ({
  figure,
  title: NASTY,
  value: "306000000",
  unit: "yuan",
  policy: "各月之和",
  hops: [{ kind: "figure", name: figure, text: "数字" }],
  cells: [cell],
  caveats: [],
});
const traced = figuresIn(document).slice(1);
let page: string;

beforeAll(async () => {
  page = await renderHtml(
    document,
    new Map(traced.map((id) => [id, trace(id)])),
    await loadFonts(),
  );
});

test("self-contained: nothing is fetched, and the policy of the page forbids it", () => {
  expect(page).toContain("default-src 'none'");
  expect(page.replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(
    /https?:|<link|src="|@import/,
  );
  expect(page.match(/@font-face/g)).toHaveLength(2);
  expect(page.length).toBeLessThan(600_000);
});

test("all text is escaped; the data cannot end its script", () => {
  expect(page).toContain("示例市&lt;医疗&gt;保障局");
  expect(page).not.toContain("<医疗>");
  expect(page).not.toContain("<script>alert");
  expect(page.match(/<\/script>/g)).toHaveLength(2);
  const json = /<script type="application\/json" id="traces">(.*?)<\/script>/s.exec(page)![1]!;
  expect(json).not.toMatch(/[<>\u2028]/);
  const data = JSON.parse(json) as {
    cells: unknown[];
    traces: Record<string, { title: string; cells: number[] }>;
  };
  expect(Object.keys(data.traces)).toEqual(traced);
  expect(data.traces[traced[0]!]).toMatchObject({ title: NASTY, cells: [0] });
  expect(data.cells).toEqual([cell]);
});

test("a figure with a trace is a button for mouse and keyboard; one without is plain", () => {
  const [silent, first] = figuresIn(document);
  expect(page).toContain(`<span data-figure="${silent}">400万元</span>`);
  expect(page).toMatch(
    new RegExp(
      `<span class="figure" role="button" tabindex="0"[^>]*data-figure="${first}">7.12个百分点</span>`,
    ),
  );
  expect(page).toContain('<dialog id="trace"');
});

test("the page's script is valid", () => {
  const script = [...page.matchAll(/<script>(.*?)<\/script>/gs)][0]![1]!;
  expect(() => new Function(script)).not.toThrow();
});
