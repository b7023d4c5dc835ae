import type { Cell, Line, Sheet, Style } from "../render/xlsx-book.ts";
import { caption, fitted, headLine, heightOf, remark } from "../render/xlsx-lines.ts";

const HEAD = 3;
/** The sheet's row, from 1, of a list's first row. */
export const FIRST = HEAD + 1;
export const PLAIN: Style = { align: "right", format: "0.00" };
const LEFT: Style = { align: "left", wrap: true };
export const RATE: Style = { align: "right", format: "0.0%" };
export const MONEY: Style = { align: "right", format: "#,##0" };

export const text = (value: string): Cell | null => (value === "" ? null : { value, style: LEFT });
export const number = (value: number | null, style: Style): Cell | null =>
  value === null || !Number.isFinite(value) ? null : { value, style };

/** A sheet of rows under a header; widths fit what stands in it. */
export function listSheet(
  name: string,
  title: string,
  under: string,
  titles: string[],
  rows: (Cell | null)[][],
  notes: string[] = [],
): Sheet {
  const widths = titles.map((head, i) =>
    fitted([head, ...rows.map((row) => String(row[i]?.value ?? "").slice(0, 40))], 10, 60),
  );
  const lines = rows.map(
    (cells): Line => ({
      height: Math.max(
        20,
        ...cells.map((cell, i) =>
          typeof cell?.value === "string" ? heightOf(cell.value, widths[i]!) : 0,
        ),
      ),
      cells,
    }),
  );
  return {
    name,
    title,
    count: rows.length,
    widths,
    head: HEAD,
    pinned: 1,
    lines: [
      ...caption(title, under, widths),
      headLine(titles),
      ...lines,
      ...notes.map((note, i) => remark(`${i === 0 ? "注：" : "　　"}${note}`, widths)),
    ],
  };
}
