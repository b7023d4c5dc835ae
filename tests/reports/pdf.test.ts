import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadPdfFonts } from "../../pipelines/publish/pdf-fonts.ts";
import {
  type Document,
  documentText,
  heading,
  paragraph,
  type Run,
  say,
  textOf,
} from "../../reports/document.ts";
import { monthlyBulletin } from "../../reports/documents/monthly-bulletin.ts";
import { renderPdf } from "../../reports/render/pdf.ts";
import { isPlainSvg } from "../../reports/render/pdf-svg.ts";
import { program } from "../programs.ts";
import { city } from "./city.ts";
import { chart, counties, figure, han, official } from "./official-document.ts";
import { pageTexts, printedLines } from "./pages.ts";

const poppler = program("pdftotext") !== null;
const root = mkdtempSync(path.join(tmpdir(), "fundwatch-pdf-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let count = 0;
async function rendered(document: Document): Promise<{ file: string; bytes: Buffer }> {
  const file = path.join(root, `${++count}.pdf`);
  const bytes = Buffer.from(await renderPdf(document, await loadPdfFonts(documentText(document))));
  writeFileSync(file, bytes);
  return { file, bytes };
}

const shown = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
const bare = (text: string) => text.replace(/\s/g, "");

/** Every sentence, cell, heading, note and word of a chart, without spaces. */
function saidBy(document: Document): string[] {
  const sentences = (runs: Run[]) => textOf(runs).split(/(?<=[。；])/u);
  const said = document.blocks.flatMap((block) => {
    if (block.kind === "heading") return [block.text];
    if (block.kind === "paragraph" || block.kind === "note") return sentences(block.runs);
    if (block.kind === "chart") {
      return [...block.svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1]!);
    }
    const cells = block.rows.flatMap((row) => row.cells.map(textOf));
    const heads = block.columns.flatMap(({ title, unit }) => [title, unit]);
    return [block.title, ...heads, ...cells, ...block.notes.flatMap(sentences)];
  });
  return [document.title, document.issuer, document.signature.issuer, ...said].map(bare);
}

const bulletin = monthlyBulletin(city());
let own: { file: string; bytes: Buffer };

beforeAll(async () => {
  own = await rendered(official());
});

test("the same document is the same bytes", async () => {
  expect((await rendered(official())).bytes.equals(own.bytes)).toBe(true);
  expect(own.bytes.subarray(0, 8).toString()).toBe("%PDF-1.7");
  expect(own.bytes.toString("latin1")).toContain("/Lang (zh-CN)");
});

test.skipIf(!poppler)("title, issuer and date of the document are those of the file", () => {
  const about = shown("pdfinfo", "-isodates", own.file);
  expect(about).toMatch(/Title: +示例市2019年1—7月医保基金运行情况通报/);
  expect(about).toMatch(/Author: +示例市医疗保障局/);
  expect(about).toMatch(/CreationDate: +2019-08-14/);
  expect(about).toMatch(/Tagged: +yes/);
  expect(about).toMatch(/Page size: +595\.3 x 841\.9 pts \(A4\)/);
});

test.skipIf(!poppler).each([
  ["a document with every kind of block", official()],
  ["a bulletin", bulletin],
])("the text of %s can be copied word for word", async (_, document) => {
  const text = bare(pageTexts((await rendered(document)).file).join(""));
  for (const words of saidBy(document)) expect(text).toContain(words);
});

test.skipIf(!poppler)("widely spaced lines are copied without blanks", async () => {
  const runs = say`1. 职工基金当期赤字${figure("400万元")}，收入${figure("3.06亿元")}，支出${figure("3.10亿元")}，收不抵支。`;
  const { file } = await rendered(official({ blocks: [paragraph(runs)] }));
  const lines = pageTexts(file)[0]!
    .split("\n")
    .map((line) => line.trim());
  expect(lines).toContain("1. 职工基金当期赤字400万元，收入3.06亿元，支出");
});

test.skipIf(!poppler)("figures stay on one line, marks off the edges", async () => {
  const { file } = await rendered(bulletin);
  const lines = printedLines(file).flatMap((page) => page.map(({ text }) => text));
  for (const block of bulletin.blocks) {
    if (block.kind !== "paragraph") continue;
    for (const run of block.runs)
      if (typeof run !== "string") expect(lines.some((line) => line.includes(run.text))).toBe(true);
  }
  expect(lines.filter((line) => /^[、。，；：）》”%]|[（《“]$/u.test(line))).toEqual([]);
});

test.skipIf(!poppler)(
  "a long table has its header on every page and is read aloud once",
  async () => {
    const { file } = await rendered(official({ blocks: [counties(70)] }));
    const pages = pageTexts(file);
    expect(pages.filter((page) => /第\d+县/.test(page)).length).toBeGreaterThan(1);
    for (const page of pages.filter((page) => /第\d+县/.test(page)))
      expect(bare(page)).toContain("地区");
    const tree = shown("pdfinfo", "-struct", file);
    expect(tree.match(/^ *TH/gm)).toHaveLength(4);
    expect(tree.match(/^ *TD/gm)).toHaveLength(4 * 71);
  },
);

test.skipIf(!poppler)(
  "no heading ends a page and no signature stands alone, whatever the length",
  async () => {
    for (let lines = 8; lines < 32; lines++) {
      const words = (count: number) => paragraph([han(28 * count - 2)]);
      const { file } = await rendered(
        official({ blocks: [words(lines), heading(1, "一、标题在此"), words(2)] }),
      );
      const pages = printedLines(file).map((page) => page.slice(0, -1).map(({ text }) => text));
      for (const page of pages) {
        expect(page.at(-1)).not.toContain("标题在此");
        expect(page[0]).not.toBe("示例市医疗保障局");
      }
      expect(pages.at(-1)!.slice(-2)).toEqual(["示例市医疗保障局", "2019年8月14日"]);
    }
  },
);

test.skipIf(!poppler)("headings are bookmarks, one below the other", () => {
  const outline = shown("pdftohtml", "-xml", "-i", "-stdout", own.file)
    .split("<outline>")
    .slice(1)
    .join("<");
  expect(outline).toMatch(
    /一、医保基金运行情况.*<\/item>\s*<.*（一）职工基本医疗保险基金运行情况/s,
  );
  const tree = shown("pdfinfo", "-struct-text", own.file);
  expect(tree).toMatch(/H1.*H2.*H3.*H4.*Note.*Figure.*Table.*Caption/s);
});

test("charts of a bulletin are drawn as lines and text", () => {
  const charts = bulletin.blocks.filter((block) => block.kind === "chart");
  expect(charts.length).toBeGreaterThan(0);
  for (const { svg } of [...charts, chart]) expect(isPlainSvg(svg)).toBe(true);
});

test.skipIf(!poppler)(
  "a chart with more than lines and text becomes a picture, 156 mm wide",
  async () => {
    const clipped = { ...chart, svg: chart.svg.replace("<g ", '<clipPath id="c"></clipPath><g ') };
    const { file, bytes } = await rendered(official({ blocks: [clipped] }));
    expect(shown("pdfimages", "-list", file)).toMatch(/image +1843 +576/);
    expect(bytes.toString("latin1")).toContain("/Figure");
    expect(shown("pdfimages", "-list", own.file)).not.toContain("image");
  },
);

test.skipIf(!poppler)("fonts are embedded, cut to what is printed", () => {
  const fonts = shown("pdffonts", own.file).split("\n").slice(2).filter(Boolean);
  expect(fonts.length).toBeGreaterThan(3);
  for (const font of fonts) expect(font).toMatch(/Identity-H +yes yes yes/);
  expect(own.bytes.length).toBeLessThan(250_000);
});
