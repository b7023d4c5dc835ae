import type { FundHistory } from "../../models/forecast/fund.ts";
import { addMonths, type Month } from "../../models/period.ts";

/** A row of `marts.forecast_history`. */
export interface HistoryRow {
  region_code: string;
  fund: string;
  account: string;
  month: Month;
  item: string;
  part_of: string;
  amount_yuan: string | null;
  persons: string | null;
  adds_up: boolean;
  /** The region above; null where nobody has said. */
  parent_code?: string | null;
}

/** What other accounts than the one that pays spent. */
export const OTHERS = "other_accounts.spending";

const POINTS: ReadonlySet<string> = new Set(["balance.closing", "insured", OTHERS]);

/** Months without a word after which a fund is forecast no more from the last it sent. */
const SILENT_MONTHS = 3;

/**
 * Histories as they were known at the end of a month, of every fund and region that had sent anything by
 * then: all lines and totals of the account of the newest month. A line that is not printed where its
 * siblings add up is nothing; where they do not, it is not known.
 */
export function historiesAt(rows: readonly HistoryRow[], origin: Month): FundHistory[] {
  const groups = grouped(
    rows.filter(({ month }) => month <= origin),
    ({ region_code, fund }) => `${fund}/${region_code}`,
  );
  return [...groups.keys()].sort().map((key) => historyOf(groups.get(key)!));
}

function historyOf(rows: readonly HistoryRow[]): FundHistory {
  const newest = rows.reduce((last, row) => (row.month > last.month ? row : last));
  const own = rows.filter(({ account }) => account === newest.account);
  const from = own.map(({ month }) => month).sort()[0]!;
  const months: Month[] = [];
  for (let month = from; month <= newest.month; month = addMonths(month, 1)) months.push(month);
  const adding = new Set(
    own.filter(({ adds_up }) => adds_up).map(({ part_of, month }) => `${part_of}/${month}`),
  );
  const lines: FundHistory["lines"] = {};
  const items = grouped(own, ({ item }) => item);
  const series = (item: string, of: (row: HistoryRow) => string | null) => {
    const known = new Map((items.get(item) ?? []).map((row) => [row.month, row]));
    const whole = items.get(item)?.[0]?.part_of;
    return months.map((month) => {
      const row = known.get(month);
      if (row !== undefined) return toNumber(of(row));
      return whole && adding.has(`${whole}/${month}`) ? 0 : null;
    });
  };
  const amounts = (item: string) => series(item, ({ amount_yuan }) => amount_yuan);
  for (const item of [...items.keys()].sort()) if (!POINTS.has(item)) lines[item] = amounts(item);
  const { region_code, fund, account, parent_code } = newest;
  return {
    ...{ region_code, fund, account, from, lines },
    ...(parent_code ? { parent_code } : {}),
    closing_yuan: amounts("balance.closing"),
    ...(items.has(OTHERS) ? { other_spending_yuan: amounts(OTHERS) } : {}),
    insured: series("insured", ({ persons }) => persons),
  };
}

const toNumber = (text: string | null): number | null => (text === null ? null : Number(text));

/**
 * The month a fund is forecast from when the newest of all is `newest`: the last of its own, so that one who
 * is late is not forecast across what is only missing; `newest` for one that has been silent for longer.
 */
export function originOf({ from, closing_yuan }: FundHistory, newest: Month): Month {
  const last = addMonths(from, closing_yuan.length - 1);
  return addMonths(last, SILENT_MONTHS) <= newest ? newest : last;
}

/** Rows by key, in the order of their first ones. */
export function grouped<T>(rows: Iterable<T>, keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
