import { yearAndMonth } from "./accrual.ts";
import { defineMetric } from "./define.ts";

export const outpatientVisits = defineMetric({
  id: "outpatient_visits",
  title: "门诊人次",
  unit: "visits",
  mart: "service_month",
  version: 1,
  resetsYearly: true,
  variants: yearAndMonth("门诊、急诊、门诊慢特病结算人次，不含药店购药", (sum) =>
    sum("outpatient_visits"),
  ),
});
