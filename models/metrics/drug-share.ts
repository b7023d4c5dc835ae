import { ofYearToDate, yearAndMonth } from "./accrual.ts";
import { defineMetric } from "./define.ts";
import { minus, over } from "./expression.ts";

export const drugShare = defineMetric({
  id: "drug_share",
  title: "药占比",
  unit: "ratio",
  mart: "service_month",
  version: 1,
  resetsYearly: true,
  variants: [
    ...yearAndMonth("住院结算，西药、中成药、中药饮片费÷费用明细合计", (sum) =>
      over(sum("inpatient_drug_yuan"), sum("inpatient_itemised_yuan")),
    ),
    ofYearToDate("all_care", "各类结算，西药、中成药、中药饮片费÷费用明细合计", (sum) =>
      over(sum("drug_yuan"), sum("itemised_yuan")),
    ),
    ofYearToDate("without_herb", "住院结算，西药、中成药费÷费用明细合计，不含中药饮片", (sum) =>
      over(
        minus(sum("inpatient_drug_yuan"), sum("inpatient_herb_yuan")),
        sum("inpatient_itemised_yuan"),
      ),
    ),
  ],
});
