import { defineMetric, single } from "./define.ts";
import { column } from "./expression.ts";

/** What the balance stays above with a probability of 90 %: the lower end of the 80 % interval. */
export const forecastBalanceLow = defineMetric({
  id: "forecast_balance_low",
  title: "预测累计结余下限",
  unit: "yuan",
  mart: "forecast_ahead",
  version: 1,
  categories: "every",
  variants: single("预测累计结余80%区间的下限（模拟路径的10%分位数）", column("balance_low_yuan")),
});
