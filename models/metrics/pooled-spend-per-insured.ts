import { yearAndMonth } from "./accrual.ts";
import { defineMetric } from "./define.ts";
import { column, over } from "./expression.ts";

export const pooledSpendPerInsured = defineMetric({
  id: "pooled_spend_per_insured",
  title: "人均统筹支出",
  unit: "yuan",
  mart: "service_month",
  version: 1,
  resetsYearly: true,
  variants: yearAndMonth("各类结算的统筹基金支付÷期末参保人数", (sum) =>
    over(sum("hifp_pay_yuan"), column("insured_persons")),
  ),
});
