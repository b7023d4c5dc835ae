import { ofYearToDate } from "./accrual.ts";
import { defineMetric } from "./define.ts";
import { column, number, over } from "./expression.ts";

export const annualizedHospitalizationRate = defineMetric({
  id: "annualized_hospitalization_rate",
  title: "预测年住院率",
  unit: "ratio",
  mart: "service_month",
  version: 1,
  resetsYearly: true,
  variants: [
    ofYearToDate(
      "",
      "累计住院人次÷参保人数，按已过月数折成全年",
      (sum) =>
        over(
          over(sum("admissions"), column("insured_persons")),
          over(column("months_elapsed"), number(12)),
        ),
      { hasCuts: true },
    ),
  ],
});
