import type { FittedMethod, Method } from "./method.ts";
import { leastBetween } from "./minimize.ts";
import { standardized } from "./residuals.ts";
import { shrunkSeason, withoutSeason, withSeason } from "./seasonal.ts";

const LEAST_ALPHA = 0.1;
const MOST_ALPHA = 0.99;
/** 1 − 1/θ stays below this. */
const MOST_WEIGHT = 1;

/**
 * Dynamic optimised theta model (Fiorucci, Pellegrini, Louzada, Petropoulos and Koehler 2016): the line of the
 * theta method is fitted anew each month, and θ is estimated. Errors are linear in the first level and in
 * 1 − 1/θ, so only α is searched for. Values are taken relative to the first, which leaves the model as it is but
 * for the first error. Needs 4 months.
 */
export const dotm: Method = (values): FittedMethod => {
  const n = values.length;
  if (n < 4) throw new RangeError(`DOTM needs 4 months, got ${n}`);
  const season = shrunkSeason(values);
  const series = withoutSeason(values, season);
  const origin = series[0]!;
  for (let t = 0; t < n; t++) series[t]! -= origin;
  const { means, slopes } = linesOf(series);
  let offset = 0;
  let weight = 0;
  const squares = (alpha: number): number => {
    const keep = 1 - alpha;
    let level = 0;
    let decay = 1;
    let [ee, ed, el, dd, dl, ll] = [0, 0, 0, 0, 0, 0];
    for (let t = 0; t < n; t++) {
      const line = lineAhead(t, alpha, decay, means[t]!, slopes[t]!);
      const error = series[t]! - level;
      ee += error * error;
      ed += error * decay;
      el += error * line;
      dd += decay * decay;
      dl += decay * line;
      ll += line * line;
      level += alpha * error;
      decay *= keep;
    }
    const determinant = dd * ll - dl * dl;
    weight = determinant > 1e-12 * dd * ll ? (el * dd - ed * dl) / determinant : 0;
    weight = Math.min(Math.max(weight, 0), MOST_WEIGHT);
    offset = (ed - weight * dl) / dd;
    return (
      ee -
      2 * (offset * ed + weight * el) +
      offset * offset * dd +
      2 * offset * weight * dl +
      weight * weight * ll
    );
  };
  const alpha = leastBetween(squares, LEAST_ALPHA, MOST_ALPHA, 13, 1e-4);
  squares(alpha);
  const errors = new Float64Array(n);
  let level = offset;
  for (let t = 0; t < n; t++) {
    const line = lineAhead(t, alpha, (1 - alpha) ** t, means[t]!, slopes[t]!);
    errors[t] = series[t]! - level - weight * line;
    level += alpha * (series[t]! - level);
  }
  const { residuals, sigma } = standardized(errors, 4 + season.parameters);
  const path = (shocks: Float64Array, values = new Float64Array(shocks.length)) => {
    let at = level;
    let mean = means[n]!;
    let slope = slopes[n]!;
    let decay = (1 - alpha) ** n;
    for (let i = 0; i < values.length; i++) {
      const t = n + i;
      const value = at + weight * lineAhead(t, alpha, decay, mean, slope) + sigma * shocks[i]!;
      values[i] = value + origin;
      at += alpha * (value - at);
      slope = slopeAfter(t, slope, mean, value);
      mean += (value - mean) / (t + 1);
      decay *= 1 - alpha;
    }
    return withSeason(values, season, n);
  };
  return {
    label: "DOTM",
    residuals,
    mean: (horizon) => path(new Float64Array(horizon)),
    path,
  };
};

/** Mean of the first t values and slope of the straight line through them, for t = 0 to n. */
function linesOf(series: Float64Array): { means: Float64Array; slopes: Float64Array } {
  const n = series.length;
  const means = new Float64Array(n + 1);
  const slopes = new Float64Array(n + 1);
  for (let t = 0; t < n; t++) {
    slopes[t + 1] = slopeAfter(t, slopes[t]!, means[t]!, series[t]!);
    means[t + 1] = means[t]! + (series[t]! - means[t]!) / (t + 1);
  }
  return { means, slopes };
}

/** Slope of the line through `seen` + 1 values, from that through the first `seen` and their mean. */
function slopeAfter(seen: number, slope: number, mean: number, value: number): number {
  if (seen === 0) return 0;
  const t = seen + 1;
  return ((t - 2) * slope + (6 * (value - mean)) / t) / (t + 1);
}

/** What the line through the first `seen` values adds one month ahead: (1−α)^seen A + (1−(1−α)^(seen+1))/α B. */
function lineAhead(
  seen: number,
  alpha: number,
  decay: number,
  mean: number,
  slope: number,
): number {
  const intercept = mean - (slope * (seen + 1)) / 2;
  return decay * intercept + ((1 - decay * (1 - alpha)) / alpha) * slope;
}
