import type { Account, Figure } from "../models/figure.ts";
import { COLUMNS, type Ledgered, type Way } from "../models/metrics/columns.ts";
import { isOfSettlements, type Metric } from "../models/metrics/define.ts";
import { columnsOf } from "../models/metrics/expression.ts";
import { addMonths, endMonth, monthOf, parsePeriod } from "../models/period.ts";
import { variantOf } from "./figure-book.ts";
import type { Ledgers, Place } from "./trace-ledgers.ts";

export const placeKey = (p: {
  batch: string;
  sheet: string;
  row_no?: number;
  row?: number;
  col?: string;
  column?: string;
}) => [p.batch, p.sheet, p.row_no ?? p.row, p.col ?? p.column].join("\u001f");

/** Whose number is looked for, and when. */
interface Quest {
  ledgers: Ledgers;
  figure: Figure;
  metric: Metric;
  account: Account;
  month: string;
}

/** Cells a figure rests on; of a comparison, those of both periods. */
export function placesOf(
  ledgers: Ledgers,
  { figure, metric }: { figure: Figure; metric: Metric },
): Place[] {
  const month = endMonth(figure.period);
  const months = [month];
  if (figure.metric.endsWith(".yoy")) months.push(addMonths(month, -12));
  if (figure.metric.endsWith(".mom")) {
    months.push(addMonths(month, parsePeriod(figure.period).kind === "quarter" ? -3 : -1));
  }
  const places: Place[] = [];
  for (const at of months) {
    const quest = { ledgers, figure, metric, account: figure.account, month: at };
    for (const name of columnsOf(variantOf(metric, figure.basis).value)) {
      places.push(...placesOfColumn(quest, name));
    }
  }
  const seen = new Set<string>();
  return places.filter((place) => !seen.has(placeKey(place)) && seen.add(placeKey(place)));
}

function placesOfColumn(quest: Quest, name: string): Place[] {
  for (const way of COLUMNS[quest.metric.mart][name]?.ways ?? []) {
    const places = placesOfWay({ ...quest, account: way.account ?? quest.account }, way);
    if (places) return places;
  }
  return [];
}

/** Undefined unless every number and column of the way was found. */
function placesOfWay(quest: Quest, way: Way): Place[] | undefined {
  const places: Place[] = [];
  for (const number of way.numbers ?? []) {
    const found = placesOfNumber(quest, number);
    if (found.length === 0) return undefined;
    places.push(...found);
  }
  for (const column of way.columns ?? []) {
    const found = placesOfColumn(quest, column);
    if (found.length === 0) return undefined;
    places.push(...found);
  }
  for (const number of way.optional ?? []) places.push(...placesOfNumber(quest, number));
  return places;
}

function placesOfNumber(quest: Quest, number: Ledgered): Place[] {
  const year = Number(quest.month.slice(0, 4));
  const at = {
    this: quest.month,
    january: monthOf(year, 1),
    last_december: monthOf(year - 1, 12),
    last_year: addMonths(quest.month, -12),
  }[number.which];
  if (at !== quest.month && !hasSamePolicy(quest, at)) return [];
  if (number.kind === "budget") return placesOfBudget(quest, number.item);
  if (number.kind === "persons") return placesOfPersons(quest, number.item);
  if (number.kind === "point") return placesOfBalance(quest, number.item, at);
  const lines = linesOf(quest, number.item, at);
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
function hasSamePolicy({ ledgers, figure, account, month }: Quest, at: string): boolean {
  const [then, now] = [at, month].map((each) =>
    ledgers.policies(figure.region, figure.fund, account, each).at(0),
  );
  return then !== undefined && now !== undefined && then.policy === now.policy;
}

const placesOfBudget = ({ ledgers, figure, month }: Quest, item: string): Place[] =>
  ledgers
    .budgets(figure.region, figure.fund, month.slice(0, 4), item)
    .filter(({ in_force_from }) => in_force_from <= month)
    .slice(0, 1);

function placesOfPersons(quest: Quest, item: string): Place[] {
  const { region, fund, basis, metric } = quest.figure;
  const ofSettlements = isOfSettlements(quest.metric.mart);
  const category =
    item !== "category"
      ? item
      : ofSettlements
        ? (/^person:(.+)$/.exec(basis)?.[1] ?? "all")
        : basis || (metric.startsWith("dependency") ? "working" : "all");
  const month = ofSettlements ? monthCounted(quest) : quest.month;
  const persons = (categories: string[]) =>
    quest.ledgers
      .insured(region, fund, month)
      .filter((counted) => categories.includes(counted.category));
  const own = persons([category]);
  return own.length > 0 || category !== "all" ? own : persons(["working", "retired", "resident"]);
}

/** The month whose insured persons a service figure divides by. */
const monthCounted = ({ ledgers, figure, month }: Quest): string =>
  ledgers.counted(figure.region, figure.fund, month).at(0)?.insured_month ?? month;

type Line = ReturnType<Ledgers["cells"]>[number];

const cellsOf = ({ ledgers, figure }: Quest, item: string): Line[] =>
  ledgers.cells(figure.region, figure.fund, item);

function placesOfBalance(quest: Quest, item: string, at: string): Place[] {
  const lines = cellsOf(quest, item).filter(
    ({ month, measure }) => month === at && measure === "point",
  );
  const own = lines.filter(({ account }) => account === quest.account);
  if (own.length > 0 || quest.account !== "all") return own;
  return lines.length === 2 ? lines : [];
}

/**
 * The cells of a line from January to a month: the account's own,
 * or, where a month of the whole fund is printed only by account, those of its accounts.
 */
function linesOf(quest: Quest, item: string, at: string): Line[] {
  const flowsOf = (name: string) =>
    cellsOf(quest, name).filter(
      ({ month, measure }) =>
        measure !== "point" && month.slice(0, 4) === at.slice(0, 4) && month <= at,
    );
  const lines = flowsOf(item);
  if (quest.account !== "all") return lines.filter(({ account }) => account === quest.account);
  const side = item.slice(0, item.indexOf("."));
  const totals = flowsOf(`${side}.total`);
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
