import { defineMetric, single } from "./define.ts";
import { column } from "./expression.ts";

export const expenditureBudget = defineMetric({
  id: "expenditure_budget",
  title: "支出预算",
  unit: "yuan",
  mart: "fund_month",
  version: 1,
  variants: single("期末有效的年度预算版本", column("expenditure_budget_yuan")),
});
