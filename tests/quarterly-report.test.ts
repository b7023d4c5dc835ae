import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { planLike } from "../models/simulation/plan.ts";
import type { Composed } from "../pipelines/documents/compose.ts";
import { DOCUMENT_KINDS } from "../pipelines/documents/kinds.ts";
import { readFigures, withFigures } from "../pipelines/figure-book.ts";
import { type Home, initHome } from "../pipelines/home.ts";
import { load } from "../pipelines/ingest/load.ts";
import { gatherQuarter } from "../pipelines/publish/quarterly-facts.ts";
import { pathLiteral } from "../pipelines/quote.ts";
import { run } from "../pipelines/run.ts";
import { simulate } from "../pipelines/simulate/simulate.ts";
import { Store } from "../pipelines/store.ts";
import { type Block, blocksOf, documentText, figuresIn, textOf } from "../reports/document.ts";

const root = mkdtempSync(path.join(tmpdir(), "fundwatch-quarterly-"));
const quarterly = DOCUMENT_KINDS["document.quarterly-report"]!;
const now = () => new Date("2025-04-20T09:00:00+08:00");
const REGION = "990100";
const request = { region: REGION, period: "2025Q1", issuedOn: "2025-04-20" };
const FOLDERS = ["settlement", "reference", "fund_statement", "fund_budget", "insured"];

async function homeOf(name: string, files: string[]): Promise<Home> {
  const { home } = initHome(path.join(root, name));
  await load(home, files, { now });
  const { status } = await run(home, { now });
  if (status !== "done") throw new Error(`the run of ${name} is ${status}`);
  return home;
}

/** Both first quarters: what lies between them is not asked for, and costs time. */
const filesOf = (out: string): string[] =>
  FOLDERS.flatMap((folder) =>
    readdirSync(path.join(out, folder))
      .filter((name) => !/\d{4}-\d{2}/.test(name) || /-0[1-3]\./.test(name))
      .map((name) => path.join(out, folder, name)),
  );

/** The directory of institutions with levels as most bureaus write them: 三级甲等. */
async function graded(file: string): Promise<string> {
  const written = path.join(root, "定点机构.csv");
  const store = await Store.open(":memory:");
  await store.run(`
    copy (select * replace (case hosp_lv when '3' then '三级甲等' when '2' then '二甲' else hosp_lv end as hosp_lv)
      from read_parquet(${pathLiteral(file)})) to ${pathLiteral(written)} (header)`);
  store.close();
  return written;
}

let city: Home;
let report: Composed;

