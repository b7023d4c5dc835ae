const GOLDEN = (Math.sqrt(5) - 1) / 2;

type OfOne = (x: number) => number;

/**
 * Where a function of one number is least between `low` and `high`: the best of `grid` even points, refined between
 * its neighbours to `tolerance`.
 */
export function leastBetween(
  f: OfOne,
  low: number,
  high: number,
  grid: number,
  tolerance: number,
): number {
  const step = (high - low) / (grid - 1);
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < grid; i++) {
    const value = f(low + i * step);
    if (value < least) [best, least] = [i, value];
  }
  const at = low + best * step;
  return refined(f, at, Math.max(at - step, low), Math.min(at + step, high), tolerance);
}

/** The local minimum downhill from `start`, in `steps` steps from `low` to `high`, refined to `tolerance`. */
export function leastNear(
  f: OfOne,
  start: number,
  low: number,
  high: number,
  steps: number,
  tolerance: number,
): number {
  const step = (high - low) / steps;
  const inside = (x: number) => Math.min(Math.max(x, low), high);
  let at = start;
  let value = f(at);
  for (const way of [-step, step])
    for (let next = inside(at + way); f(next) < value; next = inside(at + way)) {
      at = next;
      value = f(at);
    }
  return refined(f, at, inside(at - step), inside(at + step), tolerance);
}

/** Golden section between `from` and `to` until they are nearer than `tolerance`, or `at` if that is less. */
function refined(f: OfOne, at: number, from: number, to: number, tolerance: number): number {
  let [a, b] = [to - GOLDEN * (to - from), from + GOLDEN * (to - from)];
  let [fa, fb] = [f(a), f(b)];
  while (to - from > tolerance) {
    if (fa <= fb) {
      [to, b, fb] = [b, a, fa];
      a = to - GOLDEN * (to - from);
      fa = f(a);
    } else {
      [from, a, fa] = [a, b, fb];
      b = from + GOLDEN * (to - from);
      fb = f(b);
    }
  }
  return Math.min(fa, fb) < f(at) ? (fa <= fb ? a : b) : at;
}

/** Writes the residuals at `x` and returns their sum of squares; infinite where `x` is not allowed. */
export type Residuals = (x: Float64Array, residuals: Float64Array) => number;

/**
 * Least squares by Levenberg and Marquardt with forward differences (Marquardt 1963): moves `x` to a local
 * minimum of a sum of `count` squares and returns that sum. At most `iterations` Jacobians are computed; ends
 * sooner when one lowers the sum by less than `tolerance` of it.
 */
export function leastSquares(
  f: Residuals,
  x: Float64Array,
  count: number,
  iterations: number,
  tolerance: number,
): number {
  const p = x.length;
  const at = new Float64Array(count);
  const moved = new Float64Array(count);
  const jacobian = Array.from({ length: p }, () => new Float64Array(count));
  const normal = new Float64Array(p * p);
  const factor = new Float64Array(p * p);
  const gradient = new Float64Array(p);
  const step = new Float64Array(p);
  const trial = new Float64Array(p);
  let sum = f(x, at);
  if (!Number.isFinite(sum)) return sum;
  let damping = 0.01;
  for (let iteration = 0; iteration < iterations; iteration++) {
    for (let j = 0; j < p; j++) {
      const was = x[j]!;
      const delta = 1e-6 * Math.max(Math.abs(was), 0.1);
      x[j] = was + delta;
      if (!Number.isFinite(f(x, moved))) moved.set(at);
      x[j] = was;
      const column = jacobian[j]!;
      for (let t = 0; t < count; t++) column[t] = (moved[t]! - at[t]!) / delta;
    }
    for (let i = 0; i < p; i++) {
      const a = jacobian[i]!;
      let g = 0;
      for (let t = 0; t < count; t++) g += a[t]! * at[t]!;
      gradient[i] = g;
      for (let j = 0; j <= i; j++) {
        const b = jacobian[j]!;
        let dot = 0;
        for (let t = 0; t < count; t++) dot += a[t]! * b[t]!;
        normal[i * p + j] = dot;
      }
    }
    const before = sum;
    for (let tries = 0; tries < 8; tries++) {
      solveDamped(normal, factor, gradient, step, damping);
      for (let j = 0; j < p; j++) trial[j] = x[j]! - step[j]!;
      const value = f(trial, moved);
      if (value < sum) {
        sum = value;
        x.set(trial);
        at.set(moved);
        damping = Math.max(damping * 0.2, 1e-9);
        break;
      }
      damping *= 6;
    }
    if (before - sum <= tolerance * before) break;
  }
  return sum;
}

/** Solves (N + damping diag N) step = gradient by Cholesky; only the lower half of N is read. */
function solveDamped(
  normal: Float64Array,
  factor: Float64Array,
  gradient: Float64Array,
  step: Float64Array,
  damping: number,
): void {
  const p = gradient.length;
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let value = normal[i * p + j]!;
      if (i === j) value += damping * value + 1e-12;
      for (let k = 0; k < j; k++) value -= factor[i * p + k]! * factor[j * p + k]!;
      factor[i * p + j] = i === j ? Math.sqrt(Math.max(value, 1e-14)) : value / factor[j * p + j]!;
    }
  }
  for (let i = 0; i < p; i++) {
    let value = gradient[i]!;
    for (let k = 0; k < i; k++) value -= factor[i * p + k]! * step[k]!;
    step[i] = value / factor[i * p + i]!;
  }
  for (let i = p - 1; i >= 0; i--) {
    let value = step[i]!;
    for (let k = i + 1; k < p; k++) value -= factor[k * p + i]! * step[k]!;
    step[i] = value / factor[i * p + i]!;
  }
}
