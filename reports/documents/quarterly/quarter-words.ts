import { parsePeriod } from "../../../models/period.ts";

const QUARTERS = ["一", "二", "三", "四"];

/** `2025Q3` → `2025年三季度`. */
export function quarterInWords(period: string): string {
  const { year, endMonth: last } = parsePeriod(period);
  return `${year}年${QUARTERS[last / 3 - 1]}季度`;
}
