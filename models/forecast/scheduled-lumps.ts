import { seasonOf } from "./calendar.ts";
import { type Chance, type LineSeries, normalCdf } from "./line-model.ts";
import { SEASON } from "./method.ts";
import { clamp, mean, median } from "./quantile.ts";
import { BETTER, ORIGINS, originsOf, rollingError } from "./selection.ts";
import { theta } from "./theta.ts";

/** A calendar month stands out if it is this far from the months around it, year after year. */
const STANDS_OUT = 0.5;
/** Beside one that stands out, another belongs to the same schedule from here on. */
const BELONGS = 0.25;
const MOST_LUMPS = 6;
const ROUNDS = 3;
/** Months on each side that one is held against, as many as are not lumps themselves. */
const AROUND = 3;
const SHOWS_SCALE = 0.2;

/** Payments that come in fixed calendar months on top of a continuous line: advances, taking back, clearing. */
export interface ScheduledLumps {
  /** Calendar months, 0 for January. */
  seasons: number[];
  /** The series without them. */
  rest: Float64Array;
  /** What is expected of them in so many months to come. */
  mean(months: number): Float64Array;
  /** Adds them to a path of `rest`, in place. */
  add(chance: Chance, out: Float64Array, at: number): void;
}

/**
 * Takes the months that stand out apart from the series. What is to come is drawn from past cycles whole, so that
 * what is advanced is also taken back; a cycle under way keeps the scale it has shown. Null where there are none.
 */
export function scheduledLumps(series: LineSeries): ScheduledLumps | null {
  const { from, values } = series;
  const n = values.length;
  const first = seasonOf(from);
  const season = (i: number) => (first + i) % SEASON;
  const seasons = scheduleOf(series);
  if (seasons.length === 0) return null;
  const base = (i: number) => baseAt(values, i, (k) => seasons.includes(season(k)));

  const rest = Float64Array.from(values, (value, i) =>
    seasons.includes(season(i)) ? base(i) : value,
  );
  const level = (i: number) => {
    const until = Math.max(i, Math.min(6, n));
    return mean(rest.subarray(Math.max(until - SEASON, 0), until));
  };
  const over = seasons.map((s) =>
    values.reduce((sum, v, i) => (season(i) === s ? sum + v - rest[i]! : sum), 0),
  );
  const start = cycleStart(seasons, over);
  const order = (i: number) => (season(i) - start + SEASON) % SEASON;
  /** By cycle, the latest first: amount over level by position in the cycle; NaN where not known. */
  const cycles: Float64Array[] = [];
  for (let i = n - 1; i >= 0; i--) {
    if (i === n - 1 || order(i) === SEASON - 1)
      cycles.push(new Float64Array(SEASON).fill(Number.NaN));
    if (seasons.includes(season(i))) cycles.at(-1)![order(i)] = (values[i]! - rest[i]!) / level(i);
  }
  const positions = seasons.map((s) => (s - start + SEASON) % SEASON);
  const whole = cycles.filter((c) => positions.every((p) => Number.isFinite(c[p]!)));
  if (whole.length < 2) return null;
  const middle = Float64Array.from({ length: SEASON }, (_, p) => mean(whole.map((c) => c[p]!)));
  const widen = Math.sqrt((whole.length + 1) / (whole.length - 1));
  const drawn = whole.map((c) => c.map((ratio, p) => middle[p]! + (ratio - middle[p]!) * widen));
  const scale = scaleSoFar(cycles[0]!, middle, positions, (order(n - 1) + 1) % SEASON);
  const now = level(n);
  /** Those to come in so many months: in which one, by which ratio of a cycle, in which cycle, how large. */
  const coming = (months: number) =>
    Array.from({ length: months }, (_, h) => {
      const cycle = Math.floor((order(n) + h) / SEASON);
      return { h, position: order(n + h), cycle, size: now * (cycle === 0 ? scale : 1) };
    }).filter(({ position }) => positions.includes(position));
  let ahead = { months: 0, lumps: coming(0) };
  return {
    seasons,
    rest,
    mean(months) {
      const out = new Float64Array(months);
      for (const { h, position, size } of coming(months)) out[h] = middle[position]! * size;
      return out;
    },
    add(chance, out, at) {
      const months = chance.months.length;
      if (months !== ahead.months) ahead = { months, lumps: coming(months) };
      for (const { h, position, cycle, size } of ahead.lumps) {
        const pick = Math.floor(normalCdf(chance.spare[3 + Math.min(cycle, 2)]!) * drawn.length);
        out[at + h]! += drawn[Math.min(pick, drawn.length - 1)]![position]! * size;
      }
    },
  };
}

