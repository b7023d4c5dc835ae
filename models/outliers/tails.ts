import { checked, type Table } from "./table.ts";

/** Which side of an indicator is suspicious. */
export type Side = "high" | "both";

/**
 * Tail scores by the empirical distribution of each indicator: −ln of the share of subjects at least as
 * far out, summed over the indicators (Li et al., ECOD, IEEE TKDE 2022; the right tail alone where only
 * too much is wrong; for both, the larger of the two tails). `parts[i][s]` is what indicator i adds to
 * subject s, so a score explains itself.
 */
export function tailScores(
  table: Table,
  side: Side,
): { scores: Float64Array; parts: Float64Array[] } {
  const { subjects, columns } = checked(table);
  const scores = new Float64Array(subjects.length);
  const parts = columns.map((column) => {
    const high = tail(column, 1);
    const part = side === "high" ? high : larger(high, tail(column, -1));
    for (let s = 0; s < part.length; s++) scores[s]! += part[s]!;
    return part;
  });
  return { scores, parts };
}

const larger = (a: Float64Array, b: Float64Array): Float64Array =>
  a.map((value, s) => Math.max(value, b[s]!));

/** −ln of the share of values ≥ each value (≤ for sign −1). */
function tail(column: Float64Array, sign: 1 | -1): Float64Array {
  const sorted = Float64Array.from(column, (value) => sign * value).sort();
  const n = sorted.length;
  return column.map((value) => -Math.log((n - firstAtLeast(sorted, sign * value)) / n));
}

function firstAtLeast(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
