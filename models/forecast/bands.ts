import type { Quantiles } from "./fund.ts";
import { mean, quantilesOf } from "./quantile.ts";

/** Quantiles by step ahead of one quantity over all paths. */
export interface Band {
  mean: Float64Array;
  q025: Float64Array;
  q10: Float64Array;
  q50: Float64Array;
  q90: Float64Array;
  q975: Float64Array;
}

export const emptyBand = (horizon: number): Band => ({
  mean: new Float64Array(horizon),
  q025: new Float64Array(horizon),
  q10: new Float64Array(horizon),
  q50: new Float64Array(horizon),
  q90: new Float64Array(horizon),
  q975: new Float64Array(horizon),
});

const LEVELS = [0.025, 0.1, 0.5, 0.9, 0.975];

/** Writes one step of a band from the values of all paths. */
export function writeStep(band: Band, h: number, values: Float64Array): void {
  band.mean[h] = mean(values);
  const [q025, q10, q50, q90, q975] = quantilesOf(values, LEVELS);
  band.q025[h] = q025!;
  band.q10[h] = q10!;
  band.q50[h] = q50!;
  band.q90[h] = q90!;
  band.q975[h] = q975!;
}

/** Band of a matrix with a row for each path and a column for each step. */
export function bandOf(matrix: Float64Array, paths: number, horizon: number): Band {
  const band = emptyBand(horizon);
  const column = new Float64Array(paths);
  for (let h = 0; h < horizon; h++) {
    for (let p = 0; p < paths; p++) column[p] = matrix[p * horizon + h]!;
    writeStep(band, h, column);
  }
  return band;
}

/** How much wider than its paths a quantity has proved to be: of the 80 % and the 95 % interval's half widths. */
export interface Widening {
  f80: number;
  f95: number;
}

/**
 * Moves a value away from the median of its step: by `f80` within the 80 % interval, further out so that the ends
 * of the 95 % interval move by `f95`. Order is kept.
 */
export function stretched(value: number, band: Band, h: number, { f80, f95 }: Widening): number {
  const middle = band.q50[h]!;
  const isUp = value >= middle;
  const inner = isUp ? band.q90[h]! - middle : middle - band.q10[h]!;
  const outer = isUp ? band.q975[h]! - middle : middle - band.q025[h]!;
  const distance = Math.abs(value - middle);
  let moved = distance * f80;
  if (distance > inner && outer > inner) {
    const slope = Math.max((f95 * outer - f80 * inner) / (outer - inner), 0.1);
    moved = f80 * inner + (distance - inner) * slope;
  }
  return isUp ? middle + moved : middle - moved;
}

/** One step of a band after widening, which leaves the mean: what is expected adds up. `least` bounds its ends. */
export function quantilesAt(
  band: Band,
  h: number,
  widening: Widening,
  least = Number.NEGATIVE_INFINITY,
): Quantiles {
  const at = (value: number) => Math.max(stretched(value, band, h, widening), least);
  const middle = band.q50[h]!;
  return {
    mean: band.mean[h]!,
    q025: at(band.q025[h]!),
    q10: at(band.q10[h]!),
    q50: middle,
    q90: at(band.q90[h]!),
    q975: at(band.q975[h]!),
  };
}
