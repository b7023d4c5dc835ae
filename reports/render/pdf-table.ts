import type { Column, Row, Run, Table } from "../document.ts";
import { OFFICIAL } from "./official-layout.ts";
import { type Line, lineWidth } from "./pdf-breaks.ts";
import type { Box } from "./pdf-flow.ts";
import { baseOf, raggedLines } from "./pdf-lines.ts";
import type { Pen, Style } from "./pdf-pen.ts";
import { artifact, type Element, element, tagged } from "./pdf-tags.ts";
import { noteBoxes } from "./pdf-text.ts";
import { tableColumns } from "./table-columns.ts";

const { area, margin, pitch, tableTitle, table: type } = OFFICIAL;
/** Widths of lines, in points. */
const RULE = { outer: 1.5, total: 1, inner: 0.5, none: 0 };
/** Headings a page has room for above a table that stays on it. */
const HEADINGS = 2;
/** Below a table and above its notes, in points. */
const AFTER = { table: 6, grid: 2 };

interface Cell {
  lines: Line[];
  x: number;
  width: number;
  align: Column["align"];
  style: Style;
}

/** A table over the type area: on one page where it fits one, else its header on each. */
export function tableBoxes(table: Table, pen: Pen): Box[] {
  const root = element(pen.doc, "Table");
  const caption = captionBoxes(table.title, pen, root);
  const { header, rows } = gridBoxes(table, pen, root);
  const notes = table.notes.flatMap((runs, i) =>
    noteBoxes([i === 0 ? "注：" : "　　", ...runs], pen),
  );
  const space = (height: number): Box => ({ height, space: "fixed", draw: () => {} });
  const last = rows.length - 1;
  const heightOf = (boxes: Box[]) => boxes.reduce((sum, { height }) => sum + height, 0);
  const grid = heightOf([header, ...rows]);
  const whole = tableTitle.before + heightOf(caption) + grid + AFTER.grid + heightOf(notes);
  const isWhole = grid <= OFFICIAL.wholeTable && whole <= area.height - HEADINGS * pitch;
  const kept = rows.map((box, i) => ({
    ...box,
    header,
    keepNext: i === last ? notes.length > 0 : isWhole || i === 0 || i === last - 1,
  }));
  return [
    space(tableTitle.before),
    ...caption,
    { ...header, keepNext: true },
    ...kept,
    ...(notes.length > 0 ? [space(AFTER.grid)] : []),
    ...notes.map((box, i) => ({ ...box, keepNext: i < notes.length - 1 })),
    space(AFTER.table),
  ];
}

function captionBoxes(title: string, pen: Pen, table: Element): Box[] {
  const style: Style = { role: "hei", size: tableTitle.size };
  const root = element(pen.doc, "Caption", {}, table);
  return raggedLines([title], pen, style, area.width).map((line) => ({
    height: tableTitle.line,
    keepNext: true,
    draw: (y) =>
      tagged(pen.doc, root, "Caption", () => {
        const left = margin.left + (area.width - lineWidth(line)) / 2;
        pen.line(line, left, y + baseOf(tableTitle.line, style.size), style);
      }),
  }));
}

function gridBoxes(table: Table, pen: Pen, root: Element): { header: Box; rows: Box[] } {
  const { size, columns } = tableColumns(table, (text) =>
    pen.width(text, { role: "body", size: 1 }),
  );
  const lefts: number[] = [];
  columns.reduce((left, { width }) => {
    lefts.push(left);
    return left + width;
  }, margin.left as number);
  const cellOf = (runs: readonly Run[], i: number, style: Style, indent = 0, inset = 0) => {
    const width = columns[i]!.width - 2 * type.padding - indent - inset;
    const lines = raggedLines(runs, pen, style, width);
    return { lines, x: lefts[i]! + type.padding + indent, width, style };
  };

  const hei: Style = { role: "hei", size };
  const heads = columns.map(({ header }, i): Cell => {
    const lines = header.flatMap((text) => cellOf([text], i, hei).lines);
    return { ...cellOf([], i, hei), lines, align: "center" };
  });
  const cellsOf = (row: Row): Cell[] =>
    row.cells.map((runs, i) => {
      const { align } = table.columns[i]!;
      const style: Style = row.kind === "total" ? hei : { role: "body", size };
      const indent = row.kind === "part" && i === 0 ? size : 0;
      return { ...cellOf(runs, i, style, indent, columns[i]!.inset), align };
    });

  const rowOf = (cells: Cell[], tag: "TH" | "TD", top: number, bottom: number) =>
    rowBox(cells, tag, lefts.slice(1), { top, bottom }, pen, root);
  const header = rowOf(heads, "TH", RULE.outer, RULE.total);
  const rows = table.rows.map((row, i) => {
    const next = table.rows[i + 1];
    const bottom = next ? (next.kind === "total" ? RULE.total : RULE.inner) : RULE.outer;
    return rowOf(cellsOf(row), "TD", row.kind === "total" ? RULE.total : RULE.none, bottom);
  });
  return { header, rows };
}

/** A row and its lines. Drawn again, as a header on the next page, it is not read aloud again. */
function rowBox(
  cells: Cell[],
  tag: "TH" | "TD",
  between: number[],
  rules: { top: number; bottom: number },
  pen: Pen,
  table: Element,
): Box {
  const { doc } = pen;
  const height =
    Math.max(...cells.map(({ lines }) => lines.length), 1) * type.line + 2 * type.padding;
  let root: Element | undefined;
  return {
    height,
    draw: (y) => {
      artifact(doc, "Layout", () => {
        const right = margin.left + area.width;
        rule(doc, [margin.left, y, right, y], rules.top);
        rule(doc, [margin.left, y + height, right, y + height], rules.bottom);
        for (const x of between) rule(doc, [x, y, x, y + height], RULE.inner);
      });
      const row = root ?? element(doc, "TR", {}, table);
      for (const cell of cells) {
        const draw = () => drawCell(pen, cell, y, height);
        if (root) artifact(doc, "Pagination", draw);
        else tagged(doc, element(doc, tag, {}, row), tag, draw);
      }
      root = row;
    },
  };
}

function drawCell(pen: Pen, cell: Cell, y: number, height: number): void {
  const { lines, x, width, align, style } = cell;
  const top = y + (height - lines.length * type.line) / 2;
  lines.forEach((line, i) => {
    const room = width - lineWidth(line);
    const shift = { left: 0, center: room / 2, right: room }[align];
    pen.line(line, x + shift, top + i * type.line + baseOf(type.line, style.size), style);
  });
}

function rule(
  doc: PDFKit.PDFDocument,
  [x0, y0, x1, y1]: [number, number, number, number],
  width: number,
): void {
  if (width > 0) doc.lineWidth(width).strokeColor("#000000").moveTo(x0, y0).lineTo(x1, y1).stroke();
}
