import { defineMetric, single } from "./define.ts";
import { column, over } from "./expression.ts";

export const dependencyRatio = defineMetric({
  id: "dependency_ratio",
  title: "在职退休比",
  unit: "ratio",
  mart: "insured_month",
  version: 1,
  categories: ["working"],
  variants: single("在职参保人数÷退休参保人数", over(column("persons"), column("retired_persons"))),
});
