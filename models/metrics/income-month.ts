import { defineMetric, single } from "./define.ts";
import { column } from "./expression.ts";

export const incomeMonth = defineMetric({
  id: "income_month",
  title: "当月收入",
  unit: "yuan",
  mart: "fund_month",
  version: 1,
  variants: single("收付实现制，当月", column("income_month_yuan")),
});
