import type { FittedMethod, Method } from "./method.ts";
import { leastBetween, leastNear } from "./minimize.ts";
import { standardized } from "./residuals.ts";
import {
  type SeasonalPart,
  shrunkSeason,
  testedSeason,
  withoutSeason,
  withSeason,
} from "./seasonal.ts";

/**
 * Theta method (Assimakopoulos and Nikolopoulos 2000) in the form of Hyndman and Billah (2003): simple exponential
 * smoothing with half the linear trend as drift, on the seasonally adjusted series. Needs 3 months.
 */
export const theta: Method = (values) => thetaOf("Theta", values, shrunkSeason(values));

/**
 * The theta method with the season of the M competitions and the local optimum of the weight next to 0.2, as in R's
 * `thetaf`, which it is compared with. Needs 3 months.
 */
export const standardTheta: Method = (values) =>
  thetaOf("Theta (M3)", values, testedSeason(values), (f) =>
    leastNear(f, 0.2, LEAST_ALPHA, MOST_ALPHA, 50, 1e-4),
  );

/** Finds the weight with the least squared errors. */
type Search = (squares: (alpha: number) => number) => number;
const LEAST_ALPHA = 1e-4;
const MOST_ALPHA = 0.9999;
const everywhere: Search = (f) => leastBetween(f, LEAST_ALPHA, MOST_ALPHA, 15, 1e-4);

function thetaOf(
  label: string,
  values: ArrayLike<number>,
  season: SeasonalPart,
  search = everywhere,
): FittedMethod {
  const n = values.length;
  if (n < 3) throw new RangeError(`theta needs 3 months, got ${n}`);
  const series = withoutSeason(values, season);
  const { alpha, start } = smoothed(series, search);
  const drift = slopeOf(series) / 2;
  /** What the drift adds to the forecast made after `seen` months. */
  const added = (seen: number) => (drift * (1 - (1 - alpha) ** seen)) / alpha;
  const errors = new Float64Array(n);
  let level = start;
  for (let t = 0; t < n; t++) {
    errors[t] = series[t]! - level - added(t);
    level += alpha * (series[t]! - level);
  }
  const { residuals, sigma } = standardized(errors, 3 + season.parameters);
  const first = level + added(n);
  const path = (shocks: Float64Array, values = new Float64Array(shocks.length)) => {
    let at = first;
    for (let i = 0; i < values.length; i++) {
      const error = sigma * shocks[i]!;
      values[i] = at + error;
      at += drift + alpha * error;
    }
    return withSeason(values, season, n);
  };
  return { label, residuals, mean: (horizon) => path(new Float64Array(horizon)), path };
}

/** Simple exponential smoothing with the least squared errors: its weight, and the level before the first month. */
function smoothed(series: Float64Array, search: Search): { alpha: number; start: number } {
  const n = series.length;
  const origin = series[0]!;
  let offset = 0;
  const squares = (alpha: number): number => {
    const keep = 1 - alpha;
    let level = origin;
    let decay = 1;
    let [ee, ed, dd] = [0, 0, 0];
    for (let t = 0; t < n; t++) {
      const error = series[t]! - level;
      ee += error * error;
      ed += error * decay;
      dd += decay * decay;
      level += alpha * error;
      decay *= keep;
    }
    offset = ed / dd;
    return ee - ed * offset;
  };
  const alpha = search(squares);
  squares(alpha);
  return { alpha, start: origin + offset };
}

/** Slope of the straight line through the values, per month. */
export function slopeOf(series: ArrayLike<number>): number {
  const n = series.length;
  const middle = (n - 1) / 2;
  let sum = 0;
  for (let t = 0; t < n; t++) sum += (t - middle) * series[t]!;
  return (12 * sum) / (n * (n * n - 1));
}
