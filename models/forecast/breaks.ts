import { addMonths, type Month } from "../period.ts";
import { monthsBetween } from "./calendar.ts";
import type { Break } from "./fund.ts";
import { filledSeasonally } from "./holes.ts";
import { SEASON } from "./method.ts";
import { median } from "./quantile.ts";

const LEAST_PAIRS = 3;
/** A shift younger than this is also shown without its adjustment. */
const SETTLED_MONTHS = 18;

export interface CleanedSeries {
  /** Without pulses, all on the level of today. */
  values: Float64Array;
  /** 1 where a month was masked by a pulse. */
  masked: Uint8Array;
  notes: string[];
  /** Whether a level shift is so young that the fit without its adjustment is to be shown too. */
  isUnsettled: boolean;
}

export const inWords = (month: Month): string =>
  `${Number(month.slice(0, 4))}年${Number(month.slice(5))}月`;

/** Breaks that touch this line of this fund and are known by the last month of the series. */
export const breaksOf = (breaks: Break[], fund: string, line: string, last: Month): Break[] =>
  breaks.filter(
    (b) =>
      b.from <= last &&
      (b.funds === undefined || b.funds.includes(fund)) &&
      (b.lines === undefined || b.lines.includes(line)),
  );

/**
 * A series without what the listed breaks did to it: pulses are filled from the same months of the years around,
 * history before a level shift is multiplied by the ratio of the months after it to the same months before, less
 * the growth there was before. Intervals must not be taken from the result: it is quieter than the fund.
 */
export function withoutBreaks(values: Float64Array, from: Month, breaks: Break[]): CleanedSeries {
  const n = values.length;
  const masked = new Uint8Array(n);
  const notes: string[] = [];
  for (const pulse of breaks.filter((b) => b.kind === "pulse")) {
    const first = Math.max(monthsBetween(from, pulse.from), 0);
    const last = Math.min(monthsBetween(from, pulse.to ?? pulse.from), n - 1);
    if (first > last) continue;
    masked.fill(1, first, last + 1);
    notes.push(
      `${spanOf(addMonths(from, first), addMonths(from, last))}受“${pulse.title}”影响，拟合时用前后年同月代替；预测区间仍按未剔除的历史计算。`,
    );
  }
  let cleaned = filledSeasonally(values, (i) => masked[i] === 1);
  let isUnsettled = false;
  const shifts = breaks
    .filter((b) => b.kind === "level")
    .map((b) => ({ title: b.title, month: b.from, at: monthsBetween(from, b.from) }))
    .filter(({ at }) => at > 0 && at < n)
    .sort((a, b) => a.at - b.at);
  for (const [k, { title, month, at }] of shifts.entries()) {
    const until = shifts[k + 1]?.at ?? n;
    const ratio = shiftRatio(cleaned, at, until);
    if (ratio === null) {
      notes.push(
        `“${title}”自${inWords(month)}起，其后可比月份不足${LEAST_PAIRS}个，暂不调整此前水平。`,
      );
      continue;
    }
    cleaned = cleaned.map((value, i) => (i < at ? value * ratio : value));
    notes.push(
      `“${title}”自${inWords(month)}起水平变化，此前历史乘以${ratio.toFixed(3)}（同月之比的中位数，已扣除原有增长）。`,
    );
    if (n - at < SETTLED_MONTHS) isUnsettled = true;
  }
  return { values: cleaned, masked, notes, isUnsettled };
}

export const spanOf = (first: Month, last: Month): string =>
  first === last ? inWords(first) : `${inWords(first)}至${inWords(last)}`;

/**
 * Ratio of the level from `at` on to that before, by months a year apart, less the growth of the three years before
 * and of the time a year after; null with fewer than three months to compare.
 */
function shiftRatio(values: Float64Array, at: number, until: number): number | null {
  const across = yearRatios(values, at, Math.min(at + SEASON, until));
  if (across.length < LEAST_PAIRS) return null;
  const usual = [
    ...yearRatios(values, Math.max(at - 3 * SEASON, SEASON), at),
    ...yearRatios(values, at + SEASON, until),
  ];
  return median(across) / (usual.length >= SEASON / 2 ? median(usual) : 1);
}

function yearRatios(values: Float64Array, from: number, until: number): number[] {
  const ratios: number[] = [];
  for (let i = Math.max(from, SEASON); i < until; i++)
    if (values[i]! > 0 && values[i - SEASON]! > 0) ratios.push(values[i]! / values[i - SEASON]!);
  return ratios;
}
