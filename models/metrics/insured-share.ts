import { defineMetric, single } from "./define.ts";
import { column, over } from "./expression.ts";

export const insuredShare = defineMetric({
  id: "insured_share",
  title: "参保人员占比",
  unit: "ratio",
  mart: "insured_month",
  version: 1,
  categories: "every",
  variants: single("该类参保人数÷参保人数", over(column("persons"), column("whole_persons"))),
});
