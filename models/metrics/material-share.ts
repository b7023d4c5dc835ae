import { ofYearToDate, yearAndMonth } from "./accrual.ts";
import { defineMetric } from "./define.ts";
import { over } from "./expression.ts";

export const materialShare = defineMetric({
  id: "material_share",
  title: "耗占比",
  unit: "ratio",
  mart: "service_month",
  version: 1,
  resetsYearly: true,
  variants: [
    ...yearAndMonth("住院结算，卫生材料费÷费用明细合计", (sum) =>
      over(sum("inpatient_material_yuan"), sum("inpatient_itemised_yuan")),
    ),
    ofYearToDate("all_care", "各类结算，卫生材料费÷费用明细合计", (sum) =>
      over(sum("material_yuan"), sum("itemised_yuan")),
    ),
  ],
});
