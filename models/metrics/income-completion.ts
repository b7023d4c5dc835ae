import { defineMetric, single } from "./define.ts";
import { column, over } from "./expression.ts";

export const incomeCompletion = defineMetric({
  id: "income_completion",
  title: "收入预算完成率",
  unit: "ratio",
  mart: "fund_month",
  version: 1,
  resetsYearly: true,
  variants: single(
    "累计收入÷年度收入预算",
    over(column("income_ytd_yuan"), column("income_budget_yuan")),
  ),
});
