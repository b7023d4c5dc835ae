import { yearAndMonth } from "./accrual.ts";
import { defineMetric } from "./define.ts";

export const admissions = defineMetric({
  id: "admissions",
  title: "住院人次",
  unit: "visits",
  mart: "service_month",
  version: 1,
  resetsYearly: true,
  variants: yearAndMonth("出院结算的住院人次，退费不计人次；住院类别按口径", (sum) =>
    sum("admissions"),
  ),
});
