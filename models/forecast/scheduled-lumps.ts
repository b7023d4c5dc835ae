import { seasonOf } from "./calendar.ts";
import { type Chance, type LineSeries, normalCdf } from "./line-model.ts";
import { SEASON } from "./method.ts";
import { clamp, mean, median } from "./quantile.ts";

/** A calendar month stands out if it is this far from the months around it, year after year. */
const STANDS_OUT = 0.5;
const MOST_LUMPS = 3;
const SHOWS_SCALE = 0.2;

/** Payments that come in fixed calendar months on top of a continuous line: advances, taking back, clearing. */
export interface ScheduledLumps {
  /** Calendar months, 0 for January. */
  seasons: number[];
  /** The series without them. */
  rest: Float64Array;
  /** Adds them to a path of `rest`, in place. */
  add(chance: Chance, out: Float64Array, at: number): void;
}

/**
 * Finds calendar months that are far above or below their neighbours in two thirds of the years, twice at least,
 * and takes the difference out. What is to come is drawn from past cycles whole, so that what is advanced is also
 * taken back; a cycle under way keeps the scale it has shown. Null where there are none, or more than three.
 */
export function scheduledLumps({ from, values, known }: LineSeries): ScheduledLumps | null {
  const n = values.length;
  const first = seasonOf(from);
  const season = (i: number) => (first + i) % SEASON;
  const base = (i: number, excluded: number[]) => {
    const around: number[] = [];
    for (let k = Math.max(i - 3, 0); k <= Math.min(i + 3, n - 1); k++)
      if (k !== i && !excluded.includes(season(k))) around.push(values[k]!);
    return median(around);
  };
  const seasons: number[] = [];
  for (let s = 0; s < SEASON; s++) {
    const apart: number[] = [];
    for (let i = 0; i < n; i++) {
      if (season(i) !== s || known[i] === 0) continue;
      const around = base(i, []);
      if (around > 0) apart.push(values[i]! / around - 1);
    }
    const far = apart.filter((d) => Math.abs(d) > STANDS_OUT);
    const isOneSided = far.every((d) => d > 0) || far.every((d) => d < 0);
    if (far.length >= 2 && far.length * 3 >= apart.length * 2 && isOneSided) seasons.push(s);
  }
  if (seasons.length === 0 || seasons.length > MOST_LUMPS) return null;

  const rest = Float64Array.from(values, (value, i) =>
    seasons.includes(season(i)) ? base(i, seasons) : value,
  );
  const level = (i: number) => {
    const until = Math.max(i, Math.min(6, n));
    return mean(rest.subarray(Math.max(until - SEASON, 0), until));
  };
  const start = cycleStart(seasons);
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
  return {
    seasons,
    rest,
    add(chance, out, at) {
      const months = chance.months.length;
      let year = 0;
      for (let h = 0; h < months; h++) {
        const position = order(n + h);
        if (position === 0 && h > 0) year++;
        if (!positions.includes(position)) continue;
        const pick = Math.floor(normalCdf(chance.spare[3 + Math.min(year, 2)]!) * drawn.length);
        const cycle = drawn[Math.min(pick, drawn.length - 1)]!;
        const isUnderWay = year === 0 && order(n) > 0;
        out[at + h]! += cycle[position]! * now * (isUnderWay ? scale : 1);
      }
    },
  };
}

/** The calendar month in the middle of the longest stretch without lumps. */
function cycleStart(seasons: number[]): number {
  let best = 0;
  let start = 0;
  for (const [k, s] of seasons.entries()) {
    const next = seasons[k + 1] ?? seasons[0]! + SEASON;
    if (next - s > best) {
      best = next - s;
      start = (s + Math.ceil((next - s) / 2)) % SEASON;
    }
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
