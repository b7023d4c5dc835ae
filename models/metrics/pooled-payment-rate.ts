import { ofYearToDate, yearAndMonth } from "./accrual.ts";
import { defineMetric } from "./define.ts";
import { over } from "./expression.ts";

export const pooledPaymentRate = defineMetric({
  id: "pooled_payment_rate",
  title: "统筹支付率",
  unit: "ratio",
  mart: "service_month",
  version: 1,
  resetsYearly: true,
  variants: [
    ...yearAndMonth("住院结算，统筹基金支付÷医疗费总额", (sum) =>
      over(sum("inpatient_hifp_pay_yuan"), sum("inpatient_medfee_yuan")),
    ),
    ofYearToDate("all_care", "各类结算，统筹基金支付÷医疗费总额", (sum) =>
      over(sum("hifp_pay_yuan"), sum("medfee_yuan")),
    ),
  ],
});
