import { defineMetric, single } from "./define.ts";
import { column } from "./expression.ts";

export const expenditureMonth = defineMetric({
  id: "expenditure_month",
  title: "当月支出",
  unit: "yuan",
  mart: "fund_month",
  version: 1,
  variants: single("收付实现制，当月", column("expenditure_month_yuan")),
});
