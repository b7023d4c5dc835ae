import { defineMetric, single } from "./define.ts";
import { column } from "./expression.ts";

/** What expenditure will add up to, from the month after the last known one to so many months ahead. */
export const forecastExpenditure = defineMetric({
  id: "forecast_expenditure",
  title: "预测支出合计",
  unit: "yuan",
  mart: "forecast_ahead",
  version: 1,
  categories: "every",
  variants: single("最后一个已知月的次月起若干个月支出合计的期望值", column("expenditure_yuan")),
});
