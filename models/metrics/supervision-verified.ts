import { defineMetric } from "./define.ts";
import { supervised } from "./supervision.ts";

export const supervisionVerified = defineMetric({
  id: "supervision_verified",
  title: "核实条数",
  unit: "clues",
  mart: "supervision_month",
  version: 1,
  resetsYearly: true,
  variants: supervised("核实有问题的线索，计入核实的月份，撤销的冲减；不含随机抽查", (sum) =>
    sum("verified"),
  ),
});
