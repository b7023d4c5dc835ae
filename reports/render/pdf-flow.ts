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

/**
 * Puts boxes on pages of a height, in order, with lines of body text on a grid of a pitch. Boxes that are
 * kept together go to the next page where room is short; what is higher than a page is divided after all.
 */
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

  /** Without the last optional spaces, as many of them as there is no room for. */
  const layTight = (chunk: Box[]) => {
    let kept = chunk;
    let laid = lay(kept, y);
    for (;;) {
      const spare = kept.findLastIndex(({ space }) => space === "optional");
      if (fits(laid.end, height) || spare === -1) return laid;
      kept = kept.toSpliced(spare, 1);
      laid = lay(kept, y);
    }
  };

  for (let i = 0; i < boxes.length; ) {
    let next = i + 1;
    while (next < boxes.length && (boxes[next - 1]!.keepNext || boxes[next - 1]!.space)) next++;
    const chunk = boxes.slice(i, next);
    let laid = layTight(chunk);
    if (!fits(laid.end, height) && y > 0) {
      if (chunk.every(({ space }) => space)) break;
      pages.push([]);
      y = 0;
      continue;
    }
    while (!fits(laid.end, height) && chunk.length > 1) {
      chunk.pop();
      laid = lay(chunk, y);
    }
    pages.at(-1)!.push(...laid.placed);
    y = laid.end;
    i += chunk.length;
  }
  return pages;
}

const fits = (end: number, height: number): boolean => end <= height + 0.01;
