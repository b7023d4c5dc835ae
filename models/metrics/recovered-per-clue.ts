import { defineMetric } from "./define.ts";
import { over } from "./expression.ts";
import { supervised } from "./supervision.ts";

export const recoveredPerClue = defineMetric({
  id: "recovered_per_clue",
  title: "每条核实线索追回",
  unit: "yuan",
  mart: "supervision_month",
  version: 1,
  resetsYearly: true,
  variants: supervised("追回金额÷核实条数", (sum) => over(sum("recovered_yuan"), sum("verified"))),
});
