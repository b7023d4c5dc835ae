import { combination } from "../models/forecast/combination.ts";
import { addRatios, type Ratios, type Said } from "../models/forecast/conformal.ts";
import { dotm } from "../models/forecast/dotm.ts";
import { ets } from "../models/forecast/ets.ts";
import { type FittedMethod, type Method, SEASON } from "../models/forecast/method.ts";
import { quantileOf } from "../models/forecast/quantile.ts";
import { mase, seasonalScale, smape } from "../models/forecast/scores.ts";
import { seasonalNaive } from "../models/forecast/seasonal-naive.ts";
import { normalShocks } from "../models/forecast/shocks.ts";
import { standardTheta, theta } from "../models/forecast/theta.ts";
import { randomFrom } from "../models/random.ts";
import type { Held } from "./forecast-series.ts";

export const METHODS: Record<string, Method> = {
  "seasonal naive": seasonalNaive,
  "standard theta": standardTheta,
  theta,
  DOTM: dotm,
  ETS: ets,
  combination,
};

/** How a method did on one series. */
export interface Outcome {
  id: string;
  mase: number | undefined;
  smape: number;
  /** Months of the test within their interval, of `months`. */
  within80: number;
  within95: number;
  months: number;
  points: Float64Array;
  /** Largest forecast over the largest of the history, both without sign. */
  reach: number;
  /** Whether the 12 months ahead are all the same. */
  isFlat: boolean;
  calibration: Calibration | undefined;
}

/** What the series' own past says of its intervals, and where the test lies in them. */
export interface Calibration {
  marginal: Ratios;
  cumulative: Ratios;
  /** Distances of the test from the median over the 80 % half width: of each month, and of the sum of 12. */
  months: number[];
  year: number | undefined;
}

const PATHS = 1000;
const SEED = 1;
const shocksFor = new Map<number, Float64Array[]>();

function shocksOf(horizon: number): Float64Array[] {
  if (!shocksFor.has(horizon))
    shocksFor.set(horizon, normalShocks(PATHS, horizon, randomFrom(SEED)));
  return shocksFor.get(horizon)!;
}

/** Fits a method to a series and scores it; undefined where the method needs more months. */
export function outcomeOf(
  { id, train, test }: Held,
  method: Method,
  isCalibrated: boolean,
): Outcome | undefined {
  const horizon = test.length;
  let fitted: FittedMethod;
  try {
    fitted = method(train);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  const points = fitted.mean(horizon);
  const year = fitted.mean(SEASON);
  const { months } = intervalsOf(fitted, horizon);
  const within = (low: "q10" | "q025", high: "q90" | "q975") =>
    test.filter((value, h) => value >= months[h]![low] && value <= months[h]![high]).length;
  return {
    id,
    mase: mase(test, points, seasonalScale(train)),
    smape: smape(test, points),
    within80: within("q10", "q90"),
    within95: within("q025", "q975"),
    months: horizon,
    points,
    reach: largest(points) > 0 ? largest(points) / largest(train) : 0,
    isFlat: largest(year.map((point) => point - year[0]!)) <= 1e-9 * largest(year),
    calibration: isCalibrated ? calibrationOf(train, test, method) : undefined,
  };
}

function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return most;
}

/**
 * CPU seconds of fitting and forecasting each of at most `most` series, evenly drawn; a tenth of them before, so
 * that nothing is measured that was not compiled yet.
 */
export function secondsOf(cases: Held[], method: Method, most = 100): number[] {
  const every = Math.ceil(cases.length / most);
  const drawn = cases.filter((_, i) => i % every === 0);
  const timed = ({ train, test }: Held): number[] => {
    const begun = process.cpuUsage();
    try {
      method(train).mean(test.length);
    } catch (error) {
      if (error instanceof RangeError) return [];
      throw error;
    }
    const { user, system } = process.cpuUsage(begun);
    return [(user + system) / 1e6];
  };
  drawn.slice(0, Math.ceil(drawn.length / 10)).forEach(timed);
  return drawn.flatMap(timed);
}

/** Quantiles of the months ahead and of the sums up to them. */
function intervalsOf(fitted: FittedMethod, horizon: number): { months: Said[]; sums: Said[] } {
  const paths = shocksOf(horizon).map((shocks) => fitted.path(shocks));
  const column = new Float64Array(PATHS);
  const sums = new Float64Array(PATHS);
  const said = (): Said => ({
    q025: quantileOf(column, 0.025),
    q10: quantileOf(column, 0.1),
    q50: quantileOf(column, 0.5),
    q90: quantileOf(column, 0.9),
    q975: quantileOf(column, 0.975),
  });
  const found: { months: Said[]; sums: Said[] } = { months: [], sums: [] };
  for (let h = 0; h < horizon; h++) {
    for (let p = 0; p < PATHS; p++) column[p] = paths[p]![h]!;
    column.sort();
    found.months.push(said());
    for (let p = 0; p < PATHS; p++) sums[p]! += paths[p]![h]!;
    column.set(sums);
    column.sort();
    found.sums.push(said());
  }
  return found;
}

/** Forecasts from 6, 12, 18 and 24 months before the end, held against what came; then the test likewise. */
function calibrationOf(train: number[], test: number[], method: Method): Calibration {
  const marginal: Ratios = { of80: [], of95: [] };
  const cumulative: Ratios = { of80: [], of95: [] };
  const compare = (history: number[], future: number[], to: Ratios, toSums: Ratios) => {
    const { months, sums } = intervalsOf(method(history), future.length);
    let sum = 0;
    future.forEach((value, h) => {
      addRatios(to, value, months[h]!);
      sum += value;
      if ((h + 1) % 6 === 0) addRatios(toSums, sum, sums[h]!);
    });
  };
  for (const back of [6, 12, 18, 24]) {
    const origin = train.length - back;
    if (origin >= 24)
      compare(
        train.slice(0, origin),
        train.slice(origin, origin + test.length),
        marginal,
        cumulative,
      );
  }
  const [months, sums]: [Ratios, Ratios] = [
    { of80: [], of95: [] },
    { of80: [], of95: [] },
  ];
  compare(train, test, months, sums);
  return { marginal, cumulative, months: months.of80, year: sums.of80[1] };
}
