import { addMonths, type Month, monthOf } from "../period.ts";
import { dayNumber, springFestival } from "../spring-festival.ts";
import { SEASON } from "./method.ts";

/** Months from one to another; negative if the second is earlier. */
export function monthsBetween(first: Month, second: Month): number {
  const no = (month: Month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
  return no(second) - no(first);
}

/** Calendar month, 0 for January. */
export const seasonOf = (month: Month): number => Number(month.slice(5)) - 1;

const FIRST_DAY = -3;
const LAST_DAY = 12;
const WINDOW = LAST_DAY - FIRST_DAY + 1;

/** Share of the festival's window (3 days before to 12 after its first day) that falls into a month; 0 to 1. */
export function festivalShare(month: Month): number {
  const year = Number(month.slice(0, 4));
  const festival = springFestival(year);
  if (festival === null) return 0;
  const begin = dayNumber(`${month}-01`);
  const end = dayNumber(`${addMonths(month, 1)}-01`) - 1;
  const days = Math.min(end, festival + LAST_DAY) - Math.max(begin, festival + FIRST_DAY) + 1;
  return Math.max(0, days) / WINDOW;
}

let meanShares: Float64Array | undefined;

/** Mean share by calendar month over the table's years: what a seasonal pattern already holds. */
function meanShare(season: number): number {
  if (meanShares === undefined) {
    meanShares = new Float64Array(SEASON);
    for (let year = 2015; year <= 2030; year++)
      for (let s = 0; s < SEASON; s++) meanShares[s]! += festivalShare(monthOf(year, s + 1)) / 16;
  }
  return meanShares[season]!;
}

const movingShares = new Map<Month, number>();

/** The moving part of the festival in a month: its share less what that calendar month has on average. */
function movingShare(month: Month): number {
  let share = movingShares.get(month);
  if (share === undefined) {
    share = festivalShare(month) - meanShare(seasonOf(month));
    movingShares.set(month, share);
  }
  return share;
}

/** `movingShare` of consecutive months. */
export const festivalRegressors = (from: Month, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => movingShare(addMonths(from, i)));

const LEAST_ERROR = 1e-6;

export interface FestivalEffect {
  /** Log change of a month that has the whole window against one that has none of it. */
  beta: number;
  t: number;
  /** Pairs of months it was estimated from. */
  n: number;
}

/**
 * Effect of the moving festival by least squares on 12-month log differences (genhol's regressor as in RBA
 * RDP 2015-13). `usable` is false where a month is not to be used: broken, filled, not known.
 */
export function festivalEffect(
  values: ArrayLike<number>,
  regressors: ArrayLike<number>,
  usable: (i: number) => boolean,
): FestivalEffect {
  const x: number[] = [];
  const y: number[] = [];
  for (let i = SEASON; i < values.length; i++) {
    const now = values[i]!;
    const before = values[i - SEASON]!;
    if (!usable(i) || !usable(i - SEASON) || !(now > 0) || !(before > 0)) continue;
    x.push(regressors[i]! - regressors[i - SEASON]!);
    y.push(Math.log(now / before));
  }
  const n = x.length;
  const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / n;
  const xm = mean(x);
  const ym = mean(y);
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (let i = 0; i < n; i++) {
    xx += (x[i]! - xm) ** 2;
    xy += (x[i]! - xm) * (y[i]! - ym);
    yy += (y[i]! - ym) ** 2;
  }
  if (n < 3 || xx < 1e-9) return { beta: 0, t: 0, n };
  const beta = xy / xx;
  const error = Math.sqrt(Math.max(yy - beta * xy, 0) / (n - 2) / xx);
  return { beta, t: beta / Math.max(error, LEAST_ERROR), n };
}

/** Whether a series' own effect is trusted: |t| above 1.6 with four years of months. */
export const isTrusted = ({ t }: FestivalEffect, months: number): boolean =>
  Math.abs(t) > 1.6 && months >= 48;

/** Precision-weighted mean of several series' effects; no effect where its own |t| is not above 1.6. */
export function pooledEffect(effects: FestivalEffect[]): number {
  let weights = 0;
  let sum = 0;
  for (const { beta, t } of effects) {
    if (t === 0 || beta === 0) continue;
    const weight = (t / beta) ** 2;
    weights += weight;
    sum += weight * beta;
  }
  if (weights === 0) return 0;
  const beta = sum / weights;
  return Math.abs(beta) * Math.sqrt(weights) > 1.6 ? beta : 0;
}
