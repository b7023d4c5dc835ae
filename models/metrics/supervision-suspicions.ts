import { defineMetric } from "./define.ts";
import { supervised } from "./supervision.ts";

export const supervisionSuspicions = defineMetric({
  id: "supervision_suspicions",
  title: "疑点条数",
  unit: "clues",
  mart: "supervision_month",
  version: 1,
  resetsYearly: true,
  variants: supervised("规则所见、未被排除的疑点，计入疑点所属月；台账登记的合计按条计入", (sum) =>
    sum("suspicions"),
  ),
});
