import { ofYearToDate, yearAndMonth } from "./accrual.ts";
import { defineMetric } from "./define.ts";
import { over } from "./expression.ts";

export const outOfAreaShare = defineMetric({
  id: "out_of_area_share",
  title: "异地就医占比",
  unit: "ratio",
  mart: "service_month",
  version: 1,
  resetsYearly: true,
  variants: [
    ...yearAndMonth("异地住院人次÷住院人次", (sum) =>
      over(sum("out_of_area_admissions"), sum("admissions")),
    ),
    ofYearToDate("fund_spend", "异地住院基金支付÷住院基金支付", (sum) =>
      over(sum("out_of_area_fund_pay_yuan"), sum("inpatient_fund_pay_yuan")),
    ),
  ],
});
