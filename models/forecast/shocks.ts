import type { Random } from "../random.ts";

/** Correlations seen in n months are worth n / (n + 24) of themselves. */
const SHRINKAGE = 24;

/**
 * Standard normals, a row of `months` for each of `paths`: in each month one from each of `paths` equally likely
 * slices of the distribution, in an order of its own (Latin hypercube; McKay, Beckman and Conover 1979), which
 * settles quantiles with fewer paths than independent draws.
 */
export function normalShocks(paths: number, months: number, random: Random): Float64Array[] {
  const rows = Array.from({ length: paths }, () => new Float64Array(months));
  const order = Int32Array.from({ length: paths }, (_, p) => p);
  for (let h = 0; h < months; h++) {
    for (let p = paths - 1; p > 0; p--) {
      const other = Math.floor(random() * (p + 1));
      [order[p], order[other]] = [order[other]!, order[p]!];
    }
    for (let p = 0; p < paths; p++) rows[p]![h] = normalQuantile((order[p]! + random()) / paths);
  }
  return rows;
}

/**
 * Correlation of two methods' residuals over the months they have in common, the last of both being the same month,
 * shrunk by n / (n + 24); 0 where either has none.
 */
export function shrunkCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = Math.min(a.length, b.length);
  let [ab, aa, bb] = [0, 0, 0];
  for (let back = 1; back <= n; back++) {
    const x = a[a.length - back]!;
    const y = b[b.length - back]!;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? ((ab / Math.sqrt(aa * bb)) * n) / (n + SHRINKAGE) : 0;
}

/** Shocks that are correlated with `first` by `rho` and otherwise their own (Gaussian copula), month by month. */
export function correlatedShocks(
  first: readonly Float64Array[],
  own: readonly Float64Array[],
  rho: number,
): Float64Array[] {
  const rest = Math.sqrt(1 - rho * rho);
  return own.map((row, p) => row.map((value, h) => rho * first[p]![h]! + rest * value));
}

/** Quantile of the standard normal distribution, to 1e-9 (Acklam's rational approximation). */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p >= 0.02425) {
    const q = p - 0.5;
    const r = q * q;
    return (q * polynomial(CENTRE, r)) / polynomial(CENTRE_BELOW, r);
  }
  const q = Math.sqrt(-2 * Math.log(Math.max(p, Number.MIN_VALUE)));
  return polynomial(TAIL, q) / polynomial(TAIL_BELOW, q);
}

const CENTRE = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
  2.506628277459239,
];
const CENTRE_BELOW = [
  -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572,
  1,
];
const TAIL = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734,
  4.374664141464968, 2.938163982698783,
];
const TAIL_BELOW = [
  0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1,
];

function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (const coefficient of coefficients) value = value * x + coefficient;
  return value;
}
