import { averageOf, combination, combined } from "./combination.ts";
import { dotm } from "./dotm.ts";
import { ets } from "./ets.ts";
import { type FittedMethod, SEASON } from "./method.ts";
import { seasonalNaive } from "./seasonal-naive.ts";
import { theta } from "./theta.ts";

export const ORIGINS = 6;
const STEP = 2;
const HORIZON = 12;
const LEAST_HISTORY = 25;
/** A candidate must be this much better than the default to take its place. */
export const BETTER = 0.95;

const CANDIDATES = { Theta: theta, DOTM: dotm };

/**
 * The default, unless six rolling origins (two months apart, up to 12 months ahead) speak against it: another
 * method with absolute errors at least 5 % lower takes its place; where seasonal naive does better than the
 * default, the mean of the two. Errors of the default are first those of its cheap members, as ETS costs fifty
 * times as much; the default itself is asked only if they would change the choice. Adds a sentence to `notes` if
 * anything is changed.
 */
export function selected(values: Float64Array, notes: string[]): FittedMethod {
  const origins = originsOf(values.length);
  if (origins.length < ORIGINS) return combination(values);
  const heads = origins.map((at) => {
    const head = values.subarray(0, at);
    return { head, cheap: { Theta: theta(head), DOTM: dotm(head) } };
  });
  const errors = (of: (head: (typeof heads)[number]) => FittedMethod) =>
    rollingError(values, origins, heads.map(of));
  const naive = errors(({ head }) => seasonalNaive(head));
  const others = (["Theta", "DOTM"] as const).map((label) => ({
    label,
    error: errors(({ cheap }) => cheap[label]),
  }));
  const best = others.reduce((a, b) => (b.error < a.error ? b : a));
  const guess = errors(({ cheap }) => averageOf("", [cheap.DOTM, cheap.Theta]));
  if (best.error >= BETTER * guess && naive >= guess) return combination(values);
  const error = errors(({ head, cheap }) => combined(head, [ets(head), cheap.DOTM, cheap.Theta]));
  if (best.error < BETTER * error && best.error <= naive) {
    notes.push(
      `最近${ORIGINS}个起点回测，${best.label}的误差比默认组合低${percent(1 - best.error / error)}，改用${best.label}。`,
    );
    return CANDIDATES[best.label](values);
  }
  if (naive < error) {
    notes.push(
      `最近${ORIGINS}个起点回测，默认组合的误差比季节朴素高${percent(error / naive - 1)}，改用两者平均。`,
    );
    const fitted = combination(values);
    return averageOf(`${fitted.label} + 季节朴素`, [fitted, seasonalNaive(values)]);
  }
  return combination(values);
}

const percent = (share: number): string => `${(share * 100).toFixed(0)}%`;

export function originsOf(n: number): number[] {
  const origins: number[] = [];
  for (let k = 0; k < ORIGINS; k++) {
    const at = n - SEASON / 2 - k * STEP;
    if (at >= LEAST_HISTORY) origins.push(at);
  }
  return origins;
}

/** Mean absolute error over all origins and months known after them, of what was fitted at each. */
export function rollingError(
  values: Float64Array,
  origins: number[],
  fitted: readonly Pick<FittedMethod, "mean">[],
): number {
  let sum = 0;
  let count = 0;
  for (const [k, at] of origins.entries()) {
    const months = Math.min(HORIZON, values.length - at);
    const points = fitted[k]!.mean(months);
    for (let h = 0; h < months; h++) {
      sum += Math.abs(values[at + h]! - points[h]!);
      count++;
    }
  }
  return sum / count;
}
