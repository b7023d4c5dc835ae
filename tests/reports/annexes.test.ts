import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { FigureBook } from "../../models/figure.ts";
import { loadPdfFonts } from "../../pipelines/publish/pdf-fonts.ts";
import { type Document, documentText, figuresIn, paragraph } from "../../reports/document.ts";
import { renderDocx } from "../../reports/render/docx.ts";
import { renderHtml } from "../../reports/render/html.ts";
import { OFFICIAL } from "../../reports/render/official-layout.ts";
import { renderPdf } from "../../reports/render/pdf.ts";
import { renderXlsx } from "../../reports/render/xlsx.ts";
import { program } from "../programs.ts";
import { chart, counties, han, official } from "./official-document.ts";
import { pageTexts, printed, printedLines } from "./pages.ts";
import { opened } from "./printed-numbers/xlsx.ts";
import { unzip } from "./unzip.ts";

const poppler = program("pdftotext") !== null;
const office = program("soffice") !== null;
const root = mkdtempSync(path.join(tmpdir(), "fundwatch-annexes-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const SIGNED = "2019年8月14日";
const document = official({
  blocks: [paragraph([han(60)]), chart],
  annexes: [{ ...counties(4), title: "附表1　各县区基金收支情况" }, chart],
});

async function pdfOf(document: Document): Promise<string[]> {
  const file = path.join(root, "document.pdf");
  writeFileSync(file, await renderPdf(document, await loadPdfFonts(documentText(document))));
  return pageTexts(file);
}

async function docxOf(document: Document): Promise<Uint8Array> {
  return renderDocx(document, (await loadPdfFonts(documentText(document))).pictures);
}

const bare = (text: string) => text.replace(/\s/g, "");

/** The body ends with its date, the annex begins the next page. */
function expectApart(pages: string[]): void {
  expect(pages).toHaveLength(2);
  expect(bare(pages[0]!)).toContain(SIGNED);
  expect(bare(pages[0]!)).not.toContain("附表1");
  expect(bare(pages[1]!)).toMatch(/^附表1各县区基金收支情况/);
}

test.skipIf(!poppler)(".pdf: annexes follow the signature on a page of their own", async () => {
  expectApart(await pdfOf(document));
});

test.skipIf(!poppler || !office)(".docx: so do they as LibreOffice prints it", async () => {
  expectApart(pageTexts(await printed(await docxOf(document), path.join(root, "docx"))));
});

test(".docx: pictures of body and annexes have numbers of their own", async () => {
  const xml = (await unzip(await docxOf(document))).get("word/document.xml")!.toString();
  const names = [...xml.matchAll(/<wp:docPr [^>]*name="([^"]*)"/g)].map((match) => match[1]);
  expect(names).toEqual(["chart-1", "chart-2"]);
});

test(".html and .xlsx hold them too, and their figures count as quoted", async () => {
  const { pictures } = await loadPdfFonts(documentText(document));
  const html = await renderHtml(document, new Map(), pictures);
  expect(html.indexOf("附表1　各县区")).toBeGreaterThan(html.indexOf('class="signature"'));
  expect(html.indexOf("附表1　各县区")).toBeLessThan(html.indexOf("</main>"));
  const book = opened(await renderXlsx(document, new FigureBook([]), new Map()));
  expect(book.SheetNames).toEqual(expect.arrayContaining(["附表1", "图1", "图2"]));
  expect(figuresIn(document)).toContain("income_ytd/620700/employee/31400");
});

test("without annexes there is no empty page", async () => {
  const xml = (await unzip(await docxOf(official()))).get("word/document.xml")!.toString();
  expect(xml.match(/<w:sectPr/g)).toHaveLength(1);
});

/** Which pages show rows of the table, when so many lines of text stand above it. */
const rowsOn = (pages: string[]): number[] =>
  pages.flatMap((page, i) => (/第\d+县|合计/.test(page) ? [i] : []));

test.skipIf(!poppler)("a table that fits a page is never on two, wherever it begins", async () => {
  for (const lines of [1, 5, 9, 13, 17]) {
    const above = paragraph([han(28 * lines - 2)]);
    const pages = await pdfOf(official({ blocks: [above, counties(20)] }));
    expect(rowsOn(pages)).toHaveLength(1);
    const table = bare(pages[rowsOn(pages)[0]!]!);
    expect(table).toContain("各县区基金收支情况");
    expect(table).toContain("与年度预算之比");
  }
});

test.skipIf(!poppler)(
  "one whose notes leave no room for it is on two, and on their type area",
  async () => {
    const notes = Array.from({ length: 6 }, () => [han(60)]);
    for (const lines of [1, 9]) {
      const blocks = [paragraph([han(28 * lines - 2)]), { ...counties(27), notes }];
      const file = path.join(root, "notes.pdf");
      const document = official({ blocks });
      writeFileSync(file, await renderPdf(document, await loadPdfFonts(documentText(document))));
      const pages = printedLines(file);
      const tops = pages.flatMap((page) => page.slice(0, -1).map(({ top }) => top));
      expect(Math.max(...tops)).toBeLessThan(OFFICIAL.margin.top + OFFICIAL.area.height);
      expect(rowsOn(pageTexts(file)).length).toBe(2);
    }
  },
);

test.skipIf(!poppler || !office)("nor is it in .docx", async () => {
  const blocks = [paragraph([han(28 * 9)]), counties(20)];
  const pages = pageTexts(
    await printed(await docxOf(official({ blocks })), path.join(root, "table")),
  );
  expect(rowsOn(pages)).toHaveLength(1);
  expect(bare(pages[rowsOn(pages)[0]!]!)).toContain("各县区基金收支情况");
});

test.skipIf(!poppler || !office)("a longer one fills the page it begins on", async () => {
  const blocks = [paragraph([han(28 * 9)]), counties(60)];
  const pages = pageTexts(
    await printed(await docxOf(official({ blocks })), path.join(root, "long")),
  );
  expect(rowsOn(pages)[0]).toBe(0);
  expect(rowsOn(await pdfOf(official({ blocks })))[0]).toBe(0);
});
