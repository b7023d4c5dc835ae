import type { Month } from "../period.ts";
import { combination } from "./combination.ts";
import type { FundHistory } from "./fund.ts";
import { SEASON } from "./method.ts";
import { BETWEEN_LEVELS, knownTotals, upTo } from "./series.ts";

/** Months from which on the other accounts' spending is forecast; before, last year is repeated. */
const LONG = 24;

/**
 * Whether months payable at an origin count what the fund's other accounts spend: they do, as in the bureau's own
 * figure, where the forecast is of the pooled account alone and the others' last 12 months are known.
 */
export const countsOthers = (history: FundHistory, origin: Month): boolean =>
  othersUntil(history, origin)
    .slice(-SEASON)
    .filter((yuan) => yuan !== null).length === SEASON;

/** What months payable are measured by, in yuan by month: without what goes to other levels, null where unknown. */
export function spendingUntil(history: FundHistory, until: Month): (number | null)[] {
  const others = othersUntil(history, until);
  return knownTotals(history, "expenditure", until).map((total, i) => {
    if (total === null) return null;
    let left = total + (others[i] ?? 0);
    for (const line of BETWEEN_LEVELS) left -= history.lines[line]?.[i] ?? 0;
    return left;
  });
}

/** What other accounts spent in the `months` up to the origin, the oldest first; nothing where they do not count. */
export function othersBefore(history: FundHistory, origin: Month, months: number): Float64Array {
  const spent = new Float64Array(months);
  if (!countsOthers(history, origin)) return spent;
  const own = othersUntil(history, origin).slice(-months);
  for (const [i, yuan] of own.entries()) spent[months - own.length + i] = yuan ?? 0;
  return spent;
}

/**
 * What other accounts are expected to spend in each month ahead, in yuan; nothing where they do not count. They
 * stand beside every path as they are: what is uncertain about them hardly moves the mean of 12 months.
 */
export function othersAhead(history: FundHistory, origin: Month, horizon: number): Float64Array {
  if (!countsOthers(history, origin)) return new Float64Array(horizon);
  const all = othersUntil(history, origin);
  const values = all.slice(all.lastIndexOf(null) + 1) as number[];
  if (values.length >= LONG) return combination(values).mean(horizon);
  const year = values.slice(-SEASON);
  return Float64Array.from({ length: horizon }, (_, h) => year[h % SEASON]!);
}

const othersUntil = (history: FundHistory, until: Month): (number | null)[] =>
  upTo(history.other_spending_yuan, history.from, until);
