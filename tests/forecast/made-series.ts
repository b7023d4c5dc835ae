import { normalShocks } from "../../models/forecast/shocks.ts";
import { randomFrom } from "../../models/random.ts";

/** A season of 12 months around 0, uneven as those of real series are. */
export const SEASON_SHAPE = [-0.3, -0.45, 0.1, 0.05, 0, 0.12, 0.2, 0.15, -0.05, -0.1, 0.03, 0.25];

export const monthly = (n: number, value: (t: number) => number): Float64Array =>
  Float64Array.from({ length: n }, (_, t) => value(t));

/** Level 100, 0.4 more each month, times the season, times noise of 5 %. */
export function seasonalSeries(seed: number, n: number): Float64Array {
  const [noise] = normalShocks(1, n, randomFrom(seed));
  return monthly(n, (t) => (100 + 0.4 * t) * (1 + SEASON_SHAPE[t % 12]!) * (1 + 0.05 * noise![t]!));
}

/** A level that moves by 0.4 of each month's shock (ETS(A,N,N)); shocks of 10. */
export function localLevel(seed: number, n: number): Float64Array {
  const [noise] = normalShocks(1, n, randomFrom(seed));
  let level = 500;
  return monthly(n, (t) => {
    const value = level + 10 * noise![t]!;
    level += 4 * noise![t]!;
    return value;
  });
}

/** Standard deviation of a method's first month ahead: how far a shock of 1 moves it. */
export const firstSigma = (fitted: {
  mean(horizon: number): Float64Array;
  path(shocks: Float64Array): Float64Array;
}): number => fitted.path(Float64Array.of(1))[0]! - fitted.mean(1)[0]!;
