import { fundOf } from "../models/fund.ts";

const TITLES: Record<string, string> = {
  income_ytd: "累计收入",
  expenditure_ytd: "累计支出",
  income_month: "当月收入",
  expenditure_month: "当月支出",
  current_balance: "当期结余",
  opening_balance: "期初结余",
  closing_balance: "累计结余",
  income_budget: "收入预算",
  expenditure_budget: "支出预算",
  income_completion: "收入预算完成率",
  expenditure_completion: "支出预算完成率",
  even_progress: "均衡进度",
  ahead_of_even: "超均衡进度",
  months_payable: "可支付月数",
  balance_rate: "结余率",
  insured: "参保人数",
  dependency_ratio: "在职退休比",
};

const RATES = new Set([
  "income_completion",
  "expenditure_completion",
  "even_progress",
  "balance_rate",
]);

const BASES: Record<string, string> = {
  trailing_12: "近12个月月均支出",
  ytd_average: "本年累计月均支出",
  budget: "年度支出预算月均",
  prior_year: "上年月均支出",
};

/** The metric a comparison speaks of: `income_ytd.yoy` → `income_ytd`. */
export const baseOf = (metric: string): string => metric.replace(/\.(yoy|mom)$/, "");

/** Whether a figure is a difference of rates, said in 百分点 and never in %. */
export function isPoints(metric: string): boolean {
  const base = baseOf(metric);
  return base === "ahead_of_even" || (base !== metric && RATES.has(base));
}

export function metricTitle(metric: string): string {
  const base = baseOf(metric);
  const suffix = metric.endsWith(".yoy") ? "同比" : metric.endsWith(".mom") ? "环比" : "";
  return (TITLES[base] ?? base) + suffix;
}

/** What months payable are divided by, and whether personal accounts are counted. */
export function basisTitle(basis: string): string {
  const total = basis.endsWith("_total");
  const name = BASES[basis.replace(/_total$/, "")] ?? basis;
  return total ? `${name}（含个人账户）` : name;
}

/** A figure's name for people, read from its id: `职工 超均衡进度`. */
export function figureTitle(id: string): string {
  const [metric = id, , fund = "", ...rest] = id.split("/");
  const account = rest.includes("pooled") ? "统筹" : rest.includes("personal") ? "个人账户" : "";
  return `${fundOf(fund).short}${account} ${metricTitle(metric)}`.trim();
}
