import { yearAndMonth } from "./accrual.ts";
import { defineMetric } from "./define.ts";
import { over } from "./expression.ts";

export const lengthOfStay = defineMetric({
  id: "length_of_stay",
  title: "平均住院日",
  unit: "days",
  mart: "service_month",
  version: 1,
  resetsYearly: true,
  variants: yearAndMonth("住院床日÷住院人次，没有床日数的按出入院日期算", (sum) =>
    over(sum("bed_days"), sum("admissions")),
  ),
});
