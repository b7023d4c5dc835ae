import { defineMetric, single } from "./define.ts";
import { column } from "./expression.ts";

/** What income will add up to, from the month after the last known one to so many months ahead. */
export const forecastIncome = defineMetric({
  id: "forecast_income",
  title: "预测收入合计",
  unit: "yuan",
  mart: "forecast_ahead",
  version: 1,
  categories: "every",
  variants: single("最后一个已知月的次月起若干个月收入合计的期望值", column("income_yuan")),
});
