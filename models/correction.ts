import Big from "big.js";
import type { IssuedFigure, IssuedVersion, MovedFigure } from "./publication.ts";

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
    return isSameValue(was, is) ? [] : [{ id, unit, was, is }];
  });

/** The figures a later version quotes and an earlier one did not. */
export function addedFigures(
  before: readonly Pick<IssuedFigure, "id">[],
  after: readonly Pick<IssuedFigure, "id" | "unit" | "value">[],
): Omit<MovedFigure, "cause">[] {
  const known = new Set(before.map(({ id }) => id));
  return after
    .filter(({ id, value }) => value !== null && !known.has(id))
    .map(({ id, unit, value }) => ({ id, unit, was: null, is: value }));
}

/** What became of each figure of a version in those that came since, the newest last. */
export function movedBetween(
  from: Pick<IssuedVersion, "figures">,
  since: readonly Pick<IssuedVersion, "figures" | "correction">[],
): MovedFigure[] {
  const told = since.flatMap(({ correction }) => correction?.moved ?? []);
  const quoted = since.at(-1)?.figures ?? [];
  const values = new Map([
    ...told.map(({ id, is }) => [id, is] as const),
    ...quoted.map(({ id, value }) => [id, value] as const),
  ]);
  const first = new Map(from.figures.map(({ id, value }) => [id, value]));
  // A figure that no later version quotes or corrects has kept its value.
  const now = (id: string) => (values.has(id) ? values.get(id) : first.get(id));
  const causeOf = (id: string): string =>
    [...new Set(told.filter((each) => each.id === id).map(({ cause }) => cause))].join("；");
  return [...movedFigures(from.figures, now), ...addedFigures(from.figures, quoted)].map(
    (moved) => ({ ...moved, cause: causeOf(moved.id) }),
  );
}

/** Whether two exact values are the same number, however written. */
export const isSameValue = (a: string | null, b: string | null): boolean =>
  a === null || b === null ? a === b : new Big(a).eq(b);
