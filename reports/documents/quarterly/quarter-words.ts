import { addMonths, endMonth, type Month, parsePeriod } from "../../../models/period.ts";

const QUARTERS = ["一", "二", "三", "四"];

/** `2025Q3` → `2025年三季度`. */
export function quarterInWords(period: string): string {
  const { year, endMonth: last } = parsePeriod(period);
  return `${year}年${QUARTERS[last / 3 - 1]}季度`;
}

/** The three months of a quarter. */
export function monthsOfQuarter(period: string): Month[] {
  const last = endMonth(period);
  return [-2, -1, 0].map((gap) => addMonths(last, gap));
}

/** Months of the year to the period's end. */
export function monthsToDate(period: string): Month[] {
  const last = endMonth(period);
  const count = Number(last.slice(5));
  return Array.from({ length: count }, (_, index) => addMonths(last, index + 1 - count));
}
