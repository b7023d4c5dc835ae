import type { Month } from "../period.ts";
import { seasonOf } from "./calendar.ts";
import { SEASON } from "./method.ts";
import { mean } from "./quantile.ts";

const QUIET = 0.1;
const QUIET_SHARE_OF_YEAR = 0.02;
const LOOKBACK = 48;

/**
 * Whether a line comes in a few months of the year: a quarter of its months are next to nothing, or four months
 * hold 60 % of a year. Judged by the last four years. Needs a year.
 */
export function isLumpy(values: ArrayLike<number>): boolean {
  const n = values.length;
  const span = Math.min(n - (n % SEASON), LOOKBACK);
  if (span < SEASON) return false;
  const recent = Array.from({ length: span }, (_, i) => Math.abs(values[n - span + i]!));
  const level = mean(recent);
  if (!(level > 0)) return false;
  if (recent.filter((v) => v < QUIET * level).length >= span / 4) return true;
  const shares: number[] = [];
  for (let i = 0; i < span; i += SEASON) {
    const year = recent.slice(i, i + SEASON).sort((a, b) => b - a);
    const total = year.reduce((a, b) => a + b, 0);
    if (total > 0) shares.push(year.slice(0, 4).reduce((a, b) => a + b, 0) / total);
  }
  return mean(shares) >= 0.6;
}

/** A lumpy line cut into years of its own. */
export interface CollectionYears {
  /** Calendar month a year begins with, 0 for January. */
  start: number;
  /** Whole years, the oldest first: their totals, and the share of each month. */
  totals: number[];
  shares: Float64Array[];
  /** Position in the series where each whole year ends. */
  ends: number[];
  /** Months of the year under way, those that were. */
  current: Float64Array;
}

/**
 * Years begin with the first busy month after the longest quiet stretch, or in January where that lies within the
 * stretch or no stretch exists. Where no whole year of that kind is known, the last 12 months are one.
 */
export function collectionYears(values: Float64Array, from: Month): CollectionYears {
  const n = values.length;
  const first = seasonOf(from);
  const start = startOf(values, first);
  const lead = (start - first + SEASON) % SEASON;
  const years = cut(values, lead, start);
  if (years.totals.length > 0 || n < SEASON) return years;
  return cut(values, n % SEASON, (first + n) % SEASON);
}

function cut(values: Float64Array, lead: number, start: number): CollectionYears {
  const years: CollectionYears = {
    start,
    totals: [],
    shares: [],
    ends: [],
    current: new Float64Array(0),
  };
  let at = lead;
  for (; at + SEASON <= values.length; at += SEASON) {
    const months = values.subarray(at, at + SEASON);
    const total = months.reduce((a, b) => a + b, 0);
    if (!(total > 0)) continue;
    years.totals.push(total);
    years.shares.push(months.map((v) => v / total));
    years.ends.push(at + SEASON);
  }
  years.current = values.slice(Math.min(at, values.length));
  return years;
}

function startOf(values: Float64Array, first: number): number {
  const sums = new Float64Array(SEASON);
  for (let i = Math.max(values.length - LOOKBACK, 0); i < values.length; i++)
    sums[(first + i) % SEASON]! += Math.abs(values[i]!);
  const total = sums.reduce((a, b) => a + b, 0);
  const isQuiet = (s: number) => sums[s % SEASON]! < QUIET_SHARE_OF_YEAR * total;
  let longest = 0;
  let start = 0;
  for (let s = 0; s < SEASON; s++) {
    if (!isQuiet(s) || isQuiet(s + SEASON - 1)) continue;
    let length = 1;
    while (length < SEASON && isQuiet(s + length)) length++;
    const hasJanuary = s === 0 || s + length > SEASON;
    if (length > longest || (length === longest && hasJanuary)) {
      longest = length;
      start = hasJanuary ? 0 : (s + length) % SEASON;
    }
  }
  return start;
}
