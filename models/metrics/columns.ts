import type { Mart } from "./define.ts";

/** Which cells of the ledgers a mart column is made of, for the way back from a figure. */
export interface Origin {
  title: string;
  /** Lines of the ledger: `income.total`, `balance.closing`, a category of insured persons. */
  items: string[];
  ledger: "fund_cell" | "fund_budget" | "insured";
  /** Which months count: this one, last December, or this one less twelve, to date. */
  months: ("this" | "last_december" | "last_year")[];
  /** Whose account, where it is not the figure's own. */
  account?: "pooled";
}

const flow = (title: string, item: string, months: Origin["months"] = ["this"]): Origin => ({
  title,
  items: [item],
  ledger: "fund_cell",
  months,
});
const TRANSFERS = ["expenditure.remit_upper", "expenditure.subsidize_lower"];
const spending = (title: string, months: Origin["months"]): Origin => ({
  title,
  items: ["expenditure.total", ...TRANSFERS],
  ledger: "fund_cell",
  months,
});
const budget = (title: string, ...items: string[]): Origin => ({
  title,
  items,
  ledger: "fund_budget",
  months: ["this"],
});
const persons = (title: string, ...items: string[]): Origin => ({
  title,
  items,
  ledger: "insured",
  months: ["this"],
});

const LAST_12: Origin["months"] = ["this", "last_december", "last_year"];

/** Every column a metric may read, and where its numbers come from. */
export const COLUMNS: Record<Mart, Record<string, Origin>> = {
  fund_month: {
    income_month_yuan: flow("当月收入", "income.total"),
    income_ytd_yuan: flow("累计收入", "income.total"),
    expenditure_month_yuan: flow("当月支出", "expenditure.total"),
    expenditure_ytd_yuan: flow("累计支出", "expenditure.total"),
    current_yuan: {
      title: "当期结余",
      items: ["income.total", "expenditure.total", "balance.current"],
      ledger: "fund_cell",
      months: ["this"],
    },
    opening_yuan: {
      title: "上年结余",
      items: ["balance.opening", "balance.closing"],
      ledger: "fund_cell",
      months: ["this", "last_december"],
    },
    closing_yuan: flow("累计结余", "balance.closing"),
    payable_yuan: { ...flow("统筹基金累计结余", "balance.closing"), account: "pooled" },
    payable_total_yuan: flow("累计结余（含个人账户）", "balance.closing"),
    income_budget_yuan: budget("年度收入预算", "income.total"),
    expenditure_budget_yuan: budget("年度支出预算", "expenditure.total"),
    spending_ytd_yuan: spending("累计支出（不含上解、补助下级）", ["this"]),
    spending_12_yuan: spending("近12个月支出（不含上解、补助下级）", LAST_12),
    spending_prior_year_yuan: spending("上年支出（不含上解、补助下级）", ["last_december"]),
    spending_budget_yuan: budget(
      "年度支出预算（不含上解、补助下级）",
      "expenditure.total",
      ...TRANSFERS,
    ),
    gross_ytd_yuan: flow("累计支出", "expenditure.total"),
    gross_12_yuan: flow("近12个月支出", "expenditure.total", LAST_12),
    gross_prior_year_yuan: flow("上年支出", "expenditure.total", ["last_december"]),
    gross_budget_yuan: budget("年度支出预算", "expenditure.total"),
    months_elapsed: { title: "已过月数", items: [], ledger: "fund_cell", months: [] },
  },
  insured_month: {
    persons: persons("人数"),
    whole_persons: persons("参保人数", "all"),
    retired_persons: persons("退休人数", "retired"),
  },
};

/** Columns that are counted, not printed: no rounding in them. */
export const EXACT_COLUMNS: ReadonlySet<string> = new Set(["months_elapsed"]);

/** The column that holds half a unit of the last printed digit: `x_yuan` → `x_half_yuan`. */
export function halfColumn(name: string): string {
  return name.endsWith("_yuan") ? `${name.slice(0, -5)}_half_yuan` : `${name}_half`;
}
