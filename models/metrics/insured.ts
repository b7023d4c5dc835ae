import { defineMetric, single } from "./define.ts";
import { column } from "./expression.ts";

export const insuredPersons = defineMetric({
  id: "insured",
  title: "参保人数",
  unit: "persons",
  mart: "insured_month",
  version: 1,
  categories: "every",
  variants: single("期末参保人数", column("persons")),
});
