import { defineMetric, single } from "./define.ts";
import { column } from "./expression.ts";

/** The probability that months payable are below 3 at the end of the month so many months ahead. */
export const forecastBelow3 = defineMetric({
  id: "forecast_below_3",
  title: "可支付不足三个月的概率",
  unit: "ratio",
  mart: "forecast_ahead",
  version: 1,
  categories: "every",
  variants: single("模拟路径中该月末可支付月数低于3个月的比例", column("below_3")),
});
