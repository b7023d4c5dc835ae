import { type Factors, factorsAt, START, type Summary } from "../../models/forecast/calibrate.ts";
import { keptNormals } from "../../models/forecast/chance.ts";
import { finishGroup } from "../../models/forecast/finish.ts";
import type { FundForecast, FundHistory, Scenario } from "../../models/forecast/fund.ts";
import { naiveFund } from "../../models/forecast/naive-fund.ts";
import { drawGroup, fitGroup } from "../../models/forecast/prepare.ts";
import { addMonths, type Month } from "../../models/period.ts";
import { originOf } from "./histories.ts";
import { asPaid } from "./personal.ts";
import type { HandedSettings } from "./settings.ts";

/** Months before an origin from which forecasts are made again, to see how wide its intervals must be. */
export const CALIBRATING = [6, 12, 18, 24];

/**
 * Paths by which an origin calibrates others: half widths of intervals need no more. An origin that is wanted
 * itself has its own beside them, so that what others learn from it does not depend on that.
 */
const CALIBRATING_PATHS = 500;

/** One fund of all regions, at origins that calibrate each other. */
export interface ForecastJob {
  fund: string;
  /** The earliest first; `histories` as they were known then. */
  origins: { origin: Month; histories: FundHistory[]; isWanted: boolean }[];
  settings: HandedSettings;
  /** Each gives a forecast of its own, on the same shocks; null is the present. */
  scenarios: readonly (Scenario | null)[];
}

/** A forecast, what it is held against, and by what its intervals were widened. */
export interface MadeForecast {
  /** Index of its scenario. */
  scenario: number;
  forecast: FundForecast;
  naive: FundForecast | null;
  factors: Factors[string] | null;
}

/**
 * Forecasts at the wanted origins, each calibrated by those made as of 6, 12, 18 and 24 months before and by
 * nothing that was not known at it; of those funds that stand there.
 */
export function forecastJob({ origins, settings, scenarios }: ForecastJob): MadeForecast[] {
  const wanted = new Set(origins.flatMap((one) => (one.isWanted ? [one.origin] : [])));
  const past = new Map<Month, Summary[]>();
  const paths = Math.min(settings.paths, CALIBRATING_PATHS);
  const normals = keptNormals(settings.seed, settings.horizon);
  return origins.flatMap(({ origin, histories, isWanted }) => {
    const fitted = fitGroup(histories, origin, settings);
    if (CALIBRATING.some((ahead) => wanted.has(addMonths(origin, ahead))))
      past.set(origin, drawGroup(fitted, { paths, isSummary: true, normals }).summaries);
    if (!isWanted) return [];
    const prepared = drawGroup(fitted, { normals });
    const earlier = CALIBRATING.flatMap((back) => past.get(addMonths(origin, -back)) ?? []);
    const factors = factorsAt(origin, earlier, histories);
    return scenarios.flatMap((given, scenario) =>
      finishGroup(prepared, factors, given ?? undefined).flatMap((made, i): MadeForecast[] => {
        const history = histories[i]!;
        if (originOf(history, origin) !== origin) return [];
        if (made.months.length === 0)
          return [{ scenario, forecast: made, naive: null, factors: null }];
        const naive = given
          ? null
          : naiveFund(history, origin, made.opening_balance_yuan, settings);
        return [
          {
            scenario,
            forecast: asPaid(made, settings),
            naive: naive && asPaid(naive, settings),
            factors: factors[history.fund] ?? START,
          },
        ];
      }),
    );
  });
}
