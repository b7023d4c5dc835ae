import type { Month } from "../period.ts";
import { monthsBetween } from "./calendar.ts";
import { type FundForecast, type FundHistory, QUANTITIES, type Quantity } from "./fund.ts";
import { SEASON } from "./method.ts";
import { knownTotals, type Side, upTo } from "./series.ts";
import { spendingUntil } from "./spending.ts";

/** A forecast quantity beside what it came to. */
export interface Outcome {
  series: Quantity;
  step: number;
  month: Month;
  mean: number;
  q025: number;
  q10: number;
  q90: number;
  q975: number;
  actual: number;
  within_80: boolean;
  within_95: boolean;
}

/**
 * What became of a forecast in the months that are known by now, quantity by quantity: flows and sums in yuan,
 * the balance, and months payable by the mean spending of 12 months without transfers between levels. A sum is
 * known when each of its months is.
 */
export function outcomesOf(forecast: FundForecast, history: FundHistory): Outcome[] {
  const last = forecast.months.at(-1)?.month;
  if (last === undefined || history.account !== forecast.account) return [];
  const first = monthsBetween(history.from, forecast.origin) + 1;
  const flows = (side: Side) => knownTotals(history, side, last);
  const [income, expenditure] = [flows("income"), flows("expenditure")];
  const closing = upTo(history.closing_yuan, history.from, last);
  const spending = spendingUntil(history, last);
  const actual = (step: number, series: Outcome["series"]): number | null => {
    const at = first + step - 1;
    switch (series) {
      case "income":
        return income[at] ?? null;
      case "expenditure":
        return expenditure[at] ?? null;
      case "income_sum":
        return sumOf(income, first, at);
      case "expenditure_sum":
        return sumOf(expenditure, first, at);
      case "balance":
        return closing[at] ?? null;
      case "months_payable": {
        const spent = sumOf(spending, at - SEASON + 1, at);
        const balance = closing[at] ?? null;
        return balance === null || spent === null || spent <= 0 ? null : (balance * SEASON) / spent;
      }
    }
  };
  return forecast.months.flatMap((month) =>
    QUANTITIES.flatMap((series): Outcome[] => {
      const value = actual(month.step, series);
      const { mean, q025, q10, q90, q975 } = month[series];
      if (value === null || !Number.isFinite(mean)) return [];
      return [
        {
          ...{ series, step: month.step, month: month.month },
          ...{ mean, q025, q10, q90, q975, actual: value },
          within_80: value >= q10 && value <= q90,
          within_95: value >= q025 && value <= q975,
        },
      ];
    }),
  );
}

/** Sum of months from one to another, null where one of them is not known. */
function sumOf(values: readonly (number | null)[], from: number, to: number): number | null {
  let sum = 0;
  for (let i = from; i <= to; i++) {
    const value = values[i];
    if (value === null || value === undefined) return null;
    sum += value;
  }
  return sum;
}
