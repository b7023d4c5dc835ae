import { addMonths, type Month } from "../period.ts";
import { STATEMENT_IDENTITIES } from "../sources/fund-statement.ts";
import { inWords } from "./breaks.ts";
import { monthsBetween } from "./calendar.ts";
import type { FundHistory } from "./fund.ts";
import { filledSeasonally } from "./holes.ts";
import type { LineSeries } from "./line-model.ts";
import { SEASON } from "./method.ts";

export type Side = "income" | "expenditure";
export const SIDES: readonly Side[] = ["income", "expenditure"];

/** Lines that add up to a total; the others of a statement are parts of these. */
const PARTS: Record<Side, readonly string[]> = {
  income: termsOf("income_parts"),
  expenditure: termsOf("expenditure_parts"),
};

function termsOf(identity: string): string[] {
  const { parts } = STATEMENT_IDENTITIES.find(({ id }) => id === identity)!;
  return parts.map(({ term }) => term);
}

/** Expenditure between levels of government: it moves the balance, it is not spending on care. */
export const BETWEEN_LEVELS: ReadonlySet<string> = new Set([
  "expenditure.remit_upper",
  "expenditure.subsidize_lower",
]);

export const sideOf = (line: string): Side =>
  line.startsWith("income.") ? "income" : "expenditure";

/** Part of a total that its lines may leave open. */
const OPEN_SHARE = 0.005;
const SHORTER_BY = 6;
/** Months without any flow after which a fund is taken for ended. */
const SILENT_MONTHS = 3;
/** Zeros in front of a line that are longer than this are from before it began. */
const LEADING_ZEROS = 6;

/** What a fund's history holds up to the origin. */
export interface KnownFund {
  status: "known" | "insufficient" | "closing";
  series: LineSeries[];
  /** Length of the longest line. */
  months: number;
  notes: string[];
}

/** A list of the history up to the origin, padded or cut. */
export function upTo(
  list: (number | null)[] | undefined,
  from: Month,
  origin: Month,
): (number | null)[] {
  const n = Math.max(monthsBetween(from, origin) + 1, 0);
  return Array.from({ length: n }, (_, i) => list?.[i] ?? null);
}

/**
 * Lines to forecast: the parts of each side where they add up to its total over the last two years and are not
 * much shorter than it, else the total. Holes are filled and told of.
 */
export function knownFund(history: FundHistory, origin: Month): KnownFund {
  const of = (line: string) => upTo(history.lines[line], history.from, origin);
  const notes: string[] = [];
  const series: LineSeries[] = [];
  const holes = new Map<Month, number>();
  for (const side of SIDES) {
    const lists = partsOf(side, of);
    for (const line of linesOf(history, side, of, lists, notes)) {
      const one = seriesOf(line, lists.get(line) ?? of(line), history.from);
      if (one === null) continue;
      series.push(one);
      one.known.forEach((known, i) => {
        if (known === 0) holes.set(addMonths(one.from, i), i);
      });
    }
  }
  const months = Math.max(0, ...series.map((one) => one.values.length));
  const silent = silentMonths(series);
  if (series.length > 0 && silent >= SILENT_MONTHS) {
    const last = addMonths(origin, -silent);
    notes.push(
      `${inWords(last)}以后连续${silent}个月没有收支，按已停止单独运行（并入其他基金或终止）处理，不作预测；如为未报送，请补报后重算。`,
    );
    return { status: "closing", series, months, notes };
  }
  const sides = new Set(series.map((one) => sideOf(one.line)));
  const least = Math.min(
    ...SIDES.map((side) =>
      Math.max(0, ...series.filter((s) => sideOf(s.line) === side).map((s) => s.values.length)),
    ),
  );
  if (sides.size < 2 || least < SEASON) {
    notes.push(
      sides.size === 1
        ? `只有${sides.has("income") ? "收入" : "支出"}，缺另一侧，不作预测；请补报。`
        : `已有${least}个月的收支，预测至少需要连续12个月，满24个月后才使用完整方法；请补报历史月份。`,
    );
    return { status: "insufficient", series, months, notes };
  }
  if (holes.size > 0) {
    const months = [...holes.keys()].sort();
    notes.push(
      `${months.map(inWords).join("、")}缺数，拟合时按前后年同月推算；不改动原始数据，请补报。`,
    );
  }
  return { status: "known", series, months, notes };
}

