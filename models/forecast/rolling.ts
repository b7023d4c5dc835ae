import { addMonths, type Month } from "../period.ts";
import { factorsAt, type Summary } from "./calibrate.ts";
import { finishGroup } from "./finish.ts";
import type { ForecastSettings, FundForecast, FundHistory, Scenario } from "./fund.ts";
import { prepareGroup } from "./prepare.ts";

/** Origins whose forecasts calibrate one: the latest first. */
const EARLIER = [6, 12, 18, 24];

export interface RollingStep {
  origin: Month;
  forecasts: FundForecast[];
  /** What later origins are calibrated by; to be kept. */
  summaries: Summary[];
}

/**
 * Forecasts of a group from each origin in turn, each calibrated by the summaries kept so far and by nothing that
 * was not known at it. A generator, so that the caller can say how far it is.
 */
export function* rolling(
  histories: FundHistory[],
  origins: Month[],
  settings: ForecastSettings,
  kept: Summary[] = [],
): Generator<RollingStep> {
  const past = [...kept];
  for (const origin of [...origins].sort()) {
    const prepared = prepareGroup(histories, origin, settings);
    const factors = factorsAt(origin, past, histories);
    const { summaries } = prepared;
    yield { origin, forecasts: finishGroup(prepared, factors), summaries };
    past.push(...summaries);
  }
}

/**
 * Forecasts of one fund of all regions of a tree, calibrated by forecasts made as of 6, 12, 18 and 24 months
 * before. In the order of `histories`; throws nothing for want of data: that is in each forecast's status.
 */
export function forecastGroup(
  histories: FundHistory[],
  origin: Month,
  settings: ForecastSettings,
  scenario?: Scenario,
): FundForecast[] {
  const past = EARLIER.flatMap(
    (back) => prepareGroup(histories, addMonths(origin, -back), settings).summaries,
  );
  const prepared = prepareGroup(histories, origin, settings);
  return finishGroup(prepared, factorsAt(origin, past, histories), scenario);
}
