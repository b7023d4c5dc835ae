import { type Row, type Table, textOf } from "../document.ts";
import { OFFICIAL } from "./official-layout.ts";
import { titleLines } from "./title-lines.ts";

/** More columns than these, and headers give up brackets and width. */
const WIDE = 9;
/** The most characters a line of a header asks for. */
const HEADER = { usual: 5, wide: 3 };
/** The least a column of words is left, in characters. */
const WORDS = 8;

/** In ems, for renderers that count in whole units. */
const ROUNDING = 0.1;

export interface TableColumn {
  /** Points; the padding on either side lies within it. */
  width: number;
  /** Points numbers keep from the right edge, so that they stand below their header. */
  inset: number;
  /** Lines of the header: its title and its unit. */
  header: string[];
}

/**
 * Columns over the full type area and the size of their type. Numbers are never broken over two
 * lines; columns of words take what they leave. `ems` measures a text.
 */
export function tableColumns(
  { columns, rows }: Table,
  ems: (text: string) => number,
): { size: number; columns: TableColumn[] } {
  const { padding, manyColumns, narrow, size: usual } = OFFICIAL.table;
  const isWide = columns.length > WIDE;
  const measured = columns.map(({ title, unit, align }, i) => {
    const printed = unit === "" || isWide ? unit : `（${unit}）`;
    const lines = titleLines(title, isWide ? HEADER.wide : HEADER.usual);
    const header = Math.max(ems(printed), ...lines.map(ems));
    const widest = Math.max(
      0,
      ...rows.map((row) => ems(textOf(row.cells[i] ?? [])) + indent(row, i)),
    );
    const most = Math.max(widest, header) + ROUNDING;
    const isWords = i === 0 || align === "left";
    return {
      printed,
      widest,
      most,
      least: isWords ? Math.min(most, Math.max(WORDS, header)) : most,
    };
  });
  const total = (of: "least" | "most") => measured.reduce((sum, column) => sum + column[of], 0);
  const area = OFFICIAL.area.width - 2 * padding * columns.length;
  const fitting = Math.floor((2 * area) / total("least")) / 2;
  const size = Math.min(columns.length > manyColumns ? narrow : usual, fitting);

  const spare = Math.max(area / size - total("most"), 0) / columns.length;
  const wanted = total("most") - total("least");
  const granted = wanted === 0 ? 0 : Math.min((area / size - total("least")) / wanted, 1);
  return {
    size,
    columns: measured.map(({ printed, widest, most, least }, i) => {
      const inner = least + (most - least) * granted + spare;
      const { title, align } = columns[i]!;
      const lines = titleLines(title, inner);
      return {
        width: inner * size + 2 * padding,
        inset: align === "right" ? Math.max(((inner - widest) * size) / 2, 0) : 0,
        header: printed === "" ? lines : [...lines, printed],
      };
    }),
  };
}

/** 其中 rows stand one character in. */
const indent = ({ kind }: Row, column: number): number => (kind === "part" && column === 0 ? 1 : 0);
