import { ofYearToDate, yearAndMonth } from "./accrual.ts";
import { defineMetric } from "./define.ts";
import { over } from "./expression.ts";

export const inScopeReimbursementRate = defineMetric({
  id: "in_scope_reimbursement_rate",
  title: "政策范围内报销比",
  unit: "ratio",
  mart: "service_month",
  version: 1,
  resetsYearly: true,
  variants: [
    ...yearAndMonth("住院结算，基金支付总额÷符合政策范围金额", (sum) =>
      over(sum("inpatient_fund_pay_yuan"), sum("inpatient_inscp_yuan")),
    ),
    ofYearToDate("all_care", "各类结算，基金支付总额÷符合政策范围金额", (sum) =>
      over(sum("fund_pay_yuan"), sum("inscp_yuan")),
    ),
  ],
});
