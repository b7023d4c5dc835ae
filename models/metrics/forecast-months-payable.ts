import { defineMetric, single } from "./define.ts";
import { column, number, over } from "./expression.ts";
import { EXPECTED_BALANCE } from "./forecast.ts";

/** Months payable expected so many months ahead: balance by average expenditure of the 12 months to then. */
export const forecastMonthsPayable = defineMetric({
  id: "forecast_months_payable",
  title: "预测可支付月数",
  unit: "months",
  mart: "forecast_ahead",
  version: 1,
  categories: "every",
  variants: single(
    "所预测账户的累计结余÷截至当月近12个月的月均支出（连同实际的月份；统筹账户含个人账户支出，个人账户支出不全时只按统筹），支出剔除上解上级、补助下级",
    over(EXPECTED_BALANCE, over(column("spending_year_yuan"), number(12))),
  ),
});
