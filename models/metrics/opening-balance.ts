import { defineMetric, single } from "./define.ts";
import { column } from "./expression.ts";

export const openingBalance = defineMetric({
  id: "opening_balance",
  title: "上年结余",
  unit: "yuan",
  mart: "fund_month",
  version: 1,
  variants: single(
    "年初结余；当月来文未列的取1月所列，再取上年12月累计结余，再无则由累计结余倒推",
    column("opening_yuan"),
  ),
});
