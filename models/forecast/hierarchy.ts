import type { FundHistory } from "./fund.ts";
import { SEASON } from "./method.ts";
import { addTo, emptyPaths, type FundPaths } from "./simulate.ts";

/** Share of a year's expenditure that parts and whole may differ by before the paths are reconciled. */
export const LARGEST_GAP = 0.03;
/** Part of a total by which the regions below may differ from it and still be taken for all of it. */
const SAME_TOTAL = 0.01;

/** Code of the region above: as given, else by the digits of the code (6 digits: county, city, province). */
export function parentOf(history: FundHistory, codes: ReadonlySet<string>): string | null {
  const { region_code: code, parent_code } = history;
  if (parent_code !== undefined)
    return parent_code !== null && codes.has(parent_code) ? parent_code : null;
  if (!/^\d{6}$/.test(code)) return null;
  const above = [`${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`];
  return above.find((c) => c !== code && codes.has(c)) ?? null;
}

/** Codes of a region and all above it, the nearest first, of those that have histories. */
export function lineageOf(
  history: FundHistory,
  byCode: ReadonlyMap<string, FundHistory>,
): string[] {
  const lineage: string[] = [];
  const codes = new Set(byCode.keys());
  for (let at: FundHistory | undefined = history; at && !lineage.includes(at.region_code); ) {
    lineage.push(at.region_code);
    const above = parentOf(at, codes);
    at = above === null ? undefined : byCode.get(above);
  }
  return lineage;
}

/**
 * Whether the parts' amounts are all of the whole's: their sums differ by less than 1 % in total over the last
 * year in which all are known. Needs half a year of such months.
 */
export function areAll(whole: (number | null)[], parts: (number | null)[][]): boolean {
  let open = 0;
  let sum = 0;
  let months = 0;
  for (let i = whole.length - 1; i >= 0 && months < SEASON; i--) {
    const amount = whole[i];
    if (amount === null || amount === undefined) continue;
    const below = parts.map((part) => part[i - whole.length + part.length] ?? null);
    if (below.some((v) => v === null)) continue;
    open += Math.abs(amount - below.reduce<number>((a, v) => a + v!, 0));
    sum += Math.abs(amount);
    months++;
  }
  return months >= SEASON / 2 && open <= SAME_TOTAL * sum;
}

/** The whole as the sum of its parts, path by path. */
export function sumOfPaths(parts: FundPaths[], paths: number, horizon: number): FundPaths {
  const sum = emptyPaths(paths, horizon);
  for (const part of parts) {
    addTo(sum.income, part.income);
    addTo(sum.expenditure, part.expenditure);
    addTo(sum.spending, part.spending);
  }
  return sum;
}

/**
 * Reconciles each path of a whole with its parts by weighted least squares, G = (S'W⁻¹S)⁻¹S'W⁻¹ with W the
 * one-step error variances on the diagonal (Wickramasuriya, Athanasopoulos and Hyndman 2019): with one whole the
 * difference is shared out in proportion to the variances. Changes the parts in place; the whole is their sum.
 */
export function reconcile(
  whole: Float64Array,
  wholeVariance: number,
  parts: Float64Array[],
  variances: number[],
): void {
  const all = variances.reduce((a, b) => a + b, wholeVariance);
  if (!(all > 0)) return;
  for (let i = 0; i < whole.length; i++) {
    let sum = 0;
    for (const part of parts) sum += part[i]!;
    const gap = whole[i]! - sum;
    for (const [k, part] of parts.entries()) part[i]! += (gap * variances[k]!) / all;
  }
}

/** Variance over paths of the first month ahead: what one step is uncertain by. */
export function stepVariance(matrix: Float64Array, paths: number, horizon: number): number {
  let sum = 0;
  let squares = 0;
  for (let p = 0; p < paths; p++) {
    const value = matrix[p * horizon]!;
    sum += value;
    squares += value * value;
  }
  return Math.max(squares / paths - (sum / paths) ** 2, 0);
}

/** Mean over paths of the sum of the first months, a year of them at most. */
export function yearMean(matrix: Float64Array, paths: number, horizon: number): number {
  let sum = 0;
  for (let p = 0; p < paths; p++)
    for (let h = 0; h < Math.min(horizon, SEASON); h++) sum += matrix[p * horizon + h]!;
  return sum / paths;
}
