import type { Run } from "../document.ts";
import { OFFICIAL } from "./official-layout.ts";
import type { Box } from "./pdf-flow.ts";
import { baseOf, linesOf } from "./pdf-lines.ts";
import type { Pen, Style } from "./pdf-pen.ts";
import { element, tagged } from "./pdf-tags.ts";

const { margin, area, body, pitch, characters, note } = OFFICIAL;

const BASE = baseOf(pitch, body);
/** Two characters of the grid. */
const INDENT = (2 * area.width) / characters;

/** Body text or a heading: on the grid of 22 lines, both edges even, the first line two characters in. */
export function bodyBoxes(runs: readonly Run[], pen: Pen, style: Style, tag = "P"): Box[] {
  const root = element(pen.doc, tag);
  return linesOf(runs, pen, style, area.width, INDENT).map((line, i) => ({
    height: pitch,
    onGrid: true,
    draw: (y) =>
      tagged(pen.doc, root, tag, () =>
        pen.line(line, margin.left + (i === 0 ? INDENT : 0), y + BASE, style),
      ),
  }));
}

/** A line about an x, of a title or a signature. */
export function centred(words: string, pen: Pen, style: Style, x: number, tag = "P"): Box {
  const left = x - pen.width(words, style) / 2;
  const root = element(pen.doc, tag);
  return {
    height: pitch,
    draw: (y) => tagged(pen.doc, root, tag, () => pen.text(words, left, y + BASE, style)),
  };
}

/** A note of 9 pt, hanging by two characters. */
export function noteBoxes(runs: readonly Run[], pen: Pen): Box[] {
  const style: Style = { role: "body", size: note.size };
  const root = element(pen.doc, "Note");
  const lines = linesOf(runs, pen, style, area.width - note.indent, -note.indent);
  return lines.map((line, i) => ({
    height: note.line,
    draw: (y) =>
      tagged(pen.doc, root, "Note", () =>
        pen.line(
          line,
          margin.left + (i === 0 ? 0 : note.indent),
          y + baseOf(note.line, note.size),
          style,
        ),
      ),
  }));
}
