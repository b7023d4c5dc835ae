import { defineMetric, single } from "./define.ts";
import { column } from "./expression.ts";

export const currentBalance = defineMetric({
  id: "current_balance",
  title: "当期结余",
  unit: "yuan",
  mart: "fund_month",
  version: 1,
  resetsYearly: true,
  variants: single("累计收入减累计支出，负数为当期赤字", column("current_yuan")),
});
