import { column, minus, plus } from "./expression.ts";

/** Columns of `forecast_ahead` with their titles. */
export const FORECAST_COLUMNS: readonly [name: string, title: string][] = [
  ["known_balance_yuan", "起点累计结余"],
  ["income_yuan", "预测收入合计"],
  ["expenditure_yuan", "预测支出合计"],
  ["spending_year_yuan", "截至该月近12个月支出（不含上解、补助下级）"],
  ["balance_low_yuan", "模拟结余的十分位数下端"],
  ["balance_high_yuan", "模拟结余的十分位数上端"],
  ...[6, 3, 0].flatMap((level): [string, string][] => [
    [`below_${level}`, `月末可支付不足${level}个月的路径占比`],
    [`crossed_${level}`, `期间曾不足${level}个月的路径占比`],
  ]),
];

/** The balance expected: what was there, and what comes in and goes out until then. */
export const EXPECTED_BALANCE = minus(
  plus(column("known_balance_yuan"), column("income_yuan")),
  column("expenditure_yuan"),
);
