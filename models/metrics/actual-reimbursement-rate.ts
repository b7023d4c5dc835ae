import { ofYearToDate, yearAndMonth } from "./accrual.ts";
import { defineMetric } from "./define.ts";
import { over } from "./expression.ts";

export const actualReimbursementRate = defineMetric({
  id: "actual_reimbursement_rate",
  title: "实际报销比",
  unit: "ratio",
  mart: "service_month",
  version: 1,
  resetsYearly: true,
  variants: [
    ...yearAndMonth("住院结算，基金支付总额÷医疗费总额（全口径）", (sum) =>
      over(sum("inpatient_fund_pay_yuan"), sum("inpatient_medfee_yuan")),
    ),
    ofYearToDate("all_care", "各类结算，基金支付总额÷医疗费总额（全口径）", (sum) =>
      over(sum("fund_pay_yuan"), sum("medfee_yuan")),
    ),
  ],
});
