import type { Month } from "../period.ts";
import { addMonths } from "../period.ts";
import { inWords } from "./breaks.ts";
import type { FundHistory } from "./fund.ts";
import type { LineSeries } from "./line-model.ts";
import { SEASON } from "./method.ts";
import { sideOf, upTo } from "./series.ts";

/** Months back from which a balance is carried forward by the flows since. */
const CARRIED = 3;
/** Gap between the balance's change and income less expenditure, in a year's expenditure: told of, not usable. */
const TOLD = 0.01;
const UNUSABLE = 0.1;

/**
 * Balance at the origin; null where it is not known or does not follow the flows. One up to three months old is
 * carried forward. Says in `notes` what is the matter.
 */
export function openingOf(
  history: FundHistory,
  series: LineSeries[],
  origin: Month,
  notes: string[],
): number | null {
  const closing = upTo(history.closing_yuan, history.from, origin);
  const n = closing.length;
  const net = (from: number, until: number, isSpent = false) => {
    let sum = 0;
    for (const { line, values } of series) {
      const sign = sideOf(line) === "income" ? (isSpent ? 0 : 1) : isSpent ? 1 : -1;
      for (let i = from; i < until; i++) sum += sign * (values[i - n + values.length] ?? 0);
    }
    return sum;
  };
  let last = n - 1;
  while (last >= 0 && closing[last] === null) last--;
  if (last < 0 || n - 1 - last > CARRIED) {
    notes.push("没有最近的期末结余，只预测收支，不预测结余和可支付月数；请补报期末结余。");
    return null;
  }
  const before = last - SEASON;
  const earlier = before >= 0 ? closing[before] : null;
  if (earlier !== null && earlier !== undefined) {
    const gap = closing[last]! - earlier - net(before + 1, last + 1);
    const spent = net(before + 1, last + 1, true);
    if (spent > 0 && Math.abs(gap) > UNUSABLE * spent) {
      notes.push(
        `近12个月结余变动与收支差额相差${(gap / 1e4).toFixed(0)}万元，超过年支出的10%，结余与收支口径不一致，不预测结余和可支付月数；请核对口径。`,
      );
      return null;
    }
    if (spent > 0 && Math.abs(gap) > TOLD * spent)
      notes.push(
        `近12个月结余变动与收支差额相差${(gap / 1e4).toFixed(0)}万元，结余预测从期末结余起按收支累加。`,
      );
  }
  if (last < n - 1)
    notes.push(
      `${inWords(origin)}末结余未报，由${inWords(addMonths(origin, last - n + 1))}末结余加其后收支推算。`,
    );
  return closing[last]! + net(last + 1, n);
}
