import Big from "big.js";
import type { IssuedFigure, MovedFigure } from "./publication.ts";

/**
 * The figures of an issued version whose value is now another, in their order. `now` gives exact
 * decimal text, null or undefined where there is no value any more. Values that differ only in how
 * they are written (`1.0`, `1`) have not moved.
 */
export const movedFigures = (
  figures: readonly IssuedFigure[],
  now: (id: string) => string | null | undefined,
): Omit<MovedFigure, "cause">[] =>
  figures.flatMap(({ id, unit, value: was }) => {
    const is = now(id) ?? null;
    return isSame(was, is) ? [] : [{ id, unit, was, is }];
  });

const isSame = (a: string | null, b: string | null): boolean =>
  a === null || b === null ? a === b : new Big(a).eq(b);
