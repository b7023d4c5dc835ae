import { yearAndMonth } from "./accrual.ts";
import { defineMetric } from "./define.ts";

export const inpatientFundPay = defineMetric({
  id: "inpatient_fund_pay",
  title: "住院基金支出",
  unit: "yuan",
  mart: "service_month",
  version: 1,
  resetsYearly: true,
  variants: yearAndMonth("住院结算的基金支付总额，退费冲减；住院类别按口径", (sum) =>
    sum("inpatient_fund_pay_yuan"),
  ),
});
