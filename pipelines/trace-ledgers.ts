import type { Account, Figure } from "../models/figure.ts";
import { COLUMNS } from "../models/metrics/columns.ts";
import { endMonth, monthOf } from "../models/period.ts";
import { byKey, type Lookup } from "./lookup.ts";
import { literal, valueRows } from "./quote.ts";
import type { Store } from "./store.ts";

/** Where a ledger number stands in a bureau's file. */
export interface Place {
  batch: string;
  sheet: string;
  row_no: number;
  col: string;
  meaning: string;
  amount: string;
}

/** The ledgers of some regions over some years, by key; every key begins with region and fund. */
export interface Ledgers {
  /** By item; in order of month, the whole fund before its accounts. */
  cells: Lookup<Place & { account: Account; month: string; measure: string }>;
  /** By year and item; the newest first. */
  budgets: Lookup<Place & { in_force_from: string }>;
  /** By month; in the order of their places. */
  insured: Lookup<Place & { category: string }>;
  /** By account and month. */
  policies: Lookup<{ policy: string | null }>;
  /** By month: whose insured persons a service figure divides by. */
  counted: Lookup<{ insured_month: string | null }>;
}

/** A change looks one year back, and what it is a change of rests on the year before that. */
const YEARS_BACK = 2;

const PLACE = "batch, sheet, row_no, col";

const ITEMS = Object.values(COLUMNS.fund_month)
  .flatMap(({ ways }) =>
    ways.flatMap(({ numbers = [], optional = [] }) => [...numbers, ...optional]),
  )
  .map(({ item }) => item);

/** Reads at once all that figures may rest on; months counted only where there are service figures. */
export async function drawNear(
  store: Store,
  figures: Figure[],
  hasServices: boolean,
): Promise<Ledgers> {
  const spans = valueRows(spansOf(figures));
  const read = async <Row extends object>(key: string[], sql: string): Promise<Lookup<Row>> =>
    byKey(
      await store.rows<Row>(
        `with near(region_code, first_month, last_month) as (values ${spans}) ${sql}`,
      ),
      ["region_code", "fund", ...key],
    );
  return {
    cells: await read(
      ["item"],
      `select region_code, fund, account, month, measure, item, ${PLACE},
        item || ' · ' || month || ' · ' || measure as meaning, amount_yuan as amount
      from core.fund_cell join near using (region_code)
      where month between first_month and last_month and item in (${ITEMS.map(literal).join(", ")})
      order by month, account desc`,
    ),
    budgets: await read(
      ["year", "item"],
      `select region_code, fund, year, item, in_force_from, ${PLACE},
        item || ' · ' || year || ' · ' || version as meaning, amount_yuan as amount
      from core.fund_budget join near using (region_code)
      where year between substr(first_month, 1, 4) and substr(last_month, 1, 4)
      order by in_force_from desc`,
    ),
    insured: await read(
      ["month"],
      `select region_code, fund, month, category, ${PLACE},
        category || ' · ' || month as meaning, persons as amount
      from core.insured join near using (region_code)
      where month between first_month and last_month and batch is not null
      order by batch, row_no, col`,
    ),
    policies: await read(
      ["account", "month"],
      `select region_code, fund, account, month, policy
      from marts.fund_month join near using (region_code)
      where month between first_month and last_month`,
    ),
    counted: hasServices
      ? await read(
          ["month"],
          `select region_code, fund, month, insured_month
          from marts.service_month join near using (region_code)
          where month between first_month and last_month and cut = 'all' and policy = ''`,
        )
      : () => [],
  };
}

/** The months that figures of a region may rest on, first and last. */
function spansOf(figures: Figure[]): [region: string, first: string, last: string][] {
  const ends = new Map<string, string[]>();
  for (const { region, period } of figures) {
    const known = ends.get(region);
    if (known) known.push(endMonth(period));
    else ends.set(region, [endMonth(period)]);
  }
  return [...ends].map(([region, months]) => {
    const [first, last] = [months.toSorted().at(0)!, months.toSorted().at(-1)!];
    return [region, monthOf(Number(first.slice(0, 4)) - YEARS_BACK, 1), last];
  });
}
