import { defineMetric, single } from "./define.ts";
import { column } from "./expression.ts";

/** What the balance stays below with a probability of 90 %: the upper end of the 80 % interval. */
export const forecastBalanceHigh = defineMetric({
  id: "forecast_balance_high",
  title: "预测累计结余上限",
  unit: "yuan",
  mart: "forecast_ahead",
  version: 1,
  categories: "every",
  variants: single("预测累计结余80%区间的上限（模拟路径的90%分位数）", column("balance_high_yuan")),
});
