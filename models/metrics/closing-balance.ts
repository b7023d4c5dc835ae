import { defineMetric, single } from "./define.ts";
import { column } from "./expression.ts";

export const closingBalance = defineMetric({
  id: "closing_balance",
  title: "累计结余",
  unit: "yuan",
  mart: "fund_month",
  version: 1,
  variants: single("期末滚存结余；来文未列的由上年结余加当期结余得出", column("closing_yuan")),
});
