import type { FigureBook } from "../../models/figure.ts";
import type { Trace } from "../../models/trace.ts";
import { blocksOf, type Document, figuresIn, type Table } from "../document.ts";
import { type Sheet, workbook } from "./xlsx-book.ts";
import { chartSheet } from "./xlsx-chart.ts";
import { contentsSheet } from "./xlsx-contents.ts";
import { type Places, SOURCES, tipOf } from "./xlsx-lines.ts";
import { policySheet } from "./xlsx-policies.ts";
import { printedTexts } from "./xlsx-printed.ts";
import { type Quoted, sourceSheet } from "./xlsx-sources.ts";
import { tableSheet } from "./xlsx-table.ts";
import { textSheet } from "./xlsx-text.ts";

/**
 * The annex: a sheet for each table and chart, for the numbers of the text, for sources and policies.
 * Numbers are exact and shown as printed; `regions` are names by code. Equal documents are equal bytes.
 */
export async function renderXlsx(
  document: Document,
  figures: FigureBook,
  traces: ReadonlyMap<string, Trace>,
  regions: Readonly<Record<string, string>> = {},
): Promise<Uint8Array> {
  const quoted: Quoted = {
    ids: figuresIn(document),
    figures,
    traces,
    printed: printedTexts(document),
    regions,
  };
  const { sheet: sources, rowOf } = sourceSheet(quoted);
  const at: Places = (figure) => {
    const row = rowOf.get(figure);
    return row === undefined ? undefined : { sheet: SOURCES, row, tip: tipOf(figure) };
  };
  const text = textSheet(document, figures, at);
  const sheets = [
    ...(document.workings ?? []),
    ...blockSheets(document, quoted, at),
    ...(text ? [text] : []),
    sources,
    policySheet(quoted),
  ];
  return workbook(document, [contentsSheet(document, sheets), ...sheets]);
}

function blockSheets(document: Document, { figures, regions }: Quoted, at: Places): Sheet[] {
  const blocks = blocksOf(document);
  const tables = blocks.filter((block) => block.kind === "table");
  const charts = blocks.filter((block) => block.kind === "chart");
  let unnumbered = 0;
  const nameOf = ({ title }: Table) => NUMBER.exec(title)?.[1] ?? `附录${++unnumbered}`;
  return [
    ...tables.map((table) => tableSheet(table, nameOf(table), figures, at)),
    ...charts.map((chart, i) => chartSheet(chart, `图${i + 1}`, figures, regions, at)),
  ];
}

/** The number a table's title begins with. */
const NUMBER = /^(附?表\d+)　/u;
