import { defineMetric, single } from "./define.ts";
import { column } from "./expression.ts";

export const incomeBudget = defineMetric({
  id: "income_budget",
  title: "收入预算",
  unit: "yuan",
  mart: "fund_month",
  version: 1,
  variants: single("期末有效的年度预算版本", column("income_budget_yuan")),
});
