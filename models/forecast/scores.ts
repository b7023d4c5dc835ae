import type { Random } from "../random.ts";
import { SEASON } from "./method.ts";
import { mean, quantileOf } from "./quantile.ts";

type Numbers = ArrayLike<number>;

/**
 * What absolute errors are measured by: the mean absolute difference to the same month of the year before, over the
 * history (Hyndman and Koehler 2006). Undefined below 13 months and where it is 0.
 */
export function seasonalScale(history: Numbers): number | undefined {
  let sum = 0;
  for (let t = SEASON; t < history.length; t++) sum += Math.abs(history[t]! - history[t - SEASON]!);
  const scale = sum / (history.length - SEASON);
  return history.length > SEASON && scale > 0 ? scale : undefined;
}

/** Mean absolute scaled error; undefined where the scale is. */
export const mase = (
  actual: Numbers,
  forecast: Numbers,
  scale: number | undefined,
): number | undefined =>
  scale === undefined
    ? undefined
    : meanOf(actual, (value, h) => Math.abs(value - forecast[h]!)) / scale;

/** Symmetric mean absolute percentage error, 0 to 200; a month that is 0 in both counts as 0. */
export const smape = (actual: Numbers, forecast: Numbers): number =>
  meanOf(actual, (value, h) => {
    const error = Math.abs(value - forecast[h]!);
    return error > 0 ? (200 * error) / (Math.abs(value) + Math.abs(forecast[h]!)) : 0;
  });

/** Weighted absolute percentage error: the sum of absolute errors as a share of what was; undefined where that is 0. */
export function wape(actual: Numbers, forecast: Numbers): number | undefined {
  const total = meanOf(actual, Math.abs);
  return total > 0
    ? meanOf(actual, (value, i) => Math.abs(value - forecast[i]!)) / total
    : undefined;
}

/** Share of values within their interval, ends included. */
export const coverage = (actual: Numbers, lower: Numbers, upper: Numbers): number =>
  meanOf(actual, (value, i) => (value >= lower[i]! && value <= upper[i]! ? 1 : 0));

/**
 * Mean interval score (Gneiting and Raftery 2007) of intervals meant to hold `level` of the values (0.8): their width
 * and, for a value outside, 2 / (1 − level) times how far. In the unit of the values; less is better.
 */
export const intervalScore = (
  actual: Numbers,
  lower: Numbers,
  upper: Numbers,
  level: number,
): number =>
  meanOf(actual, (value, i) => {
    const outside = Math.max(lower[i]! - value, value - upper[i]!, 0);
    return upper[i]! - lower[i]! + (2 / (1 - level)) * outside;
  });

/** Brier score: mean squared difference between probabilities and what happened (1) or did not (0). */
export const brier = (probabilities: Numbers, happened: ArrayLike<boolean>): number =>
  meanOf(probabilities, (p, i) => (p - (happened[i] ? 1 : 0)) ** 2);

function meanOf(values: Numbers, of: (value: number, i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += of(values[i]!, i);
  return sum / values.length;
}

/**
 * Band that holds the mean of a score with probability `level`, by moving blocks of neighbouring origins (Künsch
 * 1989): forecasts of neighbouring origins overlap and err together, so that they are not drawn one by one.
 */
export function blockBand(
  scores: Numbers,
  block: number,
  random: Random,
  level = 0.9,
  replicates = 1000,
): [lower: number, upper: number] {
  const n = scores.length;
  const length = Math.max(1, Math.min(block, n));
  const means = new Float64Array(replicates);
  const drawn = new Float64Array(n);
  for (let r = 0; r < replicates; r++) {
    for (let i = 0; i < n; ) {
      const from = Math.floor(random() * (n - length + 1));
      for (let k = 0; k < length && i < n; k++) drawn[i++] = scores[from + k]!;
    }
    means[r] = mean(drawn);
  }
  means.sort();
  return [quantileOf(means, (1 - level) / 2), quantileOf(means, (1 + level) / 2)];
}
