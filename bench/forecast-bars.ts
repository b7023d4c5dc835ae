import { factorsFrom } from "../models/forecast/conformal.ts";
import { mean } from "../models/forecast/quantile.ts";
import { mase, seasonalScale } from "../models/forecast/scores.ts";
import { testedSeason } from "../models/forecast/seasonal.ts";
import type { Held, Reference } from "./forecast-series.ts";
import type { Calibration, Outcome } from "./forecast-work.ts";

/** Series, and by method what came of each, in the same order. */
export interface Scored {
  cases: Held[];
  outcomes: Record<string, (Outcome | undefined)[]>;
  /** CPU seconds a series, by method, of some of them. */
  seconds: Record<string, number[]>;
}

/** A row of the acceptance table: what is asked, what was measured, whether that is enough. */
export type Bar = [check: string, bar: string, measured: string, met: boolean];

export const averageOf = (values: (number | undefined)[]): number =>
  mean(values.filter((value) => value !== undefined));

export const maseOf = (scored: Scored, method: string): number =>
  averageOf(scored.outcomes[method]!.map((outcome) => outcome?.mase));

/** Share of all months of the test within the interval. */
export function coverageOf(outcomes: (Outcome | undefined)[], of: "within80" | "within95"): number {
  const scored = outcomes.filter((outcome) => outcome !== undefined);
  const sum = (key: "within80" | "within95" | "months") =>
    scored.reduce((total, outcome) => total + outcome[key], 0);
  return sum(of) / sum("months");
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const under = (check: string, measured: number, most: number, digits = 3): Bar => [
  check,
  `<= ${most}`,
  measured.toFixed(digits),
  measured <= most,
];
const between = (check: string, share: number, low: number, high: number): Bar => [
  check,
  `${low}-${high} %`,
  percent(share),
  100 * share >= low && 100 * share <= high,
];

/** Of all 1,428 monthly series of the M3 competition. */
export function m3Bars(m3: Scored): Bar[] {
  const smape = averageOf(m3.outcomes.combination!.map((outcome) => outcome?.smape));
  return [
    under("M3 monthly, MASE", maseOf(m3, "combination"), 0.855),
    under("M3 monthly, sMAPE", smape, 13.75, 2),
  ];
}

/** Against the frozen forecasts of R: means over the cases R has forecasts for. */
export function referenceBars(
  set: string,
  scored: Scored,
  references: Map<string, Reference>,
): Bar[] {
  const ratio = (method: string, others: string[]): number => {
    const pairs = scored.cases.flatMap(({ id, train, test }, i) => {
      const reference = references.get(`${set}/${id}`);
      const points = others.map((other) => reference?.get(other)?.mean);
      const own = scored.outcomes[method]![i]?.mase;
      if (own === undefined || points.some((one) => one === undefined)) return [];
      const average = test.map((_, h) => mean(points.map((one) => one![h]!)));
      return [{ own, other: mase(test, average, seasonalScale(train)) }];
    });
    return averageOf(pairs.map(({ own }) => own)) / averageOf(pairs.map(({ other }) => other));
  };
  const theta = ratio("standard theta", ["R.theta"]);
  return [
    under(
      `${set}: MASE, combination to R comb(ets, theta)`,
      ratio("combination", ["R.ets", "R.theta"]),
      set === "C" ? 1.04 : 1.02,
    ),
    [
      `${set}: MASE, standard theta to R thetaf`,
      "0.998-1.002",
      theta.toFixed(4),
      theta >= 0.998 && theta <= 1.002,
    ],
    under(`${set}: MASE, ETS to R ets`, ratio("ETS", ["R.ets"]), 1.03),
  ];
}

/** Against seasonal naive, and of the intervals. */
export function sampleBars(set: string, scored: Scored): Bar[] {
  const gain = 1 - maseOf(scored, "combination") / maseOf(scored, "seasonal naive");
  const least = set === "C" ? 8 : 18;
  const bars: Bar[] = [
    [
      `${set}: MASE below that of seasonal naive by`,
      `>= ${least} %`,
      percent(gain),
      100 * gain >= least,
    ],
    between(
      `${set}: 80 % coverage of months, as modelled`,
      coverageOf(scored.outcomes.combination!, "within80"),
      74,
      85,
    ),
  ];
  const calibrations = scored.outcomes.combination!.flatMap(
    (outcome) => outcome?.calibration ?? [],
  );
  return calibrations.length > 0 ? [...bars, ...calibratedBars(set, calibrations)] : bars;
}

/** Factors are pooled over the series of the set and learned before the test. */
function calibratedBars(set: string, calibrations: Calibration[]): Bar[] {
  const pooled = (part: "marginal" | "cumulative") =>
    factorsFrom({
      of80: calibrations.flatMap((c) => c[part].of80),
      of95: calibrations.flatMap((c) => c[part].of95),
    }).f80;
  const within = (distances: number[], factor: number) =>
    distances.filter((distance) => distance <= factor).length / distances.length;
  const months = pooled("marginal");
  const sums = pooled("cumulative");
  const years = calibrations.flatMap(({ year }) => year ?? []);
  return [
    between(
      `${set}: 80 % coverage of months, pooled factor ${months.toFixed(2)}`,
      within(
        calibrations.flatMap((c) => c.months),
        months,
      ),
      77,
      90,
    ),
    between(
      `${set}: 80 % coverage of the sum of 12 months, pooled factor ${sums.toFixed(2)}`,
      within(years, sums),
      75,
      93,
    ),
  ];
}

/** Of every series there is. */
export function safetyBars(all: Scored[]): Bar[] {
  const outcomes = all.flatMap(({ outcomes }) => outcomes.combination!);
  const done = outcomes.filter((outcome) => outcome !== undefined);
  const reach = Math.max(...done.map((outcome) => outcome.reach));
  const unsound = outcomes.filter((outcome) => !outcome?.points.every(Number.isFinite)).length;
  const flat = all.flatMap(({ cases, outcomes }) =>
    cases.filter(
      ({ train }, i) => outcomes.combination![i]?.isFlat && testedSeason(train).form !== "none",
    ),
  ).length;
  return [
    under("largest forecast over largest of the history, any series", reach, 5, 2),
    under("series with a forecast that is no number", unsound, 0, 0),
    under("series found seasonal by test with a flat forecast", flat, 0, 0),
    under(
      "CPU seconds a series, mean",
      mean(all.flatMap(({ seconds }) => seconds.combination!)),
      0.06,
      4,
    ),
  ];
}
