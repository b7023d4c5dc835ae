import type { Account, Figure } from "../models/figure.ts";
import { COLUMNS, type Ledgered, type Way } from "../models/metrics/columns.ts";
import { isOfSettlements, type Metric } from "../models/metrics/define.ts";
import { columnsOf } from "../models/metrics/expression.ts";
import { addMonths, endMonth, monthOf, parsePeriod } from "../models/period.ts";
import { variantOf } from "./figure-book.ts";
import { literal } from "./quote.ts";

/** Where a ledger number stands in a bureau's file. */
export interface Place {
  batch: string;
  sheet: string;
  row_no: number;
  col: string;
  meaning: string;
  amount: string;
}

export const placeKey = (p: {
  batch: string;
  sheet: string;
  row_no?: number;
  row?: number;
  col?: string;
  column?: string;
}) => [p.batch, p.sheet, p.row_no ?? p.row, p.col ?? p.column].join("\u001f");

const PLACE = "batch, sheet, row_no, col";

/** Tables that are asked, by the name under which their rows of the regions in question are kept. */
export const NEAR_TABLES = {
  near_fund_cell: "core.fund_cell",
  near_fund_budget: "core.fund_budget",
  near_insured: "core.insured",
  near_fund_month: "marts.fund_month",
};

/** Asks the warehouse; the same question is put to it once. */
export type Ask = <Row extends object>(sql: string) => Promise<Row[]>;

/** Whose number is looked for, and when. */
interface Quest {
  ask: Ask;
  figure: Figure;
  metric: Metric;
  account: Account;
  month: string;
}

const ofFund = ({ figure }: Quest): string =>
  `region_code = ${literal(figure.region)} and fund = ${literal(figure.fund)}`;

/** Cells a figure rests on; of a comparison, those of both periods. */
export async function placesOf(ask: Ask, figure: Figure, metric: Metric): Promise<Place[]> {
  const month = endMonth(figure.period);
  const months = [month];
  if (figure.metric.endsWith(".yoy")) months.push(addMonths(month, -12));
  if (figure.metric.endsWith(".mom")) {
    months.push(addMonths(month, parsePeriod(figure.period).kind === "quarter" ? -3 : -1));
  }
  const places: Place[] = [];
  for (const at of months) {
    const quest = { ask, figure, metric, account: figure.account, month: at };
    for (const name of columnsOf(variantOf(metric, figure.basis).value)) {
      places.push(...(await placesOfColumn(quest, name)));
    }
  }
  const seen = new Set<string>();
  return places.filter((place) => !seen.has(placeKey(place)) && seen.add(placeKey(place)));
}

async function placesOfColumn(quest: Quest, name: string): Promise<Place[]> {
  for (const way of COLUMNS[quest.metric.mart][name]?.ways ?? []) {
    const places = await placesOfWay({ ...quest, account: way.account ?? quest.account }, way);
    if (places) return places;
  }
  return [];
}

/** Undefined unless every number and column of the way was found. */
async function placesOfWay(quest: Quest, way: Way): Promise<Place[] | undefined> {
  const places: Place[] = [];
  for (const number of way.numbers ?? []) {
    const found = await placesOfNumber(quest, number);
    if (found.length === 0) return undefined;
    places.push(...found);
  }
  for (const column of way.columns ?? []) {
    const found = await placesOfColumn(quest, column);
    if (found.length === 0) return undefined;
    places.push(...found);
  }
  for (const number of way.optional ?? []) places.push(...(await placesOfNumber(quest, number)));
  return places;
}

async function placesOfNumber(quest: Quest, number: Ledgered): Promise<Place[]> {
  const year = Number(quest.month.slice(0, 4));
  const at = {
    this: quest.month,
    january: monthOf(year, 1),
    last_december: monthOf(year - 1, 12),
    last_year: addMonths(quest.month, -12),
  }[number.which];
  if (at !== quest.month && !(await samePolicy(quest, at))) return [];
  if (number.kind === "budget") return placesOfBudget(quest, number.item);
  if (number.kind === "persons") return placesOfPersons(quest, number.item);
  if (number.kind === "point") return placesOfBalance(quest, number.item, at);
  const lines = await linesOf(quest, number.item, at);
  const printed = (measure: string, months: string[]): Place[] => {
    const each = months.map((month) =>
      lines.filter((line) => line.month === month && line.measure === measure),
    );
    return each.every((found) => found.length > 0) ? each.flat() : [];
  };
  const elapsed = Number(at.slice(5));
  const own = printed(number.kind, [at]);
  if (own.length > 0) return own;
  if (number.kind === "month")
    return printed("ytd", elapsed === 1 ? [at] : [at, addMonths(at, -1)]);
  const months = Array.from({ length: elapsed }, (_, i) => monthOf(Number(at.slice(0, 4)), i + 1));
  return printed("month", months);
}

