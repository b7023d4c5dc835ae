import { defineMetric, single } from "./define.ts";
import { column } from "./expression.ts";

/** The probability that months payable are below 6 at the end of any month until then. */
export const forecastCrossed6 = defineMetric({
  id: "forecast_crossed_6",
  title: "期间曾不足六个月的概率",
  unit: "ratio",
  mart: "forecast_ahead",
  version: 1,
  categories: "every",
  variants: single("模拟路径中到该月为止任一月末可支付月数曾低于6个月的比例", column("crossed_6")),
});
