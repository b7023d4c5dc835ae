import { SEASON } from "./method.ts";

/** Weights of exponential smoothing in the equations of level, trend and season; `phi` damps the trend. */
export interface Weights {
  alpha: number;
  beta: number;
  gamma: number;
  phi: number;
}

/** Level, trend, then the seasonal states by position from the first month. */
export const STATES = 2 + SEASON;

/**
 * Runs ETS(A,Ad,A) over `series` from `states`, which it moves to the end, and writes the one-step errors.
 * Without trend or season their states and weights are zero. Returns the sum of squares.
 */
export function runAdditive(
  series: Float64Array,
  { alpha, beta, gamma, phi }: Weights,
  states: Float64Array,
  errors: Float64Array,
): number {
  const n = series.length;
  let level = states[0]!;
  let trend = states[1]!;
  let squares = 0;
  let position = 2;
  for (let t = 0; t < n; t++) {
    trend *= phi;
    level += trend;
    const season = states[position]!;
    const error = series[t]! - level - season;
    errors[t] = error;
    squares += error * error;
    level += alpha * error;
    trend += beta * error;
    states[position] = season + gamma * error;
    position = position === STATES - 1 ? 2 : position + 1;
  }
  states[0] = level;
  states[1] = trend;
  return squares;
}

/**
 * Runs ETS(M,Ad,M) likewise; errors are shares of what was expected, which has to stay above zero. Returns the
 * geometric mean of what was expected: errors times it have the least squares where the likelihood is greatest.
 * Infinite where something not above zero was expected.
 */
export function runMultiplicative(
  series: Float64Array,
  { alpha, beta, gamma, phi }: Weights,
  states: Float64Array,
  errors: Float64Array,
): number {
  const n = series.length;
  let level = states[0]!;
  let trend = states[1]!;
  let product = 1;
  let logs = 0;
  let position = 2;
  for (let t = 0; t < n; t++) {
    trend *= phi;
    level += trend;
    const season = states[position]!;
    const expected = level * season;
    if (!(level > 1e-8 && season > 1e-8)) return Number.POSITIVE_INFINITY;
    const error = series[t]! / expected - 1;
    errors[t] = error;
    product *= expected;
    if ((t & 7) === 7) {
      logs += Math.log(product);
      product = 1;
    }
    trend += beta * level * error;
    level += alpha * level * error;
    states[position] = season + gamma * season * error;
    position = position === STATES - 1 ? 2 : position + 1;
  }
  states[0] = level;
  states[1] = trend;
  return Math.exp((logs + Math.log(product)) / n);
}
