import { defineMetric, single } from "./define.ts";
import { column } from "./expression.ts";

export const incomeYtd = defineMetric({
  id: "income_ytd",
  title: "累计收入",
  unit: "yuan",
  mart: "fund_month",
  version: 1,
  resetsYearly: true,
  variants: single("收付实现制，1月至当月累计", column("income_ytd_yuan")),
});
