import { type FittedMethod, type Method, SEASON } from "./method.ts";
import { standardized } from "./residuals.ts";

/**
 * Seasonal naive: the same month of the last year; what everything else is held against. Its paths walk: each
 * year adds a shock to the one before. Needs 13 months.
 */
export const seasonalNaive: Method = (values): FittedMethod => {
  const n = values.length;
  if (n <= SEASON) throw new RangeError(`seasonal naive needs ${SEASON + 1} months, got ${n}`);
  const errors = Float64Array.from(
    { length: n - SEASON },
    (_, t) => values[t + SEASON]! - values[t]!,
  );
  const { residuals, sigma } = standardized(errors, 0);
  const path = (shocks: Float64Array, walk = new Float64Array(shocks.length)) => {
    for (let i = 0; i < walk.length; i++) {
      const before = i < SEASON ? values[n - SEASON + i]! : walk[i - SEASON]!;
      walk[i] = before + sigma * shocks[i]!;
    }
    return walk;
  };
  return {
    label: "季节朴素",
    residuals,
    mean: (horizon) => path(new Float64Array(horizon)),
    path,
  };
};
