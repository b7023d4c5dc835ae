import {
  AlignmentType,
  BorderStyle,
  Table as DocxTable,
  type IParagraphOptions,
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
import { type Row, type Run, type Table, textOf } from "../document.ts";
import { inline } from "./docx-figure.ts";
import { FACE } from "./docx-fonts.ts";
import { OFFICIAL, twips } from "./official-layout.ts";
import { type TableColumn, tableColumns } from "./table-columns.ts";

const { area, table: type } = OFFICIAL;

const line = (size: number) => ({ style: BorderStyle.SINGLE, size, color: "000000" });
const none = { style: BorderStyle.NONE, size: 0, color: "auto" };

/** A table over the full type area: on one page where it fits one, else its header on each. */
export function table(block: Table, nextId: () => number): DocxTable {
  const { size, columns } = tableColumns(block, ems);
  const widths = columns.slice(1).map(({ width }) => Math.floor(width * 20));
  widths.unshift(twips(area.width) - widths.reduce((sum, width) => sum + width, 0));
  const last = block.rows.length - 1;
  const isWhole = heightOf(block, size, columns) <= OFFICIAL.wholeTable;
  const header = new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: columns.map(({ header }, i) => headerCell(header, widths[i]!, 2 * size)),
  });
  const rows = block.rows.map(
    (row, r) =>
      new TableRow({
        cantSplit: true,
        children: row.cells.map((cell, i) =>
          bodyCell(inside(cell, row, i), row, widths[i]!, {
            size: 2 * size,
            align: block.columns[i]!.align,
            inset: columns[i]!.inset,
            keepNext: r === last ? block.notes.length > 0 : isWhole || r === 0 || r === last - 1,
            nextId,
          }),
        ),
      }),
  );
  return new DocxTable({
    width: { size: twips(area.width), type: WidthType.DXA },
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

/** Of its header and rows, in points. */
function heightOf({ rows }: Table, size: number, columns: readonly TableColumn[]): number {
  const linesOf = (runs: Run[], i: number) =>
    Math.ceil((ems(textOf(runs)) * size) / (columns[i]!.width - 2 * type.padding));
  const lines = [
    Math.max(...columns.map(({ header }) => header.length)),
    ...rows.map(({ cells }) => Math.max(1, ...cells.map(linesOf))),
  ];
  return lines.reduce((sum, count) => sum + count * type.line + 2 * type.padding, 0);
}

/** Chinese fills an em, Latin and digits a little over half. */
const ems = (text: string): number =>
  [...text].reduce((sum, character) => sum + (character.charCodeAt(0) < 0x2e80 ? 0.54 : 1), 0);

const inside = (runs: Run[], row: Row, column: number): Run[] =>
  row.kind === "part" && column === 0 ? ["　", ...runs] : runs;

const MARGINS = {
  top: twips(type.padding),
  bottom: twips(type.padding),
  left: twips(type.padding),
  right: twips(type.padding),
};

function headerCell(lines: string[], width: number, size: number): TableCell {
  const style = { font: FACE.level1, size };
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlignTable.CENTER,
    margins: MARGINS,
    borders: { bottom: line(8) },
    children: lines.map((text) =>
      cellParagraph([new TextRun({ ...style, text })], {
        alignment: AlignmentType.CENTER,
        keepNext: true,
      }),
    ),
  });
}

const ALIGN = {
  left: AlignmentType.LEFT,
  right: AlignmentType.RIGHT,
  center: AlignmentType.CENTER,
} as const;

interface CellStyle {
  size: number;
  align: keyof typeof ALIGN;
  inset: number;
  keepNext: boolean;
  nextId: () => number;
}

function bodyCell(runs: Run[], row: Row, width: number, style: CellStyle): TableCell {
  const { size, align, inset, keepNext, nextId } = style;
  const font = row.kind === "total" ? FACE.level1 : FACE.body;
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlignTable.CENTER,
    margins: MARGINS,
    ...(row.kind === "total" ? { borders: { top: line(8) } } : {}),
    children: [
      cellParagraph(inline(runs, { font, size }, nextId), {
        alignment: ALIGN[align],
        keepNext,
        indent: { right: twips(inset) },
      }),
    ],
  });
}

function cellParagraph(
  children: ParagraphChild[],
  style: Pick<IParagraphOptions, "alignment" | "keepNext" | "indent">,
): Paragraph {
  return new Paragraph({
    ...style,
    spacing: { line: twips(type.line), lineRule: LineRuleType.AT_LEAST },
    children,
  });
}