beforeAll(async () => {
  const out = path.join(root, "files");
  await simulate({
    people: 1200,
    from: "2024-01",
    months: 15,
    seed: 11,
    plan: planLike(2023),
    out,
    format: "parquet",
    feeLines: false,
    workers: 1,
  });
  const files = filesOf(out).map((file) =>
    path.basename(file).startsWith("institution") ? graded(file) : file,
  );
  city = await homeOf("city", await Promise.all(files));
  report = await withFigures(city, undefined, (store) => quarterly.compose(city, store, request));
}, 180_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const titles = (blocks: Block[], level: number): string[] =>
  blocks.flatMap((b) => (b.kind === "heading" && b.level === level ? [b.text] : []));

describe("a city with settlements", () => {
  test("has every chapter", () => {
    expect(report.document.title).toBe("示例市2025年一季度医保基金运行分析报告");
    const chapters = titles(blocksOf(report.document), 1).map((title) => title.replace(/^.、/, ""));
    // Whether rules find anything among so few is for their own tests to say.
    expect(chapters.filter((title) => title !== "异常与风险")).toEqual([
      "编制说明",
      "参保情况",
      "基金收支与预算执行",
      "结余与支付能力",
      "待遇与费用",
      "问题与原因",
      "建议",
      "附表",
      "口径说明",
      "数据来源与版本",
    ]);
  });

  test("every figure it quotes is published, and leads back to files", async () => {
    const ids = figuresIn(report.document);
    const published = await withFigures(city, undefined, async (store) => [
      ...(await readFigures(store)),
      ...(await readFigures(store, { metric: "inpatient_fund_pay" })),
      ...(await readFigures(store, { metric: "admissions" })),
      ...(await readFigures(store, { metric: "cost_per_admission" })),
      ...(await readFigures(store, { metric: "length_of_stay" })),
      ...(await readFigures(store, { metric: "actual_reimbursement_rate" })),
    ]);
    const values = new Map(published.map(({ id, value }) => [id, value]));
    expect(ids.length).toBeGreaterThan(300);
    for (const id of ids) expect(values.get(id), id).toBe(report.figures.byId(id)?.value);
    expect(ids.filter((id) => !report.traces.has(id))).toEqual([]);
    const single = ids.find((id) => id.includes("institution:"))!;
    expect(report.traces.get(single)!.hops.at(-1)!.text).toContain("settlement_");
  });

  test("the effects printed are the ledger's, and add up to the change", async () => {
    const row = await withFigures(city, undefined, (store) =>
      store.row<Record<string, string>>(`
        select change_yuan, insured_effect_yuan + rate_effect_yuan + cost_effect_yuan + share_effect_yuan as sum
        from marts.spending_decomposition
        where region_code = '${REGION}' and fund = 'resident' and month = '2025-03'`),
    );
    expect(row.sum).toBe(row.change_yuan);
    const quoted = report.figures.find({
      metric: "inpatient_spend_change",
      region: REGION,
      fund: "resident",
      period: "2025Q1",
    });
    expect(Number(quoted?.value)).toBe(Number(row.change_yuan));
  });

  test("an institution has the level its figures were counted under, however that was written", async () => {
    const region = { code: REGION, name: "示例市" };
    const { institutions } = await withFigures(city, undefined, (store) =>
      gatherQuarter(city, store, region, request),
    );
    const counted = await withFigures(city, undefined, (store) =>
      store.rows<{ code: string; level: string }>(`
        select distinct fixmedins_code as code, hosp_lv as level from marts.service_cell
        where month between '2025-01' and '2025-03' and care = 'inpatient' and hosp_lv <> '9'`),
    );
    expect(new Set(counted.map(({ level }) => level))).toEqual(new Set(["1", "2", "3"]));
    const levels = new Map(institutions.map(({ code, level }) => [code, level]));
    for (const { code, level } of counted) expect(levels.get(code), code).toBe(level);
  });

  test("benchmarks stand with their year and where they were printed", () => {
    const table = report.document.blocks.find(
      (b) => b.kind === "table" && b.title.includes("公布基准"),
    );
    if (table?.kind !== "table") throw new Error("no table of benchmarks");
    expect(textOf(table.rows[0]!.cells[3]!)).toMatch(/^全国，\d{4}年$/);
    expect(table.notes.map(textOf).join("\n")).toContain("https://www.nhsa.gov.cn/");
  });

  test("says which files it rests on: those of two years, and none that no number came from", () => {
    const table = blocksOf(report.document).findLast((b) => b.kind === "table");
    if (table?.kind !== "table") throw new Error("no table of files");
    const rows = table.rows.map((row) => row.cells.map(textOf));
    expect(rows.find(([title]) => title === "结算")).toEqual(
      expect.arrayContaining(["6", "2024年1月—2025年3月"]),
    );
    expect(rows.map(([title]) => title)).not.toContain("公布基准");
  });

  test("writes its files, the same words every time", async () => {
    const folder = path.join(root, "out");
    mkdirSync(folder);
    const { files, highlights } = await quarterly.write(city, report, folder);
    expect(files).toContain("医保基金运行分析报告_990100_2025Q1.docx");
    expect(highlights[0]).toMatch(/^总体看，/);
    const html = files.find((file) => file.endsWith(".html"))!;
    expect(readFileSync(path.join(folder, html), "utf8")).toContain("对数均值迪氏指数法");
    const content = () =>
      withFigures(city, undefined, (store) => quarterly.content(city, store, REGION, "2025Q1"));
    expect(await content()).toBe(report.content);
  });

  test("a period without figures is refused with what to do", async () => {
    const asked = withFigures(city, undefined, (store) =>
      quarterly.compose(city, store, { ...request, period: "2031Q1" }),
    );
    await expect(asked).rejects.toThrow("2031Q1 没有数据");
  });
});

test("a bureau without settlements gets a report of its funds", async () => {
  const home = await homeOf("funds", ["samples/liuzhou-2023"]);
  const { document } = await withFigures(home, undefined, (store) =>
    quarterly.compose(home, store, { period: "2023Q1", issuedOn: "2023-04-20" }),
  );
  const text = documentText(document);
  expect(titles(document.blocks, 1)).toContain("一、参保情况");
  expect(text).toContain("居民基金：当期赤字3.81亿元");
  expect(text).not.toMatch(/住院|权责发生制|NaN|undefined/);
});
