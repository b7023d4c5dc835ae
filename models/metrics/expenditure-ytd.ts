import { defineMetric, single } from "./define.ts";
import { column } from "./expression.ts";

export const expenditureYtd = defineMetric({
  id: "expenditure_ytd",
  title: "累计支出",
  unit: "yuan",
  mart: "fund_month",
  version: 1,
  resetsYearly: true,
  variants: single("收付实现制，1月至当月累计", column("expenditure_ytd_yuan")),
});
