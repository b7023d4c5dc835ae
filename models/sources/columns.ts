import type { Dimension, Source } from "./define.ts";
import { type Aliases, readAccount, readDirection, readFund } from "./names.ts";
import { findPeriod } from "./periods.ts";
import { readTerm, type TermReading } from "./term.ts";
import { normalize, saysTotal } from "./text.ts";
import { findUnit, stripUnit } from "./units.ts";

/** A column of numbers: which measure it is and, as far as its header says, what it counts. */
export interface AmountColumn {
  index: number;
  header: string;
  measure: string;
  term: string | null;
  isComponent: boolean;
  unit: string | null;
  /** `total` for the 合计 column beside columns of funds. */
  fund: string | null;
  account: "pooled" | "personal" | null;
}

/** What one column's header says; `path` is outermost first. */
export type ColumnReading =
  | { kind: "dimension"; name: string }
  | { kind: "amount"; column: AmountColumn; period: string | null; monthNo: number | null }
  | { kind: "other" };

/** Headings of numbers that are not the amounts themselves: comparisons, shares, targets. */
const COMPARED =
  /预算|计划|目标|上年|去年|前年|同期|同比|环比|比上|增长|增减|增幅|增加|减少|占比|比重|占.*比|百分比|%|率$|率\(|进度|预计|差额|差异|人均|次均|户均|排名/;

/** Reads one header column. Columns that speak of other years, shares or rates are `other`. */
export function readColumn(
  source: Source,
  path: string[],
  index: number,
  aliases: Aliases,
): ColumnReading {
  const name = dimensionNamed(source, path, aliases);
  if (name !== undefined) return { kind: "dimension", name };
  const measures = path.map((level) => measureNamed(source, level, aliases));
  const measure = measures.findLast((m) => m !== undefined);
  const periods = path.map((level) => periodNamed(source, level, aliases));
  const rest = path.filter((_, i) => measures[i] === undefined && periods[i] === null);
  const { reading, fund } = readRest(source, rest, path, aliases);
  const compared = path
    .filter((_, i) => measures[i] === undefined)
    .map((level) => normalize(level));
  if (compared.some((level) => isCompared(source, level, aliases))) return { kind: "other" };
  const isBare = rest.every((level) => isFund(aliases)(level) || saysTotal(level));
  if (!reading && !(isBare && (measure !== undefined || fund !== null))) return { kind: "other" };
  return {
    kind: "amount",
    period: periods.findLast((p) => p !== null) ?? null,
    monthNo: path.map(monthNamed).findLast((m) => m !== null) ?? null,
    column: {
      index,
      header: path.join("/"),
      measure: measure ?? source.measures.at(-1)!.id,
      term: reading?.term.key ?? null,
      isComponent: reading?.isComponent ?? false,
      unit: path.map((level) => findUnit(level, source.quantity)).findLast((u) => u) ?? null,
      fund,
      account: reading?.account ?? null,
    },
  };
}

function isCompared(source: Source, level: string, aliases: Aliases): boolean {
  const words = source.id === "fund_budget" ? level.replace(/预算|计划/g, "") : level;
  return COMPARED.test(words) && readTerm(source, [level], undefined, aliases) === undefined;
}

const isFund = (aliases: Aliases) => (level: string) =>
  readFund(stripUnit(normalize(level)), aliases) !== undefined;

/** The term and the fund named by the levels that are neither measure nor period. */
function readRest(
  source: Source,
  rest: string[],
  path: string[],
  aliases: Aliases,
): { reading: TermReading | undefined; fund: string | null } {
  const fundAt = (levels: string[]) => {
    const level = levels.findLast(isFund(aliases));
    if (level !== undefined) return readFund(stripUnit(normalize(level)), aliases)!;
    return levels.some(saysTotal) ? "total" : null;
  };
  const straight = readTerm(source, rest, undefined, aliases);
  if (straight) return { reading: straight, fund: fundAt(rest.slice(0, -1)) };
  const others = rest.filter((level) => !isFund(aliases)(level));
  const fund = fundAt(rest);
  if (fund !== null) return { reading: readTerm(source, others, undefined, aliases), fund };
  const whole = rest.length < path.length ? readTerm(source, path, undefined, aliases) : undefined;
  return { reading: whole, fund: null };
}

function dimensionNamed(source: Source, path: string[], aliases: Aliases): string | undefined {
  const names = [path.at(-1)!, path.join("")].map((text) => stripUnit(normalize(text)));
  const goesBy = ([name, dimension]: [string, Dimension]) =>
    [...dimension.aliases, ...(aliases.headers[name] ?? [])].some((a) =>
      names.includes(normalize(a)),
    );
  return Object.entries(source.dimensions).find(goesBy)?.[0];
}

function measureNamed(source: Source, level: string, aliases: Aliases): string | undefined {
  const name = stripUnit(normalize(level));
  const span = MONTHS.exec(name);
  if (span && source.measures.some((measure) => measure.id === "ytd"))
    return span[1] === undefined ? "month" : "ytd";
  return source.measures.find((measure) =>
    [...measure.aliases, ...(aliases.headers[measure.id] ?? [])].some((a) => normalize(a) === name),
  )?.id;
}

/** 7月 beside 1-7月. */
const MONTHS = /^(0?1月?-)?(0?[1-9]|1[0-2])月份?(?:累计)?$/;

function monthNamed(level: string): number | null {
  const month = MONTHS.exec(stripUnit(normalize(level)))?.[2];
  return month === undefined ? null : Number(month);
}

/** A level that names a period and nothing else: 2018年1-7月 over the same columns as 2019年1-7月. */
function periodNamed(source: Source, level: string, aliases: Aliases): string | null {
  if (readTerm(source, [level], undefined, aliases) || readDirection(level) || readAccount(level))
    return null;
  return findPeriod(level)?.month ?? null;
}
