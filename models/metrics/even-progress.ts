import { defineMetric, single } from "./define.ts";
import { column, number, over } from "./expression.ts";

export const evenProgress = defineMetric({
  id: "even_progress",
  title: "均衡进度",
  unit: "ratio",
  mart: "fund_month",
  version: 1,
  resetsYearly: true,
  variants: single("已过月数÷12", over(column("months_elapsed"), number(12))),
});
