import { addMonths, type Month } from "../period.ts";
import { inWords, spanOf } from "./breaks.ts";
import { SEASON } from "./method.ts";
import { median } from "./quantile.ts";

/** Months a change of level must have lasted, and those it is judged by at most. */
const LASTING = 6;
const LEAST_SHIFT = Math.log(1.15);
const LEAST_PULSE = Math.log(1.15);
const LONGEST_PULSE = 5;
const MOST_PULSES = 3;
/** Standard errors of a median, or robust spreads of a month, that chance is not taken to explain. */
const BEYOND_CHANCE = 4.5;
const ROBUST = 1.4826;
const MEDIAN_ERROR = 1.2533;

/**
 * What looks like a break that nobody listed, as sentences for staff to decide on; nothing is done about it. A
 * change of level shows in the 12-month log changes of half a year or more, a pulse in two to five months that are
 * far from both the year before and the year after.
 */
export function suspectedBreaks(
  values: Float64Array,
  from: Month,
  isListed: (i: number) => boolean,
): string[] {
  const changes = Array.from({ length: Math.max(values.length - SEASON, 0) }, (_, k) =>
    isListed(k + SEASON) ? Number.NaN : logRatio(values, k + SEASON, k),
  );
  const known = changes.filter(Number.isFinite);
  if (known.length < 2 * SEASON) return [];
  const growth = median(known);
  const shift = shiftOf(changes);
  const said =
    shift === null
      ? []
      : [
          `自${inWords(addMonths(from, shift.at + SEASON))}起水平似有变化（约为原来的${Math.exp(shift.change).toFixed(2)}倍），未登记为断点，本次未作调整；确有政策或口径变化的请登记。`,
        ];
  for (const { at, months, change } of pulsesOf(values, growth, isListed))
    said.push(
      `${spanOf(addMonths(from, at), addMonths(from, at + months - 1))}似有异常（约为常年的${Math.exp(change).toFixed(2)}倍），未登记为断点，本次未作剔除；确有特殊原因的请登记。`,
    );
  return said;
}

function logRatio(values: Float64Array, i: number, j: number): number {
  const [a, b] = [values[i] ?? 0, values[j] ?? 0];
  return a > 0 && b > 0 ? Math.log(a / b) : Number.NaN;
}

const spreadOf = (list: number[], centre: number): number =>
  ROBUST * median(list.map((v) => Math.abs(v - centre)));

/** The split of changes that stands out most; null if none does. */
function shiftOf(changes: number[]): { at: number; change: number } | null {
  let best: { at: number; change: number; score: number } | null = null;
  for (let at = LASTING; at + LASTING <= changes.length; at++) {
    const until = Math.min(at + SEASON, changes.length);
    const inside = changes.slice(at, until).filter(Number.isFinite);
    const outside = [...changes.slice(0, at), ...changes.slice(until)].filter(Number.isFinite);
    if (inside.length < LASTING || outside.length < SEASON) continue;
    const centre = median(outside);
    const change = median(inside) - centre;
    const error = (MEDIAN_ERROR * spreadOf(outside, centre)) / Math.sqrt(inside.length);
    const agreeing = inside.filter((v) => Math.sign(v - centre) === Math.sign(change)).length;
    if (Math.abs(change) < Math.max(LEAST_SHIFT, BEYOND_CHANCE * error)) continue;
    const begins = (changes[at]! - centre) / change > 0.5;
    if (agreeing < 0.9 * inside.length || !begins) continue;
    const score = Math.abs(change) * Math.sqrt(inside.length);
    if (best === null || score > best.score) best = { at, change, score };
  }
  return best;
}

/** Runs of months far from their neighbours a year off, the farthest first; each is left out of the next search. */
function pulsesOf(
  values: Float64Array,
  growth: number,
  isListed: (i: number) => boolean,
): { at: number; months: number; change: number }[] {
  const masked = Uint8Array.from(values, (_, i) => (isListed(i) ? 1 : 0));
  const found: { at: number; months: number; change: number }[] = [];
  while (found.length < MOST_PULSES) {
    const apart = Array.from(values, (_, i) => (masked[i] ? Number.NaN : fromNeighbours(i)));
    const known = apart.filter(Number.isFinite);
    if (known.length < 2 * SEASON) break;
    const limit = Math.max(BEYOND_CHANCE * spreadOf(known, 0), LEAST_PULSE);
    const far = apart.reduce(
      (top, v, i) => (Math.abs(v) > Math.abs(apart[top] ?? 0) ? i : top),
      -1,
    );
    if (far < 0 || Math.abs(apart[far]!) < limit) break;
    const belongs = (i: number) => (apart[i] ?? 0) * Math.sign(apart[far]!) > limit / 2;
    let [at, end] = [far, far + 1];
    while (belongs(at - 1)) at--;
    while (belongs(end)) end++;
    masked.fill(1, at, end);
    const months = end - at;
    if (months >= 2 && months <= LONGEST_PULSE)
      found.push({ at, months, change: median(apart.slice(at, end)) });
    else if (months > LONGEST_PULSE) break;
  }
  return found.sort((a, b) => a.at - b.at);

  /** Log distance from the mean of the same month a year before and after, growth considered. */
  function fromNeighbours(i: number): number {
    const sides: number[] = [];
    if (i >= SEASON && !masked[i - SEASON]) sides.push(logRatio(values, i, i - SEASON) - growth);
    if (i + SEASON < values.length && !masked[i + SEASON])
      sides.push(logRatio(values, i, i + SEASON) + growth);
    return sides.length === 0 ? Number.NaN : sides.reduce((a, b) => a + b, 0) / sides.length;
  }
}
