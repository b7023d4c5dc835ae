import {
  AlignmentType,
  BorderStyle,
  Table as DocxTable,
  LineRuleType,
  Paragraph,
  type ParagraphChild,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign as VerticalAlignTable,
  WidthType,
} from "docx";
import { type Column, type Row, type Run, type Table, textOf } from "../document.ts";
import { inline } from "./docx-figure.ts";
import { FACE, SIZE } from "./docx-fonts.ts";

/** Width of the type area, 156 mm in twips. */
export const TYPE_AREA = 8844;

const line = (size: number) => ({ style: BorderStyle.SINGLE, size, color: "000000" });
const none = { style: BorderStyle.NONE, size: 0, color: "auto" };

/** A table over the full type area whose header repeats on every page. */
export function table(block: Table, nextId: () => number): DocxTable {
  const size = block.columns.length > 7 ? SIZE.small : SIZE.table;
  const widths = columnWidths(block, size);
  const header = new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: block.columns.map((column, i) => headerCell(column, widths[i]!, size, isWide(block))),
  });
  const rows = block.rows.map(
    (row) =>
      new TableRow({
        cantSplit: true,
        children: row.cells.map((cell, i) =>
          bodyCell(cell, block.columns[i]!, row, i, widths[i]!, size, nextId),
        ),
      }),
  );
  return new DocxTable({
    width: { size: TYPE_AREA, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    alignment: AlignmentType.CENTER,
    borders: {
      top: line(12),
      bottom: line(12),
      left: none,
      right: none,
      insideHorizontal: line(4),
      insideVertical: line(4),
    },
    rows: [header, ...rows],
  });
}

/** Numbers are never broken over two lines; the first column takes what they leave. */
function columnWidths({ columns, rows }: Table, size: number): number[] {
  const twips = (halves: number) => Math.ceil(halves * size * 5.4) + MARGINS.left + MARGINS.right;
  const needed = columns.slice(1).map((column, i) => {
    const texts = rows.map((row) => measure(textOf(row.cells[i + 1] ?? [])));
    return twips(
      Math.max(
        Math.min(measure(column.title), isWide({ columns }) ? 6 : 10),
        measure(column.unit) + (isWide({ columns }) ? 1 : 5),
        ...texts,
      ),
    );
  });
  const first = Math.max(
    measure(columns[0]!.title),
    ...rows.map((row) => measure(textOf(row.cells[0] ?? [])) + (row.kind === "part" ? 2 : 0)),
  );
  const numbers = needed.reduce((sum, width) => sum + width, 0);
  const least = Math.min(twips(first), twips(16));
  const spare = TYPE_AREA - numbers - Math.min(twips(first), Math.max(TYPE_AREA - numbers, least));
  const grow = (numbers + spare) / numbers;
  const widths = needed.map((width) => Math.floor(width * grow));
  return [TYPE_AREA - widths.reduce((sum, width) => sum + width, 0), ...widths];
}

/** So many columns that headers give up their brackets. */
const isWide = ({ columns }: Pick<Table, "columns">): boolean => columns.length > 9;

const measure = (text: string): number =>
  [...text].reduce((sum, character) => sum + (character.charCodeAt(0) < 0x2e80 ? 1 : 2), 0);

const MARGINS = { top: 40, bottom: 40, left: 40, right: 40 };

function headerCell(column: Column, width: number, size: number, narrow: boolean): TableCell {
  const style = { font: FACE.level1, size };
  const unit = narrow ? column.unit : `（${column.unit}）`;
  const lines = [column.title, ...(column.unit === "" ? [] : [unit])];
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlignTable.CENTER,
    margins: MARGINS,
    borders: { bottom: line(8) },
    children: lines.map((text) =>
      cellParagraph([new TextRun({ ...style, text })], AlignmentType.CENTER, true),
    ),
  });
}

const ALIGN = {
  left: AlignmentType.LEFT,
  right: AlignmentType.RIGHT,
  center: AlignmentType.CENTER,
} as const;

function bodyCell(
  runs: Run[],
  column: Column,
  row: Row,
  index: number,
  width: number,
  size: number,
  nextId: () => number,
): TableCell {
  const style = { font: row.kind === "total" ? FACE.level1 : FACE.body, size };
  const indent = row.kind === "part" && index === 0 ? "　" : "";
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlignTable.CENTER,
    margins: MARGINS,
    ...(row.kind === "total" ? { borders: { top: line(8) } } : {}),
    children: [
      cellParagraph(
        inline(indent === "" ? runs : [indent, ...runs], style, nextId),
        ALIGN[column.align],
        false,
      ),
    ],
  });
}

type Alignment = (typeof AlignmentType)[keyof typeof AlignmentType];

function cellParagraph(
  children: ParagraphChild[],
  alignment: Alignment,
  keepNext: boolean,
): Paragraph {
  return new Paragraph({
    alignment,
    keepNext,
    spacing: { line: 260, lineRule: LineRuleType.AT_LEAST },
    children,
  });
}
