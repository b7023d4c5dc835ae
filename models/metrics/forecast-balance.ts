import { defineMetric, single } from "./define.ts";
import { EXPECTED_BALANCE } from "./forecast.ts";

/** The balance expected so many months ahead: the last known one, plus income, less expenditure. */
export const forecastBalance = defineMetric({
  id: "forecast_balance",
  title: "预测累计结余",
  unit: "yuan",
  mart: "forecast_ahead",
  version: 1,
  categories: "every",
  variants: single("最后一个已知月的结余加预测收入合计、减预测支出合计的期望值", EXPECTED_BALANCE),
});
