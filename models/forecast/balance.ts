import { type Band, emptyBand, quantilesAt, stretched, type Widening, writeStep } from "./bands.ts";
import type { Quantiles } from "./fund.ts";
import { SEASON } from "./method.ts";
import type { FundPaths } from "./simulate.ts";

/** What becomes of a balance: by step ahead, and by band of months payable. */
export interface Outlook {
  balance: Quantiles[];
  months_payable: Quantiles[];
  p_below: number[][];
  p_crossed: number[][];
  /** By band: step (from 0) at which most of the paths that cross it do so first; null for fewer than half. */
  first_crossing: (number | null)[];
}

const AS_IT_IS: Widening = { f80: 1, f95: 1 };

/**
 * Balance and months payable: on each path the opening balance plus income less expenditure, moved away from the
 * median by the cumulative widening, over the mean spending of the last 12 months of that path, of which the first
 * are `known` months before the origin (the oldest first, 11 of them); `besides` is spent in each month ahead on
 * every path.
 */
export function outlookOf(
  paths: FundPaths,
  count: number,
  horizon: number,
  opening_yuan: number,
  change: Band,
  widening: Widening,
  known: Float64Array,
  besides: Float64Array,
  bands: number[],
): Outlook {
  const payable = emptyBand(horizon);
  const column = new Float64Array(count);
  const change_yuan = new Float64Array(count);
  const spent = new Float64Array(count).fill(known.reduce((a, b) => a + b, 0));
  const first = bands.map(() => new Int32Array(count).fill(-1));
  const outlook: Outlook = {
    balance: [],
    months_payable: [],
    p_below: [],
    p_crossed: [],
    first_crossing: [],
  };
  const crossed = bands.map(() => 0);
  for (let h = 0; h < horizon; h++) {
    const below = bands.map(() => 0);
    for (let p = 0; p < count; p++) {
      const at = p * horizon + h;
      change_yuan[p]! += paths.income[at]! - paths.expenditure[at]!;
      spent[p]! += paths.spending[at]! + besides[h]!;
      if (h >= SEASON) spent[p]! -= paths.spending[at - SEASON]! + besides[h - SEASON]!;
      else if (h > 0) spent[p]! -= known[h - 1]!;
      const balance = opening_yuan + stretched(change_yuan[p]!, change, h, widening);
      const months = monthsPayable(balance, spent[p]!);
      column[p] = months;
      for (let b = 0; b < bands.length; b++) {
        if (!(months < bands[b]!)) continue;
        below[b]!++;
        if (first[b]![p]! < 0) {
          first[b]![p] = h;
          crossed[b]!++;
        }
      }
    }
    writeStep(payable, h, column);
    outlook.balance.push(shifted(quantilesAt(change, h, widening), opening_yuan));
    outlook.months_payable.push(quantilesAt(payable, h, AS_IT_IS));
    outlook.p_below.push(below.map((n) => n / count));
    outlook.p_crossed.push(crossed.map((n) => n / count));
  }
  outlook.first_crossing = bands.map((_, b) =>
    crossed[b]! * 2 < count ? null : commonest(first[b]!, horizon),
  );
  return outlook;
}

/** Months the balance lasts at the mean of 12 months' spending; a fund that spends nothing lasts without end. */
function monthsPayable(balance_yuan: number, spent_yuan: number): number {
  if (spent_yuan > 0) return (balance_yuan * SEASON) / spent_yuan;
  return balance_yuan < 0 ? -1200 : 1200;
}

const shifted = (q: Quantiles, by: number): Quantiles => ({
  mean: q.mean + by,
  q025: q.q025 + by,
  q10: q.q10 + by,
  q50: q.q50 + by,
  q90: q.q90 + by,
  q975: q.q975 + by,
});

function commonest(steps: Int32Array, horizon: number): number {
  const counts = new Int32Array(horizon);
  for (const step of steps) if (step >= 0) counts[step]!++;
  return counts.reduce((best, n, h) => (n > counts[best]! ? h : best), 0);
}
