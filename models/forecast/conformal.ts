import type { Widening } from "./bands.ts";
import { quantileOf } from "./quantile.ts";

/** Of months, where nothing has been learned yet: the model's intervals as they are. */
export const START_MARGINAL: Widening = { f80: 1, f95: 1 };
/** Of sums over months, where nothing has been learned yet: models take errors to cancel more than they do. */
export const START_CUMULATIVE: Widening = { f80: 1.5, f95: 1.5 };

/** Errors of past forecasts as multiples of the interval's half width, of the 80 % and of the 95 % interval. */
export interface Ratios {
  of80: number[];
  of95: number[];
}

/** What a forecast said of one month, or of the sum up to one. */
export interface Said {
  q025: number;
  q10: number;
  q50: number;
  q90: number;
  q975: number;
}

/**
 * Adds what came of a forecast: its distance from the median over the half width on the side where it lies. Where
 * that side has no width there is nothing to compare, and nothing is added.
 */
export function addRatios(ratios: Ratios, actual: number, said: Said): void {
  const isUp = actual >= said.q50;
  const error = Math.abs(actual - said.q50);
  const add = (to: number[], half: number) => {
    if (half > 0 && Number.isFinite(error)) to.push(error / half);
  };
  add(ratios.of80, isUp ? said.q90 - said.q50 : said.q50 - said.q10);
  add(ratios.of95, isUp ? said.q975 - said.q50 : said.q50 - said.q025);
}

/**
 * How much wider intervals have to be to hold what they say, after split conformal prediction (Vovk et al. 2005): the
 * 80 % quantile of the ratios to the 80 % interval and the 95 % quantile of those to the 95 % one, at least 1 each.
 * The two differ, as errors have fatter tails than models. `start` where there are no ratios.
 */
export function factorsFrom(ratios: Ratios, start: Widening = START_MARGINAL): Widening {
  return {
    f80: factorFrom(ratios.of80, 0.8, start.f80),
    f95: factorFrom(ratios.of95, 0.95, start.f95),
  };
}

function factorFrom(ratios: readonly number[], level: number, start: number): number {
  if (ratios.length === 0) return start;
  return Math.max(1, quantileOf(Float64Array.from(ratios).sort(), level));
}

/**
 * Factors of one series: the geometric mean of those of all series like it and its own, which alone would be noise
 * with the few origins there are; those of all where it has none.
 */
export function shrunkFactors(pooled: Widening, own: Widening | undefined): Widening {
  return own === undefined
    ? pooled
    : { f80: Math.sqrt(pooled.f80 * own.f80), f95: Math.sqrt(pooled.f95 * own.f95) };
}
