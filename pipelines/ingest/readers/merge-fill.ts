import type { Merge } from "./marks.ts";

type Cells = (string | null)[];

interface Active {
  merge: Merge;
  text: string;
}

/**
 * Repeats the text of merged cells over their ranges as rows stream by, never past the columns and
 * rows that hold something of their own: titles are often merged over a whole row of the sheet.
 */
export class MergeFill {
  /** Merged ranges of several cells that hold a number, which filling counts more than once. */
  readonly numbers: Merge[] = [];
  private readonly waiting: Merge[];
  private active: Active[] = [];
  private width = 0;
  private readonly held: { index: number; cells: Cells; active: Active[] }[] = [];

  constructor(merges: readonly Merge[]) {
    this.waiting = [...merges].sort((a, b) => b.top - a.top);
  }

  /** Fills the row in place. True if it is held back, because it may reach past the width so far. */
  apply(index: number, cells: Cells): boolean {
    let own = cells.length;
    while (own > 0 && cells[own - 1] === null) own--;
    this.width = Math.max(this.width, own);
    this.open(index, cells);
    if (this.active.length === 0) return false;
    if (this.active.some(({ merge }) => merge.right >= this.width)) {
      this.held.push({ index, cells, active: [...this.active] });
      return true;
    }
    repeat(cells, this.active, this.width);
    return false;
  }

  /** The rows held back, filled now that the width is known. */
  *late(): Generator<{ index: number; cells: Cells }> {
    for (const { index, cells, active } of this.held) {
      repeat(cells, active, this.width);
      yield { index, cells };
    }
  }

  private open(index: number, cells: Cells): void {
    if (this.active.length > 0) {
      this.active = this.active.filter(({ merge }) => merge.bottom >= index);
    }
    for (let next = this.waiting.at(-1); next && next.top <= index; next = this.waiting.at(-1)) {
      this.waiting.pop();
      const text = next.top === index ? (cells[next.left] ?? null) : null;
      if (text === null) continue;
      this.active.push({ merge: next, text });
      if (!/^-?[\d.,]+%?$/.test(text)) continue;
      this.numbers.push(next);
    }
  }
}

function repeat(cells: Cells, active: readonly Active[], width: number): void {
  for (const { merge, text } of active) {
    const right = Math.min(merge.right, width - 1);
    while (cells.length <= right) cells.push(null);
    for (let column = merge.left; column <= right; column++) cells[column] ??= text;
  }
}
