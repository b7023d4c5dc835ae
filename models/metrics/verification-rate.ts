import { defineMetric } from "./define.ts";
import { over } from "./expression.ts";
import { supervised } from "./supervision.ts";

export const verificationRate = defineMetric({
  id: "verification_rate",
  title: "核实率",
  unit: "ratio",
  mart: "supervision_month",
  version: 1,
  resetsYearly: true,
  variants: supervised("核实条数÷有结论的线索条数；还没有结论的不在分母内", (sum) =>
    over(sum("verified"), sum("checked")),
  ),
});
