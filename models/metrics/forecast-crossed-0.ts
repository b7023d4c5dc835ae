import { defineMetric, single } from "./define.ts";
import { column } from "./expression.ts";

/** The probability that months payable are below 0 at the end of any month until then. */
export const forecastCrossed0 = defineMetric({
  id: "forecast_crossed_0",
  title: "期间累计结余曾为负的概率",
  unit: "ratio",
  mart: "forecast_ahead",
  version: 1,
  categories: "every",
  variants: single("模拟路径中到该月为止任一月末可支付月数曾低于0个月的比例", column("crossed_0")),
});
