import { yearAndMonth } from "./accrual.ts";
import { defineMetric } from "./define.ts";
import { column, over } from "./expression.ts";

export const hospitalizationRate = defineMetric({
  id: "hospitalization_rate",
  title: "住院率",
  unit: "ratio",
  mart: "service_month",
  version: 1,
  resetsYearly: true,
  variants: yearAndMonth("住院人次÷期末参保人数（当月没有的取前12个月内最近一次）", (sum) =>
    over(sum("admissions"), column("insured_persons")),
  ),
});
