import type { Run } from "../document.ts";
import { breakLines, cellsOf, type Line } from "./pdf-breaks.ts";
import type { Pen, Style } from "./pdf-pen.ts";

/** From the top of a line to its base line: the em box stands in the middle of its height. */
export const baseOf = (line: number, size: number): number => (line - size) / 2 + size * 0.88;

/** Lines that reach both edges, all but the last. Figures are never broken. */
export function linesOf(
  runs: readonly Run[],
  pen: Pen,
  style: Style,
  width: number,
  first = 0,
): Line[] {
  const texts = runs.map((run) =>
    typeof run === "string" ? { text: run, whole: false } : { text: run.text, whole: true },
  );
  const cells = cellsOf(texts, (text) => pen.width(text, style));
  return breakLines(cells, width, style.size, first);
}

/** Lines of natural width, for cells of tables; figures are never broken. */
export function raggedLines(runs: readonly Run[], pen: Pen, style: Style, width: number): Line[] {
  return linesOf(runs, pen, style, width).map((line) => ({ ...line, gap: Math.min(line.gap, 0) }));
}