/**
 * Whether lumps of a series are better forecast apart from it: six rolling origins have the theta method of what is
 * left, with the lumps put back, at least 5 % better than that of the whole. Not asked of a history too short for that.
 */
export function areApart(series: LineSeries): boolean {
  const { values, known } = series;
  const origins = originsOf(values.length);
  if (origins.length < ORIGINS) return true;
  const errorOf = (fit: (head: LineSeries) => Float64Array) =>
    rollingError(
      values,
      origins,
      origins.map((at) => ({
        mean: () =>
          fit({ ...series, values: values.subarray(0, at), known: known.subarray(0, at) }),
      })),
    );
  const whole = ({ values: head }: LineSeries) => theta(head).mean(SEASON);
  const apart = (head: LineSeries) => {
    const lumps = scheduledLumps(head);
    if (lumps === null) return whole(head);
    const own = lumps.mean(SEASON);
    return theta(lumps.rest)
      .mean(SEASON)
      .map((v, h) => v + own[h]!);
  };
  return errorOf(apart) < BETTER * errorOf(whole);
}

/**
 * Calendar months (0 for January) that are far above or below the months around them in two thirds of the years,
 * twice at least, and others on one side of them as often, if less far; none where they are more than six.
 */
function scheduleOf({ from, values, known }: LineSeries): number[] {
  const first = seasonOf(from);
  const isApart = (s: number, others: number[], threshold: number): boolean => {
    const apart: number[] = [];
    for (let i = (s - first + SEASON) % SEASON; i < values.length; i += SEASON) {
      if (known[i] === 0) continue;
      const base = baseAt(values, i, (k) => others.includes((first + k) % SEASON));
      if (base > 0) apart.push(values[i]! / base - 1);
    }
    const above = apart.filter((d) => d > threshold).length;
    const below = apart.filter((d) => d < -threshold).length;
    return [above, below].some((far) => far >= 2 && far * 3 >= apart.length * 2);
  };
  const all = Array.from({ length: SEASON }, (_, s) => s);
  let found = all.filter((s) => isApart(s, [], STANDS_OUT));
  for (let round = 0; round < ROUNDS && found.length > 0; round++)
    found = all.filter((s) => isApart(s, found, BELONGS));
  return found.length > MOST_LUMPS ? [] : found;
}

/** Median of the nearest months before and after one, without those left out. */
function baseAt(values: Float64Array, i: number, isLeftOut: (k: number) => boolean): number {
  const around: number[] = [];
  for (const step of [-1, 1])
    for (let k = i + step, left = AROUND; left > 0 && k >= 0 && k < values.length; k += step)
      if (!isLeftOut(k)) {
        around.push(values[k]!);
        left--;
      }
  return median(around);
}

/**
 * The calendar month a cycle begins with: one in which something is paid after something was taken back, so that what
 * is advanced is taken back in the same cycle; where several are such, or none, that after the longest stretch without.
 */
function cycleStart(seasons: number[], over: number[]): number {
  let best = 0;
  let start = 0;
  for (const [k, s] of seasons.entries()) {
    const before = k === 0 ? seasons.length - 1 : k - 1;
    const quiet = (s - seasons[before]! + SEASON) % SEASON || SEASON;
    const turns = over[k]! > 0 && over[before]! < 0;
    const weight = quiet + (turns ? SEASON : 0);
    if (weight > best) [best, start] = [weight, s];
  }
  return start;
}

/** What the cycle under way has shown against the mean one, in the months it has behind it; 1 where too little. */
function scaleSoFar(
  cycle: Float64Array,
  middle: Float64Array,
  positions: number[],
  done: number,
): number {
  let shown = 0;
  let usual = 0;
  for (const p of positions.filter(
    (position) => position < done && Number.isFinite(cycle[position]!),
  )) {
    shown += Math.abs(cycle[p]!) * Math.sign(cycle[p]! * middle[p]!);
    usual += Math.abs(middle[p]!);
  }
  return usual < SHOWS_SCALE ? 1 : clamp(shown / usual, 0, 3);
}
