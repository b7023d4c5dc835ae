import { defineMetric, single } from "./define.ts";
import { column, over } from "./expression.ts";

export const expenditureCompletion = defineMetric({
  id: "expenditure_completion",
  title: "支出预算完成率",
  unit: "ratio",
  mart: "fund_month",
  version: 1,
  resetsYearly: true,
  variants: single(
    "累计支出÷年度支出预算",
    over(column("expenditure_ytd_yuan"), column("expenditure_budget_yuan")),
  ),
});
