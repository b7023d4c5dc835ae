import { figureTitle } from "../titles.ts";
import type { Cell, Line } from "./xlsx-book.ts";

/** Where the sources of a figure stand in the workbook; undefined where it has none. */
export type Places = (figure: string) => Cell["link"] | undefined;

/** The sheet of sources. */
export const SOURCES = "来源";

/** Width of a text in half characters, the unit of column widths; the longest of its lines. */
export function widthOf(text: string): number {
  const lines = text
    .split("\n")
    .map((line) =>
      [...line].reduce((sum, character) => sum + (character.codePointAt(0)! < 0x2e80 ? 1.1 : 2), 0),
    );
  return Math.max(...lines);
}

/** A column's width for these texts, within bounds. */
export const fitted = (texts: string[], least: number, most: number): number =>
  Math.ceil(
    Math.min(
      most,
      [...new Set(texts)].reduce((wide, text) => Math.max(wide, widthOf(text)), least - 2) + 2,
    ),
  );

/** Height, in points, of a text laid over a width. */
export function heightOf(text: string, width: number, line = 15): number {
  const lines = text
    .split("\n")
    .reduce((sum, each) => sum + Math.max(1, Math.ceil(widthOf(each) / (width * 0.94))), 0);
  return lines * line + 5;
}

const total = (widths: number[]): number => widths.reduce((sum, width) => sum + width, 0);

/** A title over the whole width, and a grey line under it. */
export function caption(title: string, under: string, widths: number[]): Line[] {
  const width = total(widths);
  return [
    {
      spans: true,
      height: heightOf(title, width / 1.4, 22),
      cells: [{ value: title, style: { face: "title", align: "left", wrap: true } }],
    },
    {
      spans: true,
      height: heightOf(under, width),
      cells: [{ value: under, style: { align: "left", colour: "muted", wrap: true } }],
    },
  ];
}

export function headLine(titles: string[]): Line {
  const most = Math.max(...titles.map((title) => title.split("\n").length));
  return {
    ruled: true,
    height: 16 * most + 8,
    cells: titles.map((value) => ({
      value,
      style: { face: "head", align: "center", fill: true, wrap: true },
    })),
  };
}

/** A note under a table, over its whole width. */
export const remark = (text: string, widths: number[]): Line => ({
  spans: true,
  height: heightOf(text, total(widths)),
  cells: [{ value: text, style: { align: "left", colour: "muted", wrap: true } }],
});

/** What is said of a figure before a click leads to its sources. */
export const tipOf = (figure: string): string => `${figureTitle(figure)}　${figure}`;
