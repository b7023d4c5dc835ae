import { addMonths, type Month, monthOf } from "../period.ts";

/** Full width to half width, dashes to one, no spaces: the form in which headers and names compare. */
export function normalize(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[\s\u200b\ufeff]+/g, "")
    .replace(/[‐‑‒–—―−－~～至到]/g, "-")
    .toLowerCase();
}

const EMPTY = new Set(["", "-", "--", "---", "/", "\\", "无", "n/a", "na", "null", "空"]);

/** Whether a cell says «nothing here»: blank, `-`, `—`, `/`, `无`. */
export function saysNothing(text: string | null): boolean {
  return text === null || EMPTY.has(normalize(text));
}

export const TOTAL_WORDS = new Set(["合计", "总计", "小计", "全部", "共计"]);

/** Whether the cell marks a total row: 合计, 总计, 小计. */
export function saysTotal(text: string | null): boolean {
  return text !== null && TOTAL_WORDS.has(normalize(text).replace(/[::]$/, ""));
}

/** A reading of a period: its last month, and the span its amounts cover. */
export interface PeriodReading {
  month: Month;
  /** `month`: that month alone. `ytd`: January to that month. */
  span: "month" | "ytd";
}

const SERIAL_EPOCH_MONTHS_FROM = Date.UTC(1899, 11, 30);
const YEAR = "((?:19|20)\\d{2})";
const MONTH = "(0?[1-9]|1[0-2])";

function yearMonth(year: string, month: string, span: PeriodReading["span"]): PeriodReading {
  return { month: monthOf(Number(year), Number(month)), span };
}

type Rule = [RegExp, (m: RegExpExecArray) => PeriodReading];

const RULES: Rule[] = [
  [
    new RegExp(`^${YEAR}[年./-]?0?1月?-${MONTH}月?(?:份|底|末)?$`),
    (m) => yearMonth(m[1]!, m[2]!, "ytd"),
  ],
  [new RegExp(`^${YEAR}年?(?:上半年|h1)$`), (m) => yearMonth(m[1]!, "6", "ytd")],
  [new RegExp(`^${YEAR}年?(?:第?[一1]季度|q1)$`), (m) => yearMonth(m[1]!, "3", "ytd")],
  [new RegExp(`^${YEAR}年?前[三3]季度$`), (m) => yearMonth(m[1]!, "9", "ytd")],
  [new RegExp(`^${YEAR}年?(?:全年|度|末|底|年末|年度)?$`), (m) => yearMonth(m[1]!, "12", "ytd")],
  [
    new RegExp(`^(?:截-|截止|止)?${YEAR}年${MONTH}月(?:末|底)(?:累计)?$`),
    (m) => yearMonth(m[1]!, m[2]!, "ytd"),
  ],
  [new RegExp(`^${YEAR}年?${MONTH}月份?累计$`), (m) => yearMonth(m[1]!, m[2]!, "ytd")],
  [new RegExp(`^${YEAR}[年./-]${MONTH}月?份?$`), (m) => yearMonth(m[1]!, m[2]!, "month")],
  [new RegExp(`^${YEAR}(0[1-9]|1[0-2])$`), (m) => yearMonth(m[1]!, m[2]!, "month")],
  [
    new RegExp(
      `^${YEAR}[年./-]?${MONTH}[月./-]?(?:0?[1-9]|[12]\\d|3[01])日?(?:00:00(?::00)?(?:\\.0+)?)?$`,
    ),
    (m) => yearMonth(m[1]!, m[2]!, "month"),
  ],
];

/**
 * Reads a period as bureaus write it: 2019-07, 201907, 2019年7月, 2019年1-7月, 2019年上半年, 2019年,
 * a full date, or an Excel serial date. Undefined if it is none of these.
 */
export function readPeriod(text: string): PeriodReading | undefined {
  const plain = normalize(text);
  for (const [pattern, read] of RULES) {
    const match = pattern.exec(plain);
    if (match) return read(match);
  }
  if (/^\d{5}(\.0+)?$/.test(plain)) {
    const day = new Date(SERIAL_EPOCH_MONTHS_FROM + Number(plain) * 86_400_000);
    const year = day.getUTCFullYear();
    if (year >= 1990 && year < 2100)
      return { month: monthOf(year, day.getUTCMonth() + 1), span: "month" };
  }
  return undefined;
}

const IN_TITLE = new RegExp(
  `${YEAR}年?(?:(?:0?1月?-)${MONTH}月|${MONTH}月|上半年|前[三3]季度|第?[一1]季度|度|全年)|${YEAR}年|${YEAR}-${MONTH}`,
);

/** The period a title speaks of: `某县2025年1-3月医保基金收支表` → 2025-03, year to date. */
export function findPeriod(title: string): PeriodReading | undefined {
  const plain = normalize(title);
  const match = IN_TITLE.exec(plain);
  if (!match) return undefined;
  const reading = readPeriod(match[0]);
  if (!reading) return undefined;
  return /累计/.test(plain) ? { ...reading, span: "ytd" } : reading;
}

/** A calendar year: 2019, 2019年, 2019年度. */
export function readYear(text: string): string | undefined {
  return new RegExp(`^${YEAR}(?:年度?|\\.0+)?$`).exec(normalize(text))?.[1];
}

/** The month from which a dated document counts: the month of its date. */
export function readDate(text: string): Month | undefined {
  const reading = readPeriod(text);
  return reading && reading.span === "month" ? addMonths(reading.month, 0) : undefined;
}

const UNITS: Record<"money" | "persons", Record<string, number>> = {
  money: { 元: 1, 万元: 10_000, 亿元: 100_000_000 },
  persons: { 人: 1, 万人: 10_000, 亿人: 100_000_000 },
};

/** Units of a quantity and how many yuan (persons) each is. */
export function unitsOf(quantity: "money" | "persons"): Record<string, number> {
  return UNITS[quantity];
}

/** The unit a 单位 cell names, e.g. `人民币万元` → 万元. */
export function readUnit(text: string, quantity: "money" | "persons"): string | undefined {
  const plain = normalize(text)
    .replace(/^人民币/, "")
    .replace(/^(单位|金额单位)[::]?/, "");
  if (plain in UNITS[quantity]) return plain;
  const short = quantity === "money" ? `${plain}元` : `${plain}人`;
  return (plain === "万" || plain === "亿") && short in UNITS[quantity] ? short : undefined;
}

/** The unit a title or header names: 单位:万元, (亿元). */
export function findUnit(text: string, quantity: "money" | "persons"): string | undefined {
  const names = Object.keys(UNITS[quantity])
    .sort((a, b) => b.length - a.length)
    .join("|");
  const plain = normalize(text);
  const pattern = new RegExp(
    `(?:单位[::]?[^()]*?|[((][^()]*?)(${names})(?![\\u4e00-\\u9fff])`,
    "u",
  );
  return pattern.exec(plain)?.[1];
}
