import type { ForecastMonth } from "../../models/forecast/fund.ts";
import { knownTotals, type Side } from "../../models/forecast/series.ts";
import { addMonths, type Month } from "../../models/period.ts";
import { STATEMENT_TERMS } from "../../models/sources/statement-terms.ts";
import { knownBalance, type Outlook } from "./outlook.ts";

/** Actual months above the forecast ones: a year to show, and one to average over before it. */
export const SHOWN = 24;

/** A side's lines, in the order of `WorkingLines`, and its total. */
export interface WorkingSide {
  lines: (number | null)[];
  total: number | null;
}

/** A month of a working sheet; amounts in yuan, null where they are not known. */
export interface WorkingMonth {
  month: Month;
  income: WorkingSide;
  expenditure: WorkingSide;
  /** What the fund's other accounts spend, where months payable count it. */
  others: number | null;
  /** As reported, of actual months. */
  closing: number | null;
  /** Of forecast months. */
  ahead: ForecastMonth | undefined;
}

/** Lines of a statement that a fund's forecast is made of. */
export interface WorkingLines {
  income: string[];
  expenditure: string[];
  /** Whether months payable count what other accounts spend, too. */
  countsOthers: boolean;
}

/** What lines of a forecast's side miss of its total: intervals that were calibrated move what is expected, too. */
const REST = "rest";
/** Yuan that sums of expected values may be off by. */
const EXACT = 1;

const TITLES = new Map(STATEMENT_TERMS.map(({ key, title }) => [key as string, title]));

export const lineTitle = (line: string): string =>
  isRest(line) ? "未分科目" : (TITLES.get(line) ?? line);

const PLACES = STATEMENT_TERMS.map(({ key }) => key as string);

/** The lines that were forecast, in the order of a statement; the totals where none were. */
export function linesOf({ forecast }: Pick<Outlook, "forecast">): WorkingLines {
  const side = (name: Side) => {
    const own = forecast.lines
      .map(({ line }) => line)
      .filter((line) => line.startsWith(`${name}.`))
      .sort((a, b) => PLACES.indexOf(a) - PLACES.indexOf(b));
    if (own.length === 0) return [`${name}.${REST}`];
    const isWhole = forecast.months.every(
      ({ month, [name]: total }) =>
        Math.abs(sumOf(own.map((line) => expected(forecast.lines, line, month))) - total.mean) <
        EXACT,
    );
    return isWhole ? own : [...own, `${name}.${REST}`];
  };
  return {
    income: side("income"),
    expenditure: side("expenditure"),
    countsOthers: forecast.other_spending_yuan !== null,
  };
}

function expected(lines: Outlook["forecast"]["lines"], line: string, month: Month): number | null {
  const found = lines.find((each) => each.line === line);
  return found?.months.find((each) => each.month === month)?.value.mean ?? null;
}

/** What is not known counts for nothing. */
export const sumOf = (values: readonly (number | null)[]): number =>
  values.reduce<number>((sum, value) => sum + (value ?? 0), 0);

/** The newest actual months, then those of the forecast. */
export function workingMonths(outlook: Outlook, lines: WorkingLines): WorkingMonth[] {
  const { forecast, history } = outlook;
  const totals = {
    income: knownTotals(history, "income", forecast.origin),
    expenditure: knownTotals(history, "expenditure", forecast.origin),
  };
  const balances = knownBalance(outlook);
  const actual = totals.income
    .map((_, i): WorkingMonth => {
      const of = (side: Side): WorkingSide => {
        const total = totals[side][i] ?? null;
        return withRest(
          lines[side],
          lines[side].map((line) => history.lines[line]?.[i] ?? null),
          total,
        );
      };
      return {
        month: addMonths(history.from, i),
        income: of("income"),
        expenditure: of("expenditure"),
        others: history.other_spending_yuan?.[i] ?? null,
        closing: balances[i] ?? null,
        ahead: undefined,
      };
    })
    .slice(-SHOWN);
  const coming = forecast.months.map((ahead, i): WorkingMonth => {
    const of = (side: Side): WorkingSide => {
      const own = lines[side].map((line) => expected(forecast.lines, line, ahead.month));
      const isWhole = !lines[side].some(isRest);
      return withRest(lines[side], own, isWhole ? sumOf(own) : ahead[side].mean);
    };
    return {
      month: ahead.month,
      income: of("income"),
      expenditure: of("expenditure"),
      others: forecast.other_spending_yuan?.[i] ?? null,
      closing: null,
      ahead,
    };
  });
  return [...actual, ...coming];
}

/** What its lines leave of a total stands under the last of them, where that is kept for it. */
function withRest(names: string[], values: (number | null)[], total: number | null): WorkingSide {
  const rest = total === null ? null : total - sumOf(values);
  return { total, lines: names.map((line, i) => (isRest(line) ? rest : values[i]!)) };
}

const isRest = (line: string): boolean => line.endsWith(`.${REST}`);
