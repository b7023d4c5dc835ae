/** A calendar month as `YYYY-MM`. */
export type Month = string;

export interface Period {
  kind: "month" | "quarter" | "year";
  year: number;
  /** Last month of the period, 1 to 12. */
  endMonth: number;
}

/** Reads `2019-07`, `2019Q3` or `2019`. Throws on anything else. */
export function parsePeriod(text: string): Period {
  const match = /^(\d{4})(?:-(0[1-9]|1[0-2])|Q([1-4]))?$/.exec(text);
  if (!match) throw new Error(`not a period: ${text} (expected 2019-07, 2019Q3 or 2019)`);
  const year = Number(match[1]);
  if (match[2]) return { kind: "month", year, endMonth: Number(match[2]) };
  if (match[3]) return { kind: "quarter", year, endMonth: Number(match[3]) * 3 };
  return { kind: "year", year, endMonth: 12 };
}

/** The last month of a period: `2019Q3` → `2019-09`. */
export function endMonth(period: string): Month {
  const { year, endMonth: month } = parsePeriod(period);
  return monthOf(year, month);
}

export function monthOf(year: number, month: number): Month {
  return `${year}-${String(month).padStart(2, "0")}`;
}

/** The month `count` months later (earlier if negative). */
export function addMonths(month: Month, count: number): Month {
  const { year, endMonth: m } = parsePeriod(month);
  const index = year * 12 + m - 1 + count;
  return monthOf(Math.floor(index / 12), (index % 12) + 1);
}

/** The same period of last year: `2025Q3` → `2024Q3`. */
export const yearEarlier = (period: string): string =>
  `${Number(period.slice(0, 4)) - 1}${period.slice(4)}`;

/** Year-to-date span in words: `2019-07` → `2019年1—7月`; January is `2019年1月`. */
export function spanInWords(month: Month): string {
  const { year, endMonth: m } = parsePeriod(month);
  return m === 1 ? `${year}年1月` : `${year}年1—${m}月`;
}

/** Months of the year to the period's end: `2019Q2` → 2019-01 to 2019-06. */
export function monthsToDate(period: string): Month[] {
  const { year, endMonth: last } = parsePeriod(period);
  return Array.from({ length: last }, (_, i) => monthOf(year, i + 1));
}

/** The months of a month, quarter or year: `2019Q3` → 2019-07, 2019-08, 2019-09. */
export function monthsIn(period: string): Month[] {
  const { kind, year, endMonth: last } = parsePeriod(period);
  const count = { month: 1, quarter: 3, year: 12 }[kind];
  return Array.from({ length: count }, (_, i) => monthOf(year, last - count + 1 + i));
}
