import { defineMetric, single } from "./define.ts";
import { column } from "./expression.ts";

/** The probability that months payable are below 6 at the end of the month so many months ahead. */
export const forecastBelow6 = defineMetric({
  id: "forecast_below_6",
  title: "可支付不足六个月的概率",
  unit: "ratio",
  mart: "forecast_ahead",
  version: 1,
  categories: "every",
  variants: single("模拟路径中该月末可支付月数低于6个月的比例", column("below_6")),
});
