import { yearAndMonth } from "./accrual.ts";
import { defineMetric } from "./define.ts";

export const inpatients = defineMetric({
  id: "inpatients",
  title: "住院人数",
  unit: "persons",
  mart: "service_month",
  version: 1,
  resetsYearly: true,
  variants: yearAndMonth("有住院结算的人，同一人只计一次", (sum) => sum("inpatients")),
});
