import { defineMetric } from "./define.ts";
import { supervised } from "./supervision.ts";

export const supervisionClues = defineMetric({
  id: "supervision_clues",
  title: "线索条数",
  unit: "clues",
  mart: "supervision_month",
  version: 1,
  resetsYearly: true,
  variants: supervised(
    "同一对象的疑点并为一条线索，计入第一个疑点所属月；台账登记的合计按疑点条数计入",
    (sum) => sum("clues"),
  ),
});