/** An earlier month counts only where it has the same 口径. */
async function samePolicy(quest: Quest, at: string): Promise<boolean> {
  const [found] = await quest.ask<{ policies: string; months: string }>(`
    select count(distinct policy) as policies, count(*) as months from near_fund_month
    where ${ofFund(quest)} and account = ${literal(quest.account)}
      and month in (${literal(at)}, ${literal(quest.month)})`);
  return Number(found?.policies) === 1 && Number(found?.months) === 2;
}

const placesOfBudget = (quest: Quest, item: string): Promise<Place[]> =>
  quest.ask<Place>(`
    select ${PLACE}, item || ' · ' || year || ' · ' || version as meaning, amount_yuan as amount
    from near_fund_budget
    where ${ofFund(quest)} and year = ${literal(quest.month.slice(0, 4))} and item = ${literal(item)}
      and in_force_from <= ${literal(quest.month)}
    order by in_force_from desc limit 1`);

async function placesOfPersons(quest: Quest, item: string): Promise<Place[]> {
  const { basis, metric } = quest.figure;
  const ofSettlements = isOfSettlements(quest.metric.mart);
  const category =
    item !== "category"
      ? item
      : ofSettlements
        ? (/^person:(.+)$/.exec(basis)?.[1] ?? "all")
        : basis || (metric.startsWith("dependency") ? "working" : "all");
  const month = ofSettlements ? await monthCounted(quest) : quest.month;
  const persons = (categories: string[]) =>
    quest.ask<Place>(`
      select ${PLACE}, category || ' · ' || month as meaning, persons as amount from near_insured
      where ${ofFund(quest)} and month = ${literal(month)} and batch is not null
        and category in (${categories.map(literal).join(", ")})
      order by batch, row_no, col`);
  const own = await persons([category]);
  return own.length > 0 || category !== "all" ? own : persons(["working", "retired", "resident"]);
}

/** The month whose insured persons a service figure divides by. */
async function monthCounted(quest: Quest): Promise<string> {
  const [found] = await quest.ask<{ insured_month: string | null }>(`
    select insured_month from marts.service_month
    where ${ofFund(quest)} and month = ${literal(quest.month)} and cut = 'all' and policy = ''`);
  return found?.insured_month ?? quest.month;
}

interface Line extends Place {
  account: Account;
  month: string;
  measure: string;
}

async function placesOfBalance(quest: Quest, item: string, at: string): Promise<Place[]> {
  const lines = await cellsOf(quest, item, `month = ${literal(at)} and measure = 'point'`);
  const own = lines.filter(({ account }) => account === quest.account);
  if (own.length > 0 || quest.account !== "all") return own;
  return lines.length === 2 ? lines : [];
}

const cellsOf = (quest: Quest, item: string, when: string): Promise<Line[]> =>
  quest.ask<Line>(`
    select ${PLACE}, item || ' · ' || month || ' · ' || measure as meaning, amount_yuan as amount,
      account, month, measure
    from near_fund_cell where ${ofFund(quest)} and item = ${literal(item)} and ${when}
    order by month, account desc`);

/**
 * The cells of a line from January to a month: the account's own,
 * or, where a month of the whole fund is printed only by account, those of its accounts.
 */
async function linesOf(quest: Quest, item: string, at: string): Promise<Line[]> {
  const when = `measure in ('month', 'ytd') and substr(month, 1, 4) = ${literal(at.slice(0, 4))} and month <= ${literal(at)}`;
  const lines = await cellsOf(quest, item, when);
  if (quest.account !== "all") return lines.filter(({ account }) => account === quest.account);
  const side = item.slice(0, item.indexOf("."));
  const totals = await cellsOf(quest, `${side}.total`, when);
  const accounts = (of: Line[]) => new Set(of.map(({ account }) => account));
  return [...new Set(lines.map(({ month }) => month))].flatMap((month) => {
    const here = lines.filter((line) => line.month === month);
    const own = here.filter(({ account }) => account === "all");
    if (own.length > 0) return own;
    const byAccount = totals.filter((line) => line.month === month && line.account !== "all");
    if (accounts(here).size < 2 && accounts(byAccount).size < 2) return [];
    return here.filter(
      ({ measure }) =>
        here.filter((line) => line.measure === measure).length === accounts(here).size,
    );
  });
}
