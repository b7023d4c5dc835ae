import type { FittedMethod } from "./method.ts";
import { standardized } from "./residuals.ts";

/**
 * Means of what several methods say of one series, month by month, plain unless `weights` are given; their paths
 * share their shocks. Residuals reach back as far as the shortest of theirs.
 */
export function averageOf(
  label: string,
  members: readonly FittedMethod[],
  weights: readonly number[] = members.map(() => 1),
): FittedMethod {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = weights.map((weight) => weight / total);
  const months = Math.min(...members.map((member) => member.residuals.length));
  const average = (mean: Float64Array, of: (member: FittedMethod) => Float64Array) => {
    mean.fill(0);
    for (let k = 0; k < members.length; k++) {
      const one = of(members[k]!);
      const share = shares[k]!;
      const skipped = one.length - mean.length;
      for (let i = 0; i < mean.length; i++) mean[i]! += share * one[skipped + i]!;
    }
    return mean;
  };
  let one = new Float64Array(0);
  return {
    label,
    residuals: standardized(
      average(new Float64Array(months), (member) => member.residuals),
      0,
    ).residuals,
    mean: (horizon) => average(new Float64Array(horizon), (member) => member.mean(horizon)),
    path(shocks, into = new Float64Array(shocks.length)) {
      if (one.length !== shocks.length) one = new Float64Array(shocks.length);
      return average(into, (member) => member.path(shocks, one));
    },
  };
}
