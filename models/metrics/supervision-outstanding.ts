import { defineMetric } from "./define.ts";
import { column } from "./expression.ts";

export const supervisionOutstanding = defineMetric({
  id: "supervision_outstanding",
  title: "核实未追回金额",
  unit: "yuan",
  mart: "supervision_month",
  version: 1,
  variants: [
    {
      basis: "",
      policy: "期末已核实线索的核实金额－已追回金额；台账登记的合计没有核实金额，不在内",
      value: column("outstanding_yuan"),
      hasCuts: true,
    },
  ],
});
