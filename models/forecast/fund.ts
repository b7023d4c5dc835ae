import type { Month } from "../period.ts";

/** What a fund of a region did, month by month, as far as it is known; amounts in yuan. */
export interface FundHistory {
  region_code: string;
  /** The region above, null at the top; left out, it follows from the digits of the code. */
  parent_code?: string | null | undefined;
  fund: string;
  /** `pooled` where the bureau keeps the pooled account apart, else `all`. */
  account: string;
  /** The first month of every list; the lists go on without gaps, a month that is not known is null. */
  from: Month;
  /** Income and expenditure by line of `STATEMENT_TERMS` (`income.contribution`, …); totals where there are no lines. */
  lines: Record<string, (number | null)[]>;
  /** Balance at the end of each month, of the account that pays. */
  closing_yuan: (number | null)[];
  /** What the fund's other accounts spent each month, where the history is of the pooled account alone. */
  other_spending_yuan?: (number | null)[] | undefined;
  /** Insured persons at the end of each month, where known. */
  insured: (number | null)[];
}

/** An event that history must not be read across as if nothing had been. */
export interface Break {
  id: string;
  /** `pulse`: months that are not like others; `level`: from here on another level. */
  kind: "pulse" | "level";
  from: Month;
  /** The last month of a pulse. */
  to?: Month | undefined;
  /** Fund codes and lines it touches; all if left out. */
  funds?: string[] | undefined;
  lines?: string[] | undefined;
  /** What happened, as printed: 新冠疫情, DRG/DIP 付费改革. */
  title: string;
}

/** A dated multiplicative ramp on one driver. */
export interface Ramp {
  driver: Driver;
  /** The effect grows evenly from nothing before `from` to all of it at the end of `until`. */
  from: Month;
  until: Month;
  /** 1.05 is five per cent more. */
  factor: number;
  funds?: string[] | undefined;
  regions?: string[] | undefined;
}

export const DRIVERS = [
  "premium",
  "subsidy",
  "insured",
  "admission_rate",
  "cost_per_admission",
  "payment_rate",
] as const;
export type Driver = (typeof DRIVERS)[number];

/** What if: ramps on the same shocks, so that the difference to the base is the scenario's alone. */
export interface Scenario {
  name: string;
  title: string;
  ramps: Ramp[];
  /** Share of insured persons lost for each share the premium rises; 0 unless said. */
  enrolment_elasticity: number;
}

export interface ForecastSettings {
  horizon: number;
  paths: number;
  seed: number;
  /** Lines of months payable, the highest first. */
  bands: number[];
  breaks: Break[];
}

export const DEFAULT_SETTINGS: ForecastSettings = {
  horizon: 18,
  paths: 2000,
  seed: 1,
  bands: [6, 3, 0],
  breaks: [],
};

/** Of one quantity in one month: what is expected, and what it stays below with that probability. */
export interface Quantiles {
  mean: number;
  q025: number;
  q10: number;
  q50: number;
  q90: number;
  q975: number;
}

export interface ForecastMonth {
  /** Months ahead of the origin, from 1. */
  step: number;
  month: Month;
  income: Quantiles;
  expenditure: Quantiles;
  /** Sums from the month after the origin to this one: what a total of 3, 6 or 12 months will be. */
  income_sum: Quantiles;
  expenditure_sum: Quantiles;
  balance: Quantiles;
  months_payable: Quantiles;
  /** By band: probability that months payable are below it at the end of this month. */
  p_below: number[];
  /** By band: probability that they were below it at the end of any month so far. */
  p_crossed: number[];
}

/** What is told of a month with intervals. */
export const QUANTITIES = [
  "income",
  "expenditure",
  "income_sum",
  "expenditure_sum",
  "balance",
  "months_payable",
] as const satisfies (keyof ForecastMonth)[];
export type Quantity = (typeof QUANTITIES)[number];

/** How one line was forecast. */
export interface LineForecast {
  line: string;
  /** As printed: 组合（ETS、DOTM、Theta）, 征缴年度驱动×月度份额, … */
  method: string;
  /** Why this method, and what was done to its history; Chinese sentences. */
  notes: string[];
  months: { month: Month; value: Quantiles }[];
}

export interface FundForecast {
  region_code: string;
  fund: string;
  account: string;
  /** The last month that was known. */
  origin: Month;
  /**
   * `ok`; `short`: fewer than 24 months, pooled profile times level, labelled; `insufficient`: none is given;
   * `closing`: the fund was merged or has ended.
   */
  status: "ok" | "short" | "insufficient" | "closing";
  /** Chinese sentences: what was found in the history and what was done. */
  notes: string[];
  opening_balance_yuan: number | null;
  /** By month ahead: what other accounts are expected to spend, which months payable count, too; null if none does. */
  other_spending_yuan: number[] | null;
  lines: LineForecast[];
  /** Empty where none is given; balance and months payable are NaN where the opening balance is not known. */
  months: ForecastMonth[];
  /** By band: the month in which most paths that cross it do so first; null where fewer than half cross it. */
  first_crossing: (Month | null)[];
}
