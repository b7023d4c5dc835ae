import { speaksOf } from "../../models/closing.ts";
import { type Closing, type Standing, standingOf } from "../../models/publication-standing.ts";
import type { Home } from "../home.ts";
import { type Arrival, arrivals, type Batch, countsAt } from "../ingest/batches.ts";
import { readLog } from "./log.ts";

export const standingIn = (home: Home): Standing => standingOf(readLog(home));

export const closingOf = (
  { closings }: Standing,
  region: string,
  month: string,
): Closing | undefined => closings.find((c) => c.region === region && c.month === month);

/** The closed months a batch speaks of, as in 620700 2019年7月; the earliest first. */
export const closedFor = (
  home: Home,
  closings: readonly Closing[],
  batch: Pick<Batch, "periods" | "regions">,
): Closing[] =>
  closings
    .filter(({ region, month }) => speaksOf(batch, region, month, home.config.regions))
    .sort((a, b) => a.month.localeCompare(b.month));

/** Every batch with its arrival that speaks of a region up to a month. */
export const batchesOn = (
  home: Home,
  region: string,
  month: string,
): { arrival: Arrival; batch: Batch }[] =>
  arrivals(home).flatMap((arrival) =>
    arrival.batches
      .filter((batch) => speaksOf(batch, region, month, home.config.regions))
      .map((batch) => ({ arrival, batch })),
  );

/**
 * The batches a closed month rests on: those that were frozen, and those that speak of it and count
 * since, which only a restatement can have let in.
 */
export const basisOf = (home: Home, closing: Closing): string[] => [
  ...new Set([
    ...closing.batches,
    ...batchesOn(home, closing.region, closing.month)
      .filter(({ batch }) => countsAt(batch))
      .map(({ batch }) => batch.batch),
  ]),
];
