import { type CellObject, read, utils, type WorkBook, type WorkSheet } from "@e965/xlsx";
import type { Printed } from "./printed.ts";

/** A number of a workbook: as shown, as held, and how its column is headed. */
export interface Shown extends Printed {
  place: string;
  cell: CellObject;
}

export const opened = (bytes: Uint8Array): WorkBook =>
  read(bytes, { cellNF: true, cellFormula: true });

/**
 * Numbers of the tables and of the running text, by another program's reading and formatting. Marks
 * that print has elsewhere are taken off: the groups of thousands, the % its column says.
 */
export function printedInXlsx(book: WorkBook): Shown[] {
  return book.SheetNames.flatMap((name) => {
    const sheet = book.Sheets[name]!;
    if (/^(附?表|附录)\d+$/.test(name)) return inTable(book, name, sheet);
    return name === "正文数字" ? inText(name, sheet) : [];
  });
}

function inTable(book: WorkBook, name: string, sheet: WorkSheet): Shown[] {
  return cellsOf(sheet).flatMap(({ cell, column, ref }): Shown[] => {
    const row = /^#'来源'!A(\d+)$/.exec(cell.l?.Target ?? "")?.[1];
    if (!row) return [];
    const figure = String((book.Sheets.来源![`A${row}`] as CellObject).v);
    const header = String((sheet[`${utils.encode_col(column)}3`] as CellObject).v);
    const text = header.endsWith("（%）") ? shown(cell).replace(/%$/, "") : shown(cell);
    return [{ figure, text: text.replace(/\*$/, ""), cell, place: `${name}!${ref}` }];
  });
}

function inText(name: string, sheet: WorkSheet): Shown[] {
  return cellsOf(sheet)
    .filter(({ column, row }) => column === 3 && row > 2)
    .map(({ cell, row, ref }) => ({
      figure: String((sheet[`G${row + 1}`] as CellObject).v),
      text: shown(cell),
      cell,
      place: `${name}!${ref}`,
    }));
}

const shown = (cell: CellObject): string => (cell.w ?? String(cell.v)).replaceAll(",", "");

interface Placed {
  cell: CellObject;
  ref: string;
  row: number;
  column: number;
}

export function cellsOf(sheet: WorkSheet): Placed[] {
  return Object.entries(sheet)
    .filter(([ref]) => !ref.startsWith("!"))
    .map(([ref, cell]) => {
      const { r, c } = utils.decode_cell(ref);
      return { cell: cell as CellObject, ref, row: r, column: c };
    });
}
