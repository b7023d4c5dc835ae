import type { FundForecast, FundHistory } from "../../models/forecast/fund.ts";
import { fundOf } from "../../models/fund.ts";
import { addMonths, endMonth, type Month } from "../../models/period.ts";
import { type BulletinFacts, type Known, known } from "../documents/bulletin-facts.ts";

/** How one method did on months it did not know; null where it could not be said. */
export interface Score {
  /** 收入, 支出, 累计结余 or a line of the statement. */
  title: string;
  /** Months ahead, or how many months were added up. */
  months: number;
  origins: number;
  /** Share of the actual amount that was missed (WAPE), by the forecast and by the same month of last year. */
  error: number | null;
  naive_error: number | null;
  /** Share of actual values within the intervals. */
  within_80: number | null;
  within_95: number | null;
}

/** A forecast that was issued, and what became of it; amounts in yuan. */
export interface Issued {
  origin: Month;
  month: Month;
  mean: number;
  q10: number;
  q90: number;
  /** Null until it is known. */
  actual: number | null;
}

/** How many times wider than its paths an interval was made, so that past errors would have fallen into it. */
export interface Widening {
  /** 收入合计, 累计结余 … */
  title: string;
  factor_80: number;
  factor_95: number;
}

/** A fund's forecast as documents tell it, with what it grew out of and how earlier ones did. */
export interface Outlook {
  forecast: FundForecast;
  history: FundHistory;
  /** Levels of months payable that `p_below` and `p_crossed` are of, the highest first. */
  bands: number[];
  widenings: Widening[];
  scores: Score[];
  issued: Issued[];
}

/** Months ahead of which figures are made. */
const EVERY = 3;
/** Months ahead that sentences speak of. */
const TOLD = 12;

/** Months ahead of the table's rows: 3, 6, 9 … */
export const stepsOf = ({ forecast }: Pick<Outlook, "forecast">): number[] =>
  forecast.months.map(({ step }) => step).filter((step) => step % EVERY === 0);

/** Months ahead that its sentences speak of: 12, or the last before; undefined where none is given. */
export const toldStep = (outlook: Pick<Outlook, "forecast">): number | undefined =>
  stepsOf(outlook).findLast((step) => step <= TOLD);

/** 职工基金, 职工统筹基金. */
export function fundName({ forecast }: Pick<Outlook, "forecast">): string {
  const { fund, account } = forecast;
  return `${fundOf(fund).short}${account === "pooled" ? "统筹" : ""}基金`;
}

/** A figure of the forecast, so many months ahead. */
export const ahead = (
  facts: BulletinFacts,
  { forecast }: Pick<Outlook, "forecast">,
  metric: string,
  step: number,
): Known | undefined =>
  known(facts, `forecast_${metric}`, forecast.fund, {
    account: forecast.account === "pooled" ? "pooled" : "all",
    basis: String(step),
  });

export const monthAhead = (facts: BulletinFacts, step: number): Month =>
  addMonths(endMonth(facts.period), step);

/** The balance expected at the end of each month: what is expected of the months adds up. */
export function expectedBalance({
  opening_balance_yuan,
  months,
}: Pick<FundForecast, "opening_balance_yuan" | "months">): (number | null)[] {
  let balance = opening_balance_yuan;
  return months.map(({ income, expenditure }) => {
    balance = balance === null ? null : balance + income.mean - expenditure.mean;
    return balance;
  });
}

/** The balance at the end of each known month; of the last one as the forecast goes on from it. */
export const knownBalance = ({ forecast, history }: Pick<Outlook, "forecast" | "history">) =>
  history.closing_yuan.map((closing, i) =>
    addMonths(history.from, i) === forecast.origin
      ? (forecast.opening_balance_yuan ?? closing)
      : closing,
  );
