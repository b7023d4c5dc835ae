import { type Month, monthOf } from "../period.ts";
import { normalize } from "./text.ts";

/** A reading of a period: its last month, and the span its amounts cover. */
export interface PeriodReading {
  month: Month;
  /** `month`: that month alone. `ytd`: January to that month. */
  span: "month" | "ytd";
}

const SERIAL_DAY_ZERO = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;
const YEAR = "((?:19|20)\\d{2})";
const MONTH = "(0?[1-9]|1[0-2])";
const TWO_DIGITS = "(0[1-9]|1[0-2])";
const DAY = "(?:0?[1-9]|[12]\\d|3[01])";
const MIDNIGHT = "(?:00:00(?::00)?(?:\\.0+)?)?";

function yearMonth(year: string, month: string, span: PeriodReading["span"]): PeriodReading {
  return { month: monthOf(Number(year), Number(month)), span };
}

type Rule = [RegExp, (m: RegExpExecArray) => PeriodReading];
const rule = (pattern: string, span: PeriodReading["span"], month?: string): Rule => [
  new RegExp(`^${pattern}$`),
  (m) => yearMonth(m[1]!, month ?? m.at(-1)!, span),
];

const RULES: Rule[] = [
  rule(`${YEAR}[年./-]?0?1月?-${MONTH}月?(?:份|底|末)?(?:累计)?`, "ytd"),
  rule(`${YEAR}年?度?(?:上半年|h1)`, "ytd", "6"),
  rule(`${YEAR}年?度?(?:第?[一1]季度|q1)`, "ytd", "3"),
  rule(`${YEAR}年?度?前[三3]季度`, "ytd", "9"),
  rule(`${YEAR}年?(?:全年|度|末|底|年末|年度)?`, "ytd", "12"),
  rule(`(?:截-|截止|止)?${YEAR}年${MONTH}月(?:末|底)(?:累计)?`, "ytd"),
  rule(`${YEAR}年?${MONTH}月份?累计`, "ytd"),
  rule(`${YEAR}[年./-]${MONTH}月?份?`, "month"),
  rule(`${YEAR}${TWO_DIGITS}`, "month"),
  rule(`${YEAR}年${MONTH}月${DAY}日${MIDNIGHT}`, "month"),
  rule(`${YEAR}${TWO_DIGITS}(?:0[1-9]|[12]\\d|3[01])`, "month"),
  [
    new RegExp(`^${YEAR}([./-])${MONTH}\\2${DAY}${MIDNIGHT}$`),
    (m) => yearMonth(m[1]!, m[3]!, "month"),
  ],
];

/** Excel keeps 2019.10 as the number 2019.1: whether it is January or October, nobody can tell. */
const AMBIGUOUS = new RegExp(`^${YEAR}\\.1$`);

/**
 * Reads a period as bureaus write it: 2019-07, 201907, 2019年7月, 2019年1-7月, 2019年上半年, 2019年,
 * a full date, or an Excel serial date. Undefined if it is none of these.
 */
export function readPeriod(text: string): PeriodReading | undefined {
  const plain = normalize(text);
  if (AMBIGUOUS.test(plain)) return undefined;
  for (const [pattern, read] of RULES) {
    const match = pattern.exec(plain);
    if (match) return read(match);
  }
  if (/^\d{5}(\.0+)?$/.test(plain)) {
    const day = new Date(SERIAL_DAY_ZERO + Number(plain) * DAY_MS);
    const year = day.getUTCFullYear();
    if (year >= 1990 && year < 2100)
      return { month: monthOf(year, day.getUTCMonth() + 1), span: "month" };
  }
  return undefined;
}

/** Days on which a table was filled in, printed or sent: not the period it speaks of. */
const PAPERWORK = new RegExp(
  `(?:日期|时间|填表|填报|制表|编制|打印|报送|报出|印发)[^\\d]{0,3}${YEAR}(?:年|[./-])${MONTH}(?:月|[./-])(?:${DAY}日?)?`,
  "g",
);
const IN_TITLE = new RegExp(
  `${YEAR}(?:年度?|度)?(?:0?1月?-${MONTH}月|${MONTH}月|上半年|前[三3]季度|第?[一1]季度(?!.?[二三四2-4]季度))(?:末|底)?(?:累计)?|${YEAR}[./-]${MONTH}(?![\\d.])|${YEAR}${TWO_DIGITS}(?!\\d)`,
  "g",
);
const WHOLE_YEAR = new RegExp(`${YEAR}(?:年|度)`, "g");
const MONTH_IN_TITLE = new RegExp(`(0?1月?-)?(?<!\\d)${MONTH}月`, "g");
const OTHER_SPAN = new RegExp(`季度|半年|月份|${YEAR}年?-${YEAR}`);

/**
 * The period a title and sheet name speak of: `某县2025年1-3月医保基金收支表` → 2025-03, year to date;
 * `2025年…` on a sheet `3月` → 2025-03. Undefined if they speak of none, of several, or of a span that
 * does not begin in January (二季度, 下半年).
 */
export function findPeriod(title: string): PeriodReading | undefined {
  const plain = normalize(title).replace(PAPERWORK, "");
  const found = [...plain.matchAll(IN_TITLE)].map((match) => readPeriod(match[0]));
  const reading = found.length > 0 ? only(found) : yearAndMonth(plain);
  if (!reading || /[二四2-4]季度|(?<!前)三季度|下半年/.test(plain)) return undefined;
  return /累计/.test(plain) ? { ...reading, span: "ytd" } : reading;
}

function only(found: (PeriodReading | undefined)[]): PeriodReading | undefined {
  const months = new Set(found.map((reading) => reading?.month));
  return months.size === 1
    ? (found.find((reading) => reading?.span === "ytd") ?? found[0])
    : undefined;
}

function yearAndMonth(plain: string): PeriodReading | undefined {
  const years = new Set([...plain.matchAll(WHOLE_YEAR)].map((match) => match[1]!));
  if (years.size !== 1) return undefined;
  const [year] = years;
  const months = [...plain.matchAll(MONTH_IN_TITLE)];
  if (months.length > 0) {
    return only(months.map((m) => yearMonth(year!, m[2]!, m[1] ? "ytd" : "month")));
  }
  return OTHER_SPAN.test(plain) ? undefined : yearMonth(year!, "12", "ytd");
}

/** A calendar year: 2019, 2019年, 2019年度. */
export function readYear(text: string): string | undefined {
  return new RegExp(`^${YEAR}(?:年度?|\\.0+)?$`).exec(normalize(text))?.[1];
}

/** The year a title speaks of, if exactly one. */
export function findYear(title: string): string | undefined {
  const plain = normalize(title).replace(PAPERWORK, "");
  const years = new Set([...plain.matchAll(new RegExp(`${YEAR}年`, "g"))].map((m) => m[1]));
  return years.size === 1 ? [...years][0] : undefined;
}

/** The month from which a dated document counts: the month of its date. */
export function readDate(text: string): Month | undefined {
  const reading = readPeriod(text);
  return reading?.span === "month" ? reading.month : undefined;
}
