import { SEASON } from "./method.ts";

export type SeasonalForm = "none" | "additive" | "multiplicative";

/** The seasonal part of a series by position from its first month: summands with mean 0 or factors with mean 1. */
export interface SeasonalPart {
  form: SeasonalForm;
  seasonal: Float64Array;
  /** Parameters that were fitted for it, those that were drawn towards none in part. */
  parameters: number;
}

const NORMAL_95 = 1.6448536269514722;
/** Seasons change: months further back than this say nothing of the next. */
const WINDOW = 7 * SEASON;
/** Dividing by a smaller factor would blow noise up. */
const LEAST_FACTOR = 1e-4;

export const NO_SEASON: SeasonalPart = {
  form: "none",
  seasonal: new Float64Array(SEASON),
  parameters: 0,
};

const allPositive = (values: ArrayLike<number>) =>
  Array.prototype.every.call(values, (value: number) => value > 0);

/**
 * Seasonal part of the last seven years, by least squares on a straight line and the months of the year, drawn
 * towards none by what chance alone would show: each part times 1 − E₀[F] / F, at least 0, where F compares the
 * months' mean square with the rest's (James and Stein; Miller and Williams 2003 shrink decompositions likewise).
 * It multiplies where all values are above zero, unless a part that is added explains more than twice as much (F).
 * No season below 16 months. Unlike a test it never takes a season to be there or not on the edge of chance.
 */
export function shrunkSeason(values: ArrayLike<number>): SeasonalPart {
  const skipped = Math.max(0, Math.ceil((values.length - WINDOW) / SEASON)) * SEASON;
  const recent = Array.prototype.slice.call(values, skipped) as number[];
  const additive = shrunkPart(recent, "additive");
  if (!allPositive(recent)) return additive.part;
  const multiplicative = shrunkPart(recent, "multiplicative");
  return 2 * multiplicative.f >= additive.f &&
    multiplicative.part.seasonal.every((factor) => factor >= LEAST_FACTOR)
    ? multiplicative.part
    : additive.part;
}

/** `shrunkSeason` in one form; a multiplicative one needs values above zero. Its F is 0 where there is no season. */
export function shrunkPart(
  values: ArrayLike<number>,
  form: "additive" | "multiplicative",
): { f: number; part: SeasonalPart } {
  const n = values.length;
  const freedom = n - SEASON - 1;
  const none = { f: 0, part: NO_SEASON };
  if (freedom < 3) return none;
  const logs = form === "multiplicative";
  const y = Float64Array.from(values, (value) => (logs ? Math.log(value) : value));
  const months = new Float64Array(SEASON);
  const times = new Float64Array(SEASON);
  let mean = 0;
  for (let position = 0; position < SEASON; position++) {
    const count = Math.ceil((n - position) / SEASON);
    times[position] = position + ((count - 1) * SEASON) / 2;
    for (let t = position; t < n; t += SEASON) months[position]! += y[t]! / count;
  }
  for (let t = 0; t < n; t++) mean += y[t]! / n;
  const middle = (n - 1) / 2;
  let [within, withinTime, withinBoth] = [0, 0, 0];
  let [total, time, both] = [0, 0, 0];
  for (let t = 0, position = 0; t < n; t++, position = (position + 1) % SEASON) {
    const a = y[t]! - months[position]!;
    const b = t - times[position]!;
    within += a * a;
    withinTime += b * b;
    withinBoth += a * b;
    const c = y[t]! - mean;
    const d = t - middle;
    total += c * c;
    time += d * d;
    both += c * d;
  }
  const slope = withinBoth / withinTime;
  const rest = within - slope * withinBoth;
  const explained = total - (both * both) / time - rest;
  if (!(explained > 1e-12 * total)) return none;
  const f = explained / (SEASON - 1) / (Math.max(rest, 1e-12 * total) / freedom);
  const keep = 1 - freedom / (freedom - 2) / f;
  if (!(keep > 0)) return none;
  const seasonal = months.map((month, position) => month - slope * times[position]!);
  center(seasonal, (value, center) => keep * (value - center));
  if (logs) {
    for (let i = 0; i < SEASON; i++) seasonal[i] = Math.exp(seasonal[i]!);
    center(seasonal, (value, center) => value / center);
  }
  return { f, part: { form, seasonal, parameters: keep * (SEASON - 1) } };
}

