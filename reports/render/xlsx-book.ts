import { type CellStyle, type Cell as HucreCell, type SheetChart, writeXlsx } from "hucre";
import type { Document } from "../document.ts";
import { LOOK } from "../look.ts";
import { stableZip } from "./docx-package.ts";

/** How a cell looks; `format` is a spreadsheet number format. */
export interface Style {
  face?: "text" | "head" | "title";
  align?: "left" | "right" | "center";
  colour?: "muted" | "data";
  format?: string | undefined;
  fill?: boolean;
  indent?: boolean;
  wrap?: boolean;
}

export interface Cell {
  value: string | number;
  style?: Style;
  /** Without `=`; `value` is what it comes to. */
  formula?: string;
  /** Where a click leads: a sheet, its row from 1, and what is said before the click. */
  link?: { sheet: string; row: number; tip: string };
}

export interface Line {
  cells: (Cell | null)[];
  /** In points. */
  height?: number;
  /** The first cell takes the whole width. */
  spans?: boolean;
  /** A rule over it, as totals have. */
  ruled?: boolean;
}

/** One sheet: `head` lines stand still and return on every page, as do `pinned` columns. */
export interface Sheet {
  name: string;
  /** What it shows, for the list of sheets. */
  title: string;
  /** Rows it lists. */
  count: number;
  /** Widths of columns, in half characters. */
  widths: number[];
  lines: Line[];
  head: number;
  pinned: number;
  /** Whether the last head line filters what is below. */
  filter?: boolean;
  chart?: SheetChart;
}

/** Texts a spreadsheet would take for its own errors. */
const ERROR_TEXT = /^#[A-Z0-9/_]+[!?]?$/;
/** Longest text of a page's header, with its marks. */
const HEADER_LIMIT = 120;
/** Longest text of a cell. */
const TEXT_LIMIT = 32_767;
/** Half characters that can still be read across one page. */
const PAGE_WIDTH = 210;
const MARGINS = { top: 0.6, bottom: 0.6, left: 0.5, right: 0.5, header: 0.3, footer: 0.3 };

/** A workbook of these sheets for A4 across, dated by the document: equal documents are equal bytes. */
export async function workbook(document: Document, sheets: Sheet[]): Promise<Uint8Array> {
  const dated = new Date(`${document.issuedOn}T00:00:00Z`);
  const { title, issuer } = document;
  const bytes = await writeXlsx({
    defaultFont: { name: "宋体", size: 11, charset: 134 },
    properties: { title, creator: issuer, lastModifiedBy: issuer, created: dated, modified: dated },
    sheets: sheets.map((sheet) => written(sheet, title)),
  });
  return stableZip(bytes, document.issuedOn);
}

function written(sheet: Sheet, title: string): Parameters<typeof writeXlsx>[0]["sheets"][number] {
  const { name, widths, lines, head, pinned, filter, chart } = sheet;
  const last = widths.length - 1;
  const cells = new Map<string, Partial<HucreCell>>();
  lines.forEach((line, row) => {
    widths.forEach((_, column) => {
      const cell = line.cells[column];
      if (cell) cells.set(`${row},${column}`, cellOf(cell, line.ruled));
      else if (line.ruled) cells.set(`${row},${column}`, { style: styleOf(NO_STYLE, true) });
    });
  });
  const spanning = lines.flatMap((line, row) => (line.spans && last > 0 ? [row] : []));
  const heights = lines.flatMap(({ height }, row) =>
    height === undefined ? [] : [[row, { height }] as const],
  );
  const isWide = widths.reduce((sum, width) => sum + width, 0) > PAGE_WIDTH;
  return {
    name,
    columns: widths.map((width) => ({ width })),
    cells,
    rowDefs: new Map(heights),
    merges: spanning.map((row) => ({ startRow: row, endRow: row, startCol: 0, endCol: last })),
    ...(head > 0 ? { freezePane: { rows: head, columns: pinned } } : {}),
    ...(filter ? { autoFilter: { range: `A${head}:${letter(last)}${lines.length}` } } : {}),
    ...(chart ? { charts: [chart] } : {}),
    view: { showGridLines: false },
    pageSetup: {
      paperSize: "a4",
      orientation: "landscape",
      fitToPage: true,
      fitToWidth: isWide ? 2 : 1,
      fitToHeight: 0,
      margins: MARGINS,
      horizontalCentered: true,
      printArea: `$A$1:$${letter(last)}$${lines.length}`,
      ...(head > 0 ? { printTitlesRow: `$1:$${head}` } : {}),
      ...(isWide ? { printTitlesColumn: "$A:$A" } : {}),
    },
    headerFooter: {
      oddHeader: `&R&9 ${title.slice(0, HEADER_LIMIT).replaceAll("&", "&&")}`,
      oddFooter: `&L&9${name}&R&9第 &P 页，共 &N 页`,
    },
  };
}

function cellOf({ value, style, formula, link }: Cell, ruled = false): Partial<HucreCell> {
  const text = typeof value === "string" ? value.slice(0, TEXT_LIMIT) : null;
  return {
    value: text ?? value,
    style: styleOf(style ?? NO_STYLE, ruled),
    ...(text !== null && ERROR_TEXT.test(text) ? { richText: [{ text }] } : {}),
    ...(formula === undefined ? {} : { formula, formulaResult: value }),
    ...(link
      ? { hyperlink: { target: "", location: `'${link.sheet}'!A${link.row}`, tooltip: link.tip } }
      : {}),
  };
}

const FACES = {
  text: { name: "宋体", size: 11, charset: 134 },
  head: { name: "黑体", size: 11, charset: 134 },
  title: { name: "黑体", size: 15, charset: 134 },
};

const rgb = (colour: string) => ({ rgb: colour.slice(1).toUpperCase() });

const NO_STYLE: Style = {};
const styles = new Map<string, CellStyle>();

/** Equal looks are one object: a sheet of sources has a hundred thousand cells and a dozen looks. */
function styleOf(style: Style, ruled: boolean): CellStyle {
  const key = JSON.stringify([style, ruled]);
  const known = styles.get(key);
  if (known) return known;
  const made = styleFrom(style, ruled);
  styles.set(key, made);
  return made;
}

function styleFrom(style: Style, ruled: boolean): CellStyle {
  const { face = "text", align, colour, format, fill, indent, wrap } = style;
  const rule = { style: "thin" as const, color: rgb(LOOK.rule) };
  return {
    font: { ...FACES[face], ...(colour ? { color: rgb(LOOK[colour]) } : {}) },
    ...(fill
      ? { fill: { type: "pattern", pattern: "solid", fgColor: rgb(LOOK.band) } as const }
      : {}),
    ...(format ? { numFmt: format } : {}),
    ...(ruled ? { border: { top: { style: "thin", color: rgb(LOOK.ink) }, bottom: rule } } : {}),
    alignment: {
      vertical: "center",
      ...(align ? { horizontal: align } : {}),
      ...(indent ? { indent: 1 } : {}),
      ...(wrap ? { wrapText: true } : {}),
    },
  };
}

/** The letters of a column counted from 0: 0 → A, 26 → AA. */
export function letter(column: number): string {
  const before = Math.floor(column / 26);
  return (before > 0 ? letter(before - 1) : "") + String.fromCharCode(65 + (column % 26));
}
