import { defineMetric } from "./define.ts";
import { supervised } from "./supervision.ts";

export const supervisionChecked = defineMetric({
  id: "supervision_checked",
  title: "有结论线索条数",
  unit: "clues",
  mart: "supervision_month",
  version: 1,
  resetsYearly: true,
  variants: supervised(
    "核实或未发现问题而办结的线索，计入作出结论的月份；撤销的冲减；台账登记的合计按疑点条数计入",
    (sum) => sum("checked"),
  ),
});
