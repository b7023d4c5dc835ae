import { defineMetric, single } from "./define.ts";
import { column, minus, over } from "./expression.ts";

export const balanceRate = defineMetric({
  id: "balance_rate",
  title: "结余率",
  unit: "ratio",
  mart: "fund_month",
  version: 1,
  resetsYearly: true,
  variants: single(
    "当期结余÷同期收入",
    over(
      minus(column("income_ytd_yuan"), column("expenditure_ytd_yuan")),
      column("income_ytd_yuan"),
    ),
  ),
});
