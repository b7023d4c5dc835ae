/** A character of Chinese, or a number or word that stays whole. Widths are points. */
export interface Cell {
  text: string;
  width: number;
  /** No line ends after it. */
  bound: boolean;
}

/** Cells of one line and the space after each but the last; negative where they are drawn closer. */
export interface Line {
  cells: Cell[];
  gap: number;
}

const NO_START = /^[ 、。，．；：！？）〕】》〉」』”’…—％%‰℃·,.;:!?)\]}]/u;
const NO_END = /[（〔【《〈「『“‘([{]$/u;
/** Counted in one line with the number before them. */
const UNIT = /^[年月日个百千万亿元角分人次倍天家例件名项户]/u;
const CLOSING = /[、。，．；：！？）〕】》〉」』”’]$/u;
const PIECES = /[\u0021-\u024f−×÷]{1,24}|./gsu;

/** The cells of a text. `whole` texts, which are figures, are never broken inside. */
export function cellsOf(
  texts: readonly { text: string; whole: boolean }[],
  width: (text: string) => number,
): Cell[] {
  const cells: Cell[] = [];
  for (const { text, whole } of texts) {
    const pieces = text.match(PIECES) ?? [];
    pieces.forEach((piece, i) => {
      cells.push({ text: piece, width: width(piece), bound: whole && i < pieces.length - 1 });
    });
  }
  cells.forEach((cell, i) => {
    const next = cells[i + 1]?.text ?? "";
    const counted = /[\d.]$/.test(cell.text) && UNIT.test(next);
    cell.bound ||= NO_END.test(cell.text) || NO_START.test(next) || counted;
  });
  return cells;
}

/** 28 characters of 三号 are 448 pt, 156 mm are 442.2: each cell stands this much closer, in ems. */
const GRID = -0.0133;
/** The closest cells are drawn, in ems: punctuation that may not begin a line is taken back. */
const CLOSEST = -0.034;
/** Closing punctuation fills half its cell: at the end of a line the other half may hang out. */
const HANGING = 0.5;

/** A last line shorter than so many ems costs as much as a line a character short. */
const SHORT_END = { ems: 2.5, cost: 0.2 };

/**
 * Breaks cells into lines that reach both edges, the spaces of all lines as even as can be; the last
 * line keeps to the grid. `first` is the indent of the first line. (The least sum of cubes over all
 * ways to break, as Knuth and Plass have it in "Breaking Paragraphs into Lines", 1981.)
 */
export function breakLines(cells: Cell[], width: number, size: number, first = 0): Line[] {
  const best: { cost: number; from: number }[] = [{ cost: 0, from: -1 }];
  for (let end = 1; end <= cells.length; end++) {
    const isLast = end === cells.length;
    const last = cells[end - 1]!;
    const strained = last.bound && !isLast ? 1e6 : 0;
    let choice = { cost: Number.POSITIVE_INFINITY, from: end - 1 };
    let natural = -blankOf(last);
    for (let start = end - 1; start >= 0; start--) {
      natural += cells[start]!.width;
      const gap = gapOf(natural, width - (start === 0 ? first : 0), end - start, last, size);
      if (gap < CLOSEST * size && start < end - 1) break;
      const short = natural < SHORT_END.ems * size ? SHORT_END.cost : 0;
      const uneven = isLast ? short : Math.abs(10 * (gap / size - GRID)) ** 3;
      const cost = best[start]!.cost + strained + uneven;
      if (cost <= choice.cost) choice = { cost, from: start };
    }
    best[end] = choice;
  }
  const lines: Line[] = [];
  for (let end = cells.length; end > 0; end = best[end]!.from) {
    const start = best[end]!.from;
    const part = cells.slice(start, blankOf(cells[end - 1]!) > 0 ? end - 1 : end);
    const natural = part.reduce((sum, cell) => sum + cell.width, 0);
    const room = width - (start === 0 ? first : 0);
    const gap = gapOf(natural, room, part.length, cells[end - 1]!, size);
    lines.unshift({ cells: part, gap: end === cells.length ? Math.min(gap, GRID * size) : gap });
  }
  return lines;
}

/** A blank at the end of a line takes no room. */
const blankOf = (cell: Cell): number => (cell.text === " " ? cell.width : 0);

export const lineWidth = ({ cells, gap }: Line): number =>
  cells.reduce((sum, cell) => sum + cell.width, (cells.length - 1) * gap);

/** The space after each of so many cells that makes them reach the edge. */
function gapOf(natural: number, room: number, cells: number, last: Cell, size: number): number {
  const gaps = Math.max(cells - 1, 1);
  const flush = (room - natural) / gaps;
  const mayHang = CLOSING.test(last.text) && last.width > size * 0.9;
  if (flush >= CLOSEST * size || !mayHang) return flush;
  return Math.min((room - natural + HANGING * size) / gaps, GRID * size);
}
