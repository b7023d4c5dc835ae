import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Big from "big.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Composed } from "../../pipelines/documents/compose.ts";
import { DOCUMENT_KINDS } from "../../pipelines/documents/kinds.ts";
import { withFigures } from "../../pipelines/figure-book.ts";
import { initHome, openHome, writeAtomically } from "../../pipelines/home.ts";
import { load } from "../../pipelines/ingest/load.ts";
import { loadFonts } from "../../pipelines/publish/fonts.ts";
import { loadPdfFonts } from "../../pipelines/publish/pdf-fonts.ts";
import { run } from "../../pipelines/run.ts";
import { documentText, figuresIn } from "../../reports/document.ts";
import { renderDocx } from "../../reports/render/docx.ts";
import { figureTag } from "../../reports/render/docx-figure.ts";
import { renderHtml } from "../../reports/render/html.ts";
import { renderPdf } from "../../reports/render/pdf.ts";
import { renderXlsx } from "../../reports/render/xlsx.ts";
import { program } from "../programs.ts";
import { printedInDocx } from "./printed-numbers/docx.ts";
import { printedInHtml } from "./printed-numbers/html.ts";
import { firstMissing, textOfPdf } from "./printed-numbers/pdf.ts";
import { type Printed, sorted } from "./printed-numbers/printed.ts";
import { opened, printedInXlsx } from "./printed-numbers/xlsx.ts";

const root = mkdtempSync(path.join(tmpdir(), "fundwatch-formats-"));
const now = () => new Date("2019-08-14T01:00:00Z");
/** Numbers that a bulletin of the sample prints; fewer would mean a reader that has gone blind. */
const LEAST = 60;

let bulletin: Composed;
let page: Printed[];

beforeAll(async () => {
  initHome(root);
  writeAtomically(openHome(root).configFile, JSON.stringify({ bureau: "××市医疗保障局" }));
  const home = openHome(root);
  await load(home, ["samples/city-2019-07"], { now });
  await run(home, { now, selection: ["tag:sql", "tag:model"] });
  bulletin = await withFigures(home, undefined, (store) =>
    DOCUMENT_KINDS["document.monthly-bulletin"]!.compose(home, store, {
      period: "2019-07",
      issuedOn: "2019-08-14",
    }),
  );
  const { document, traces } = bulletin;
  page = printedInHtml(await renderHtml(document, traces, await loadFonts(documentText(document))));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("a bulletin's numbers are the same in every format", () => {
  test("the page quotes every figure of the document but those only drawn", () => {
    const { document } = bulletin;
    const drawn = document.blocks.flatMap((block) => (block.kind === "chart" ? block.figures : []));
    const quoted = new Set(page.map(({ figure }) => figure));
    expect(page.length).toBeGreaterThan(LEAST);
    expect(figuresIn(document).filter((id) => !quoted.has(id) && !drawn.includes(id))).toEqual([]);
  });

  test(".docx: each control, in the order of the page", async () => {
    const { document } = bulletin;
    const bytes = await renderDocx(document, await loadFonts(documentText(document)));
    expect(await printedInDocx(bytes)).toEqual(
      page.map(({ figure, text }) => ({ figure: figureTag(figure), text })),
    );
  });

  test(".xlsx: each cell, as its number format shows it, and the exact value in it", async () => {
    const { document, figures, traces, regions } = bulletin;
    const book = opened(await renderXlsx(document, figures, traces, regions));
    const shown = printedInXlsx(book);
    expect(sorted(shown)).toEqual(sorted(page));
    const asText = shown.filter(({ cell }) => cell.t !== "n").map(({ place }) => place);
    expect(asText).toEqual([]);
    for (const { figure, cell, place } of shown) {
      const exact = new Big(figures.byId(figure)!.value!);
      const scales = [1, 1e4, 1e8, 0.01].map((scale) => exact.div(scale).toNumber());
      expect(scales, place).toContain(cell.v);
    }
  });

  const pdftotext = program("pdftotext");
  test.skipIf(!pdftotext)(".pdf: each number in its place in the text", async () => {
    const { document } = bulletin;
    const bytes = await renderPdf(document, await loadPdfFonts(documentText(document)));
    const text = textOfPdf(pdftotext!, bytes);
    expect(
      firstMissing(
        text,
        page.map((number) => number.text),
      ),
    ).toBeUndefined();
  });
});
