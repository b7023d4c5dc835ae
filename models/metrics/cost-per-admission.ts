import { yearAndMonth } from "./accrual.ts";
import { defineMetric } from "./define.ts";
import { over } from "./expression.ts";

export const costPerAdmission = defineMetric({
  id: "cost_per_admission",
  title: "次均住院费用",
  unit: "yuan",
  mart: "service_month",
  version: 1,
  resetsYearly: true,
  variants: yearAndMonth("住院医疗费总额÷住院人次", (sum) =>
    over(sum("inpatient_medfee_yuan"), sum("admissions")),
  ),
});