/** Parts that are ever known; one that is missing in a month whose total the others make up is nothing. */
function partsOf(
  side: Side,
  of: (line: string) => (number | null)[],
): Map<string, (number | null)[]> {
  const lists = PARTS[side].map(of);
  for (const [i, whole] of of(`${side}.total`).entries()) {
    if (whole === null || lists.every((list) => list[i] === null)) continue;
    const sum = lists.reduce((a, list) => a + (list[i] ?? 0), 0);
    if (Math.abs(whole - sum) > OPEN_SHARE * Math.abs(whole)) continue;
    for (const list of lists) list[i] ??= 0;
  }
  return new Map(
    PARTS[side].flatMap((line, k) => (lists[k]!.some((v) => v) ? [[line, lists[k]!]] : [])),
  );
}

function linesOf(
  history: FundHistory,
  side: Side,
  of: (line: string) => (number | null)[],
  known: Map<string, (number | null)[]>,
  notes: string[],
): string[] {
  const total = `${side}.total`;
  const parts = [...known.keys()];
  const totals = of(total);
  if (!totals.some((v) => v !== null)) return parts;
  if (parts.length === 0) return [total];
  const lists = [...known.values()];
  let open = 0;
  let sum = 0;
  for (let i = Math.max(totals.length - 2 * SEASON, 0); i < totals.length; i++) {
    const whole = totals[i];
    if (whole === null || whole === undefined || lists.every((list) => list[i] === null)) continue;
    open += Math.abs(whole - lists.reduce((a, list) => a + (list[i] ?? 0), 0));
    sum += Math.abs(whole);
  }
  const word = side === "income" ? "收入" : "支出";
  if (sum === 0 || open > OPEN_SHARE * sum) {
    notes.push(`${word}分项之和与合计不符，按${word}合计预测。`);
    return [total];
  }
  const begun = (list: (number | null)[]) => list.findIndex((v) => v !== null);
  const largest = lists
    .map((list) => list.slice(-SEASON).reduce<number>((a, v) => a + Math.abs(v ?? 0), 0))
    .reduce((best, size, k, all) => (size > all[best]! ? k : best), 0);
  if (begun(lists[largest]!) - begun(totals) > SHORTER_BY && history.lines[total]) {
    notes.push(`${word}分项的历史短于合计，按${word}合计预测。`);
    return [total];
  }
  return parts;
}

/** A line from its first month that is neither unknown nor from before it began; null if it has none. */
function seriesOf(line: string, list: (number | null)[], from: Month): LineSeries | null {
  let start = list.findIndex((v) => v !== null);
  if (start < 0) return null;
  const flow = list.findIndex((v) => v !== null && v !== 0);
  if (flow < 0) return null;
  if (flow - start > LEADING_ZEROS) start = flow;
  const part = list.slice(start);
  return {
    line,
    from: addMonths(from, start),
    values: filledSeasonally(
      part.map((v) => v ?? 0),
      (i) => part[i] === null,
    ),
    known: Uint8Array.from(part, (v) => (v === null ? 0 : 1)),
  };
}

/** Last months in which no line is known to have moved. */
function silentMonths(series: LineSeries[]): number {
  const longest = Math.max(0, ...series.map((one) => one.values.length));
  let silent = 0;
  for (; silent < longest; silent++) {
    const moved = series.some(({ values, known }) => {
      const i = values.length - 1 - silent;
      return i >= 0 && known[i] === 1 && values[i] !== 0;
    });
    if (moved) break;
  }
  return silent;
}

/** A side's total month by month: its own line where known, else the sum of its parts where any is. */
export function knownTotals(history: FundHistory, side: Side, until: Month): (number | null)[] {
  const total = upTo(history.lines[`${side}.total`], history.from, until);
  const parts = PARTS[side].map((line) => upTo(history.lines[line], history.from, until));
  return total.map((whole, i) => {
    if (whole !== null) return whole;
    let sum: number | null = null;
    for (const part of parts) if (part[i] !== null) sum = (sum ?? 0) + part[i]!;
    return sum;
  });
}