function center(part: Float64Array, by: (value: number, mean: number) => number): void {
  const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
  for (let i = 0; i < part.length; i++) part[i] = by(part[i]!, mean);
}

/**
 * The season of the M competitions: a classical decomposition if the autocorrelation at lag 12 differs from zero at
 * the 90 % level (Assimakopoulos and Nikolopoulos 2000); multiplicative, but additive where values are
 * below zero or factors next to it. Up to two years: none.
 */
export function testedSeason(values: ArrayLike<number>): SeasonalPart {
  if (!isSeasonal(values)) return NO_SEASON;
  const parameters = SEASON - 1;
  if (Array.prototype.every.call(values, (value: number) => value >= 0)) {
    const seasonal = seasonalPart(values, "multiplicative");
    if (seasonal.every((factor) => factor >= LEAST_FACTOR))
      return { form: "multiplicative", seasonal, parameters };
  }
  return { form: "additive", seasonal: seasonalPart(values, "additive"), parameters };
}

function isSeasonal(values: ArrayLike<number>): boolean {
  const n = values.length;
  if (n <= 2 * SEASON) return false;
  let mean = 0;
  for (let t = 0; t < n; t++) mean += values[t]! / n;
  const at = (lag: number) => {
    let sum = 0;
    for (let t = lag; t < n; t++) sum += (values[t]! - mean) * (values[t - lag]! - mean);
    return sum;
  };
  const variance = at(0);
  if (!(variance > 0)) return false;
  let squares = 0;
  for (let lag = 1; lag < SEASON; lag++) squares += (at(lag) / variance) ** 2;
  return Math.abs(at(SEASON) / variance) > NORMAL_95 * Math.sqrt((1 + 2 * squares) / n);
}

/** Classical decomposition by a centred 12-month mean, by position from the first month. Needs two years. */
export function seasonalPart(
  values: ArrayLike<number>,
  form: "additive" | "multiplicative",
): Float64Array {
  const n = values.length;
  const half = SEASON / 2;
  const sums = new Float64Array(SEASON);
  const counts = new Float64Array(SEASON);
  for (let t = half; t < n - half; t++) {
    let trend = (values[t - half]! + values[t + half]!) / 2;
    for (let k = 1 - half; k < half; k++) trend += values[t + k]!;
    trend /= SEASON;
    sums[t % SEASON]! += form === "additive" ? values[t]! - trend : values[t]! / trend;
    counts[t % SEASON]! += 1;
  }
  const figure = sums.map((sum, i) => sum / counts[i]!);
  center(figure, (value, mean) => (form === "additive" ? value - mean : value / mean));
  return figure;
}

/** The values without their season. */
export function withoutSeason(
  values: ArrayLike<number>,
  { form, seasonal }: SeasonalPart,
): Float64Array {
  return Float64Array.from(values, (value, t) =>
    form === "multiplicative" ? value / seasonal[t % SEASON]! : value - seasonal[t % SEASON]!,
  );
}

/** Puts the season back, in place, onto the months that come `from` months after the first. */
export function withSeason(
  values: Float64Array,
  { form, seasonal }: SeasonalPart,
  from: number,
): Float64Array {
  const multiplies = form === "multiplicative";
  let position = from % SEASON;
  for (let i = 0; i < values.length; i++) {
    const part = seasonal[position]!;
    values[i] = multiplies ? values[i]! * part : values[i]! + part;
    position = position === SEASON - 1 ? 0 : position + 1;
  }
  return values;
}
