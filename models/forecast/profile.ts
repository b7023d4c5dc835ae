import type { Month } from "../period.ts";
import { seasonOf } from "./calendar.ts";
import { averageOf } from "./combination.ts";
import { dotm } from "./dotm.ts";
import type { Growth, LineSeries } from "./line-model.ts";
import { type FittedMethod, SEASON } from "./method.ts";
import { deviation, mean, median } from "./quantile.ts";
import { seasonalPart } from "./seasonal.ts";
import { theta } from "./theta.ts";

/** Growth of a line of which nothing is known: none, give or take this much a year. */
const UNKNOWN_GROWTH: Growth = { log: 0, deviation: 0.08 };
const LEAST_GROWTH_DEVIATION = 0.03;

/** Seasonal factors by calendar month (January first) of a positive series of two years or more; else null. */
export function profileOf(values: ArrayLike<number>, from: Month): Float64Array | null {
  if (values.length < 2 * SEASON) return null;
  for (let i = 0; i < values.length; i++) if (!(values[i]! > 0)) return null;
  const factors = seasonalPart(values, "multiplicative");
  const first = seasonOf(from);
  return Float64Array.from({ length: SEASON }, (_, s) => factors[(s - first + SEASON) % SEASON]!);
}

/** Median over siblings of each calendar month's factor, with mean 1 again. */
export function pooledProfile(profiles: Float64Array[]): Float64Array | null {
  if (profiles.length === 0) return null;
  const middle = Float64Array.from({ length: SEASON }, (_, s) =>
    median(profiles.map((profile) => profile[s]!)),
  );
  const level = mean(middle);
  return middle.map((factor) => factor / level);
}

/** Yearly log growths of totals of 12 months, the latest first; only between positive ones. */
export function yearlyGrowth(values: ArrayLike<number>): number[] {
  const totals: number[] = [];
  for (let end = values.length; end >= SEASON; end -= SEASON) {
    let sum = 0;
    for (let i = end - SEASON; i < end; i++) sum += values[i]!;
    totals.push(sum);
  }
  const growths: number[] = [];
  for (let k = 0; k + 1 < totals.length; k++)
    if (totals[k]! > 0 && totals[k + 1]! > 0) growths.push(Math.log(totals[k]! / totals[k + 1]!));
  return growths;
}

export const pooledGrowth = (growths: number[]): Growth | null =>
  growths.length === 0
    ? null
    : {
        log: median(growths),
        deviation: growths.length < 3 ? UNKNOWN_GROWTH.deviation : deviation(growths),
      };

/**
 * For 24 to 35 months: theta and DOTM on the series divided by a profile. Paths and points are multiplied by it
 * again.
 */
export function onProfile(series: LineSeries, profile: Float64Array): FittedMethod {
  const first = seasonOf(series.from);
  const adjusted = series.values.map((value, i) => value / profile[(first + i) % SEASON]!);
  const inner = averageOf("DOTM + Theta", [dotm(adjusted), theta(adjusted)]);
  const shaped = (values: Float64Array) =>
    values.map((v, i) => v * profile[(first + series.values.length + i) % SEASON]!);
  return {
    label: `${inner.label}，季节份额统一`,
    residuals: inner.residuals,
    mean: (horizon) => shaped(inner.mean(horizon)),
    path: (shocks) => shaped(inner.path(shocks)),
  };
}

/**
 * For fewer than 24 months: level of the last half year × profile × growth. Each path draws a growth of its own;
 * its first shock stands for it.
 */
export function levelOnProfile(
  series: LineSeries,
  profile: Float64Array | null,
  growth: Growth | null,
): FittedMethod {
  const n = series.values.length;
  const first = seasonOf(series.from);
  const shape = profile ?? ownShape(series);
  const adjusted = series.values.map((value, i) => value / shape[(first + i) % SEASON]!);
  const { log, deviation: spread } = growth ?? UNKNOWN_GROWTH;
  const yearly = Math.max(spread, LEAST_GROWTH_DEVIATION);
  const span = Math.min(n, 6);
  const level = median(adjusted.subarray(n - span)) * Math.exp((log / SEASON) * ((span - 1) / 2));
  const errors = adjusted.map((value, i) => value / level - Math.exp((log / SEASON) * (i - n + 1)));
  const sigma = Math.max(deviation(errors), 0.02);
  const at = (i: number, drift: number) =>
    level * Math.exp((drift * (i + 1)) / SEASON) * shape[(first + n + i) % SEASON]!;
  return {
    label: "季节份额×水平×增长",
    residuals: errors.map((error) => error / sigma),
    mean: (horizon) => Float64Array.from({ length: horizon }, (_, i) => at(i, log)),
    path: (shocks) =>
      shocks.map((shock, i) => at(i, log + yearly * shocks[0]!) * (1 + sigma * shock)),
  };
}

/** Half of what a lone year of months shows: the other half is taken for noise. */
function ownShape({ values, from }: LineSeries): Float64Array {
  const first = seasonOf(from);
  const year = values.subarray(values.length - SEASON);
  const level = mean(year);
  const shape = new Float64Array(SEASON).fill(1);
  if (level > 0)
    for (let i = 0; i < SEASON; i++) {
      const season = (first + values.length - SEASON + i) % SEASON;
      shape[season] = Math.max(1 + (year[i]! / level - 1) / 2, 0.2);
    }
  return shape;
}
