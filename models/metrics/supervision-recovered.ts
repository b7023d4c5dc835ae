import { defineMetric } from "./define.ts";
import { supervised } from "./supervision.ts";

export const supervisionRecovered = defineMetric({
  id: "supervision_recovered",
  title: "追回金额",
  unit: "yuan",
  mart: "supervision_month",
  version: 1,
  resetsYearly: true,
  variants: supervised("线索登记追回的金额，计入登记的月份；不含随机抽查", (sum) =>
    sum("recovered_yuan"),
  ),
});
