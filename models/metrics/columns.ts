import { ACCRUAL_COLUMNS } from "./accrual-columns.ts";
import type { Mart } from "./define.ts";
import { FORECAST_COLUMNS } from "./forecast.ts";
import { CHANGE_COLUMNS } from "./spending-change.ts";
import { SUPERVISION_COLUMNS } from "./supervision.ts";

/** Which month a number is of, seen from the figure's month. */
export type Which = "this" | "january" | "last_december" | "last_year";

/** A number of a ledger: a line of a statement or budget, or a category of insured persons. */
export interface Ledgered {
  kind: "ytd" | "month" | "point" | "budget" | "persons";
  item: string;
  which: Which;
}

/** What a mart column is made of: ledger numbers, or other columns, that were all there. */
export interface Way {
  numbers?: Ledgered[];
  columns?: string[];
  /** Whose account, where it is not the figure's own. */
  account?: "pooled";
  /** Counted in where there are any: transfers between levels. */
  optional?: Ledgered[];
}

/** A mart column in words, and the ways it may have come about, the first that applies counting. */
export interface Origin {
  title: string;
  ways: Way[];
}

const of = (kind: Ledgered["kind"], item: string, which: Which = "this"): Ledgered => ({
  kind,
  item,
  which,
});
const plain = (title: string, ...numbers: Ledgered[]): Origin => ({ title, ways: [{ numbers }] });

const TRANSFERS = ["expenditure.remit_upper", "expenditure.subsidize_lower"];
const spending = (title: string, kind: "ytd" | "budget", ...months: Which[]): Origin => ({
  title,
  ways: [
    {
      numbers: months.map((which) => of(kind, "expenditure.total", which)),
      optional: months.flatMap((which) => TRANSFERS.map((item) => of(kind, item, which))),
    },
  ],
});
const LAST_12: Which[] = ["this", "last_december", "last_year"];
const gross = (title: string, ...months: Which[]): Origin =>
  plain(title, ...months.map((which) => of("ytd", "expenditure.total", which)));

/** Every column a metric may read, and where its numbers come from. */
export const COLUMNS: Record<Mart, Record<string, Origin>> = {
  fund_month: {
    months_elapsed: { title: "已过月数", ways: [] },
    income_month_yuan: plain("当月收入", of("month", "income.total")),
    income_ytd_yuan: plain("累计收入", of("ytd", "income.total")),
    expenditure_month_yuan: plain("当月支出", of("month", "expenditure.total")),
    expenditure_ytd_yuan: plain("累计支出", of("ytd", "expenditure.total")),
    current_yuan: {
      title: "当期结余",
      ways: [
        { columns: ["income_ytd_yuan", "expenditure_ytd_yuan"] },
        { numbers: [of("ytd", "balance.current")] },
      ],
    },
    opening_yuan: {
      title: "上年结余",
      ways: [
        { numbers: [of("point", "balance.opening")] },
        { numbers: [of("point", "balance.opening", "january")] },
        { numbers: [of("point", "balance.closing", "last_december")] },
        { numbers: [of("point", "balance.closing")], columns: ["current_yuan"] },
      ],
    },
    closing_yuan: {
      title: "累计结余",
      ways: [
        { numbers: [of("point", "balance.closing")] },
        { numbers: [of("point", "balance.opening")], columns: ["current_yuan"] },
        { numbers: [of("point", "balance.opening", "january")], columns: ["current_yuan"] },
        { numbers: [of("point", "balance.closing", "last_december")], columns: ["current_yuan"] },
      ],
    },
    payable_yuan: {
      title: "统筹基金累计结余",
      ways: [{ columns: ["closing_yuan"], account: "pooled" }, { columns: ["closing_yuan"] }],
    },
    payable_total_yuan: { title: "累计结余（含个人账户）", ways: [{ columns: ["closing_yuan"] }] },
    income_budget_yuan: plain("年度收入预算", of("budget", "income.total")),
    expenditure_budget_yuan: plain("年度支出预算", of("budget", "expenditure.total")),
    spending_ytd_yuan: spending("累计支出（不含上解、补助下级）", "ytd", "this"),
    spending_12_yuan: spending("近12个月支出（不含上解、补助下级）", "ytd", ...LAST_12),
    spending_prior_year_yuan: spending("上年支出（不含上解、补助下级）", "ytd", "last_december"),
    spending_budget_yuan: spending("年度支出预算（不含上解、补助下级）", "budget", "this"),
    gross_ytd_yuan: gross("累计支出", "this"),
    gross_12_yuan: gross("近12个月支出", ...LAST_12),
    gross_prior_year_yuan: gross("上年支出", "last_december"),
    gross_budget_yuan: plain("年度支出预算", of("budget", "expenditure.total")),
  },
  insured_month: {
    persons: plain("人数", of("persons", "category")),
    whole_persons: plain("参保人数", of("persons", "all")),
    retired_persons: plain("退休人数", of("persons", "retired")),
  },
  service_month: {
    months_elapsed: { title: "已过月数", ways: [] },
    insured_persons: plain("参保人数", of("persons", "category")),
    ...Object.fromEntries(ACCRUAL_COLUMNS.map(([name, title]) => [name, { title, ways: [] }])),
  },
  spending_decomposition: Object.fromEntries(
    CHANGE_COLUMNS.map(([name, title]) => [name, { title, ways: [] }]),
  ),
  supervision_month: Object.fromEntries(
    SUPERVISION_COLUMNS.map(([name, title]) => [name, { title, ways: [] }]),
  ),
  forecast_ahead: Object.fromEntries(
    FORECAST_COLUMNS.map(([name, title]) => [name, { title, ways: [] }]),
  ),
};

/** Columns that are counted, not printed: no rounding in them. */
export const EXACT_COLUMNS: ReadonlySet<string> = new Set([
  "months_elapsed",
  ...ACCRUAL_COLUMNS.map(([name]) => name),
  ...CHANGE_COLUMNS.map(([name]) => name),
  ...SUPERVISION_COLUMNS.map(([name]) => name),
  ...FORECAST_COLUMNS.map(([name]) => name),
]);

/** The column that holds half a unit of the last printed digit: `x_yuan` → `x_half_yuan`. */
export function halfColumn(name: string): string {
  return name.endsWith("_yuan") ? `${name.slice(0, -5)}_half_yuan` : `${name}_half`;
}
