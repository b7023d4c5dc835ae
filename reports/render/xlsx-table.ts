import type { FigureBook } from "../../models/figure.ts";
import { type Column, type Row, type Run, type Table, textOf } from "../document.ts";
import type { Cell, Line, Sheet } from "./xlsx-book.ts";
import { formulaOf, type Held } from "./xlsx-formula.ts";
import { caption, fitted, headLine, heightOf, type Places, remark } from "./xlsx-lines.ts";
import { printedNumber } from "./xlsx-number.ts";

/** Lines over the table's first row: title, unit, header. */
const HEAD = 3;
const TOO_LONG = "以文本存放的数字超过电子表格能精确表示的15位，不参与计算。";

/** A table as numbers: amounts in the unit of their column, totals as formulas where they are sums. */
export function tableSheet(block: Table, name: string, figures: FigureBook, at: Places): Sheet {
  const { columns, rows } = block;
  const cells = rows.map((row) =>
    row.cells.map((runs, i) => cellOf(runs, columns[i]!, row.kind, i === 0, figures, at)),
  );
  const held = cells.map((row) => row.map(({ figure }) => figure));
  const kinds = rows.map(({ kind }) => kind);
  const widths = widthsOf(block);
  const lines = cells.map(
    (row, r): Line => ({
      ruled: kinds[r] === "total",
      height: Math.max(20, ...row.map(({ cell }, c) => textHeight(cell, widths[c]!))),
      cells: row.map(({ cell }, c) => {
        const formula = formulaOf(kinds, held, r, c, HEAD + 1);
        return formula === undefined ? cell : { ...cell, formula };
      }),
    }),
  );
  const isTooLong = cells.some((row) => row.some(({ isText }) => isText));
  const notes = [...block.notes.map(textOf), ...(isTooLong ? [TOO_LONG] : [])];
  return {
    name,
    title: block.title,
    count: rows.length,
    widths,
    head: HEAD,
    pinned: 1,
    lines: [
      ...caption(block.title, unitLine(columns), widths),
      headLine(columns.map(({ title, unit }) => (unit === "" ? title : `${title}\n（${unit}）`))),
      ...lines,
      ...notes.map((text, i) => remark(`${i === 0 ? "注：" : "　　"}${text}`, widths)),
    ],
  };
}

interface Understood {
  cell: Cell;
  figure: Held;
  /** A known value that had to stay text. */
  isText: boolean;
}

function cellOf(
  runs: Run[],
  { unit, align }: Column,
  kind: Row["kind"],
  isFirst: boolean,
  figures: FigureBook,
  at: Places,
): Understood {
  const style = {
    align,
    ...(kind === "total" ? { face: "head" as const } : {}),
    ...(isFirst && kind === "part" ? { indent: true } : {}),
  };
  const [run, ...more] = runs.filter((each) => typeof each !== "string");
  const text = textOf(runs);
  if (!run || more.length > 0)
    return { cell: { value: text, style: { ...style, wrap: true } }, figure: null, isText: false };
  const figure = figures.byId(run.figure);
  const place = runs.indexOf(run);
  const [before, after] = [textOf(runs.slice(0, place)), textOf(runs.slice(place + 1))];
  const number = printedNumber(figure, run.text, unit, before, after);
  const link = at(run.figure);
  const cell: Cell = number
    ? { value: number.value, style: { ...style, format: number.format } }
    : { value: text, style: { ...style, wrap: true } };
  return {
    cell: link ? { ...cell, link } : cell,
    figure: number ? figure! : null,
    isText: !number && figure?.value != null,
  };
}

const textHeight = ({ value }: Cell, width: number): number =>
  typeof value === "string" ? heightOf(value, width) : 0;

function unitLine(columns: Column[]): string {
  const money = [...new Set(columns.map(({ unit }) => unit).filter((unit) => unit.endsWith("元")))];
  return money.length === 1 ? `金额单位：${money[0]}` : "单位见表头";
}

const widthsOf = ({ columns, rows }: Table): number[] =>
  columns.map(({ title, unit }, i) => {
    const texts = rows.map((row) => textOf(row.cells[i] ?? []) + (row.kind === "part" ? "　" : ""));
    return fitted([title, unit === "" ? "" : `（${unit}）`, ...texts], i === 0 ? 14 : 11, 44);
  });
