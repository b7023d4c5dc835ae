import { yearAndMonth } from "./accrual.ts";
import { defineMetric } from "./define.ts";

export const settlementFundSpend = defineMetric({
  id: "settlement_fund_spend",
  title: "结算基金支出",
  unit: "yuan",
  mart: "service_month",
  version: 1,
  resetsYearly: true,
  variants: yearAndMonth("各类结算的基金支付总额，退费冲减", (sum) => sum("fund_pay_yuan")),
});
