/** A piece of a page that is not divided. Lengths are points. */
export interface Box {
  height: number;
  /** Begins on the grid of 22 lines. */
  onGrid?: boolean;
  /** Never the last of its page. */
  keepNext?: boolean;
  /** Empty space: left out at the head of a page, and where `optional` also when room is short. */
  space?: "fixed" | "optional";
  /** Put above it when it begins a page: the header of its table. */
  header?: Box;
  /** Draws it with its top at y. */
  draw: (y: number) => void;
}

/** A box and where its top is, from the top of the type area. */
export interface Placed {
  box: Box;
  y: number;
}

/** Puts boxes on pages of a height, in order, with lines of body text on a grid of a pitch. */
export function paginate(boxes: Box[], height: number, pitch: number): Placed[][] {
  const pages: Placed[][] = [[]];
  let y = 0;

  const lay = (chunk: Box[], from: number): { placed: Placed[]; end: number } => {
    const placed: Placed[] = [];
    let at = from;
    for (const box of chunk) {
      if (at === 0 && box.space) continue;
      if (at === 0 && box.header) {
        placed.push({ box: box.header, y: at });
        at += box.header.height;
      }
      if (box.onGrid) at = Math.max(Math.ceil(at / pitch - 0.01), 0) * pitch;
      placed.push({ box, y: at });
      at += box.height;
    }
    return { placed, end: at };
  };

  for (let i = 0; i < boxes.length; ) {
    let next = i + 1;
    while (next < boxes.length && (boxes[next - 1]!.keepNext || boxes[next - 1]!.space)) next++;
    let chunk = boxes.slice(i, next);
    let laid = lay(chunk, y);
    while (!fits(laid.end, height) && chunk.some((box) => box.space === "optional")) {
      chunk = chunk.toSpliced(
        chunk.findLastIndex((box) => box.space === "optional"),
        1,
      );
      laid = lay(chunk, y);
    }
    if (!fits(laid.end, height) && y > 0) {
      pages.push([]);
      y = 0;
      laid = lay(boxes.slice(i, next), 0);
    }
    pages.at(-1)!.push(...laid.placed);
    y = laid.end;
    i = next;
  }
  return pages;
}

const fits = (end: number, height: number): boolean => end <= height + 0.01;
