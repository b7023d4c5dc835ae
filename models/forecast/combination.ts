import { averageOf } from "./average.ts";
import { dotm } from "./dotm.ts";
import { ets } from "./ets.ts";
import type { FittedMethod, Method } from "./method.ts";
import { theta } from "./theta.ts";

export { averageOf } from "./average.ts";

/**
 * The default: plain mean of restricted ETS, the dynamic optimised theta model and the theta method. A series that
 * was never below zero does not get there ahead. Needs 4 months.
 */
export const combination: Method = (values): FittedMethod =>
  combined(values, [ets(values), dotm(values), theta(values)]);

/** The default of members that are fitted already. */
export function combined(
  values: ArrayLike<number>,
  members: readonly FittedMethod[],
): FittedMethod {
  const fitted = averageOf(members.map((member) => member.label).join(" + "), members);
  for (let t = 0; t < values.length; t++) if (values[t]! < 0) return fitted;
  return {
    ...fitted,
    mean: (horizon) => notNegative(fitted.mean(horizon)),
    path: (shocks, into) => notNegative(fitted.path(shocks, into)),
  };
}

function notNegative(path: Float64Array): Float64Array {
  for (let i = 0; i < path.length; i++) if (path[i]! < 0) path[i] = 0;
  return path;
}
