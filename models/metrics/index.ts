import { aheadOfEven } from "./ahead-of-even.ts";
import { balanceRate } from "./balance-rate.ts";
import { closingBalance } from "./closing-balance.ts";
import { currentBalance } from "./current-balance.ts";
import type { Metric } from "./define.ts";
import { dependencyRatio } from "./dependency-ratio.ts";
import { evenProgress } from "./even-progress.ts";
import { expenditureBudget } from "./expenditure-budget.ts";
import { expenditureCompletion } from "./expenditure-completion.ts";
import { expenditureMonth } from "./expenditure-month.ts";
import { expenditureYtd } from "./expenditure-ytd.ts";
import { incomeBudget } from "./income-budget.ts";
import { incomeCompletion } from "./income-completion.ts";
import { incomeMonth } from "./income-month.ts";
import { incomeYtd } from "./income-ytd.ts";
import { insuredPersons } from "./insured.ts";
import { insuredShare } from "./insured-share.ts";
import { monthsPayable } from "./months-payable.ts";
import { openingBalance } from "./opening-balance.ts";

/** Every named number, in the order of a bulletin. */
export const METRICS: readonly Metric[] = [
  incomeYtd,
  incomeMonth,
  incomeBudget,
  incomeCompletion,
  expenditureYtd,
  expenditureMonth,
  expenditureBudget,
  expenditureCompletion,
  evenProgress,
  aheadOfEven,
  currentBalance,
  balanceRate,
  openingBalance,
  closingBalance,
  monthsPayable,
  insuredPersons,
  insuredShare,
  dependencyRatio,
];

/** A metric by its id, with or without `.yoy` or `.mom`. */
export function metricOf(id: string): Metric | undefined {
  const base = id.replace(/\.(yoy|mom)$/, "");
  return METRICS.find((metric) => metric.id === base);
}
