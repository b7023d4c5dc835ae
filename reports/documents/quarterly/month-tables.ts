import { fundOf } from "../../../models/fund.ts";
import { type Month, monthsToDate, parsePeriod, spanInWords } from "../../../models/period.ts";
import type { Run, Table } from "../../document.ts";
import type { Scale } from "../../format.ts";
import { known } from "../bulletin-facts.ts";
import { caveatNotes } from "../notes.ts";
import { type FigureColumn, figureTable, type Line } from "../table-cells.ts";
import type { QuarterlyFacts } from "./quarterly-facts.ts";
import { A_HEAD, counted } from "./quotes.ts";

/** 职工、居民 */
export const namesOf = (funds: readonly string[]): string =>
  funds.map((fund) => fundOf(fund).short).join("、");

/** Income and expenditure of a few funds month by month, the sums to date last. */
export function flowMonths(facts: QuarterlyFacts, funds: readonly string[]): Table | null {
  const { period } = facts;
  const column = (fund: string, title: string, flow: string, suffix = "") => ({
    title: `${fundOf(fund).short}${title}`,
    figure: (at: string) =>
      known(facts, `${flow}_${at === period ? "ytd" : "month"}${suffix}`, fund, { period: at }),
  });
  const columns = funds.flatMap((fund) => [
    column(fund, "收入", "income"),
    column(fund, "支出", "expenditure"),
    column(fund, "支出同比", "expenditure", ".yoy"),
  ]);
  const table = monthTable(facts, columns, [{ label: "累计", subject: period, kind: "total" }]);
  if (!table) return null;
  const notes: Run[][] = [["收付实现制，各月为当月数。"], ...caveatNotes(facts, table.rows)];
  const title = `${namesOf(funds)}基金分月收支（${parsePeriod(period).year}年）`;
  return { kind: "table", title, ...table, notes };
}

/** Admissions, their cost and what was paid for them, month by month, for a few funds. */
export function serviceMonths(facts: QuarterlyFacts, funds: readonly string[]): Table | null {
  const column = (fund: string, title: string, metric: string, scale?: Scale) => ({
    title: `${fundOf(fund).short}${title}`,
    ...(scale ? { scale } : {}),
    figure: (period: string) => counted(facts, metric, fund, { period, basis: "month" }),
  });
  const columns = funds.flatMap((fund) => [
    column(fund, "人次", "admissions"),
    column(fund, "次均费用", "cost_per_admission", A_HEAD),
    column(fund, "基金支出", "inpatient_fund_pay"),
    column(fund, "支出同比", "inpatient_fund_pay.yoy"),
  ]);
  const table = monthTable(facts, columns, []);
  if (!table) return null;
  const notes: Run[][] = [
    ["按结算时间统计（权责发生制），各月为当月数；退费已冲减。"],
    ...caveatNotes(facts, table.rows),
  ];
  const title = `${namesOf(funds)}分月住院情况（${spanInWords(facts.period)}）`;
  return { kind: "table", title, ...table, notes };
}

/** A row a month that has any figure; null where that are fewer than two. */
function monthTable(
  facts: QuarterlyFacts,
  columns: FigureColumn<Month>[],
  more: Line<Month>[],
): Pick<Table, "columns" | "rows"> | null {
  const lines = monthsToDate(facts.period)
    .filter((month) => columns.some(({ figure }) => figure(month)))
    .map(
      (month): Line<Month> => ({
        label: `${Number(month.slice(5))}月`,
        subject: month,
        kind: "plain",
      }),
    );
  if (lines.length < 2) return null;
  const { scale: _, ...table } = figureTable(facts, "月份", columns, [...lines, ...more]);
  return table.columns.length === 1 ? null : table;
}
