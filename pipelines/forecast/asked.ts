import { UserError } from "../../models/errors.ts";
import type { FundForecast, FundHistory, Scenario } from "../../models/forecast/fund.ts";
import { FUNDS } from "../../models/fund.ts";
import type { Month } from "../../models/period.ts";
import { readFund } from "../../models/sources/names.ts";
import type { Home } from "../home.ts";
import type { Store } from "../store.ts";
import { type HistoryRow, historiesAt, originOf } from "./histories.ts";
import type { MadeForecast } from "./job.ts";
import { carryOutWork, workFor } from "./jobs.ts";
import { type Forecasts, newestMonth, readForecasts, readHistory } from "./read.ts";
import { forecastSettings } from "./settings.ts";
import type { ThreadsOptions } from "./threads.ts";

/** Which forecasts, and under what conditions; as published where nothing is said. */
export interface ForecastAsked {
  region?: string | undefined;
  /** A code or a name. */
  fund?: string | undefined;
  asOf?: Month | undefined;
  horizon?: number | undefined;
  seed?: number | undefined;
  scenario?: Scenario | undefined;
}

/**
 * Forecasts as they stand in the published snapshot; for another horizon, seed or scenario, or an origin that is not
 * kept, computed from the published history. Throws a UserError where there is nothing to tell.
 */
export async function forecastsAsked(
  store: Store,
  home: Home,
  asked: ForecastAsked,
  options: ThreadsOptions = {},
): Promise<Forecasts> {
  const known = await historyAsked(store, home, asked);
  const { seed, bands } = forecastSettings(home.config);
  if (asked.scenario === undefined && (asked.seed ?? seed) === seed) {
    const kept = await readForecasts(store, { ...asked, fund: known.fund });
    if (holds(kept, known, asked))
      return {
        bands: kept.bands.length > 0 ? kept.bands : bands,
        forecasts: kept.forecasts.map((one) => upTo(one, asked.horizon)),
      };
  }
  return (await computed(home, known, asked, [asked.scenario ?? null], options))[0]!;
}

/** Forecasts under each of several scenarios (null: the present), computed now on the same shocks. */
export async function scenarioForecasts(
  store: Store,
  home: Home,
  asked: ForecastAsked,
  scenarios: readonly (Scenario | null)[],
  options: ThreadsOptions = {},
): Promise<Forecasts[]> {
  return computed(home, await historyAsked(store, home, asked), asked, scenarios, options);
}

interface HistoryAsked {
  fund: string | undefined;
  rows: HistoryRow[];
  histories: FundHistory[];
  newest: Month;
}

async function historyAsked(store: Store, home: Home, asked: ForecastAsked): Promise<HistoryAsked> {
  await requireTables(store);
  const fund = asked.fund && (readFund(asked.fund, home.config.aliases) ?? asked.fund);
  const rows = await readHistory(store, { fund, asOf: asked.asOf });
  const histories = historiesAt(rows, LAST);
  requireHistory(histories, { ...asked, fund });
  return { fund, rows, histories, newest: await newestMonth(store, asked.asOf) };
}

async function computed(
  home: Home,
  { rows, histories, newest }: HistoryAsked,
  { region, horizon, seed }: ForecastAsked,
  scenarios: readonly (Scenario | null)[],
  options: ThreadsOptions,
): Promise<Forecasts[]> {
  const set = forecastSettings(home.config);
  const settings = { ...set, seed: seed ?? set.seed, horizon: horizon ?? set.horizon };
  const about = histories.filter((one) => isAbout(one, region));
  const origins = [...new Set(about.map((one) => originOf(one, newest)))];
  const made: MadeForecast[] = [];
  const take = (all: MadeForecast[]) => void made.push(...all);
  await carryOutWork(
    workFor(rows, () => origins),
    { settings, scenarios },
    take,
    options,
  );
  made.sort((a, b) => compare(a.forecast.origin, b.forecast.origin));
  return scenarios.map((_, i) => {
    const own = made.filter(({ scenario }) => scenario === i).map(({ forecast }) => forecast);
    const standing = new Map(
      own.filter((one) => isAbout(one, region)).map((one) => [keyOf(one), one]),
    );
    const forecasts = [...standing.values()].sort((a, b) => compare(keyOf(a), keyOf(b)));
    return { bands: settings.bands, forecasts };
  });
}

/** Whether the kept forecasts answer what is asked: every fund from where it stands, far enough. */
function holds(
  { forecasts }: Forecasts,
  { histories, newest }: HistoryAsked,
  { region, horizon = 0 }: ForecastAsked,
): boolean {
  const origins = new Map(forecasts.map((one) => [keyOf(one), one]));
  return histories
    .filter((one) => isAbout(one, region))
    .every((history) => {
      const one = origins.get(keyOf(history));
      const isFar = one && (one.months.length === 0 || one.months.length >= horizon);
      return isFar && one.origin === originOf(history, newest);
    });
}

const upTo = (forecast: FundForecast, horizon: number | undefined): FundForecast => ({
  ...forecast,
  months: forecast.months.slice(0, horizon),
  lines: forecast.lines.map((line) => ({ ...line, months: line.months.slice(0, horizon) })),
});

async function requireTables(store: Store): Promise<void> {
  const [found] = await store.rows(
    "select 1 from duckdb_tables() where schema_name = 'marts' and table_name = 'fund_forecast'",
  );
  if (!found)
    throw new UserError(
      "已发布的数据里没有预测",
      "请先执行 fundwatch run，再执行 fundwatch forecast。",
    );
}

function requireHistory(histories: readonly FundHistory[], asked: ForecastAsked): void {
  const { fund, region, asOf } = asked;
  if (histories.length === 0 && fund === undefined)
    throw new UserError(
      asOf === undefined ? "没有可用于预测的收支数据" : `${asOf} 以前没有收支数据`,
      asOf === undefined
        ? "请先载入各月的基金收支表（fundwatch load），再执行 fundwatch run。"
        : "请换一个较晚的 --as-of，或补报更早的月份。",
    );
  if (histories.length === 0)
    throw new UserError(
      `没有险种 ${fund} 的收支数据`,
      `--fund 可用：${FUNDS.map(({ code, short }) => `${code}（${short}）`).join("、")}；其中有数据的见 fundwatch forecast。`,
      2,
    );
  const regions = [...new Set(histories.map(({ region_code }) => region_code))].sort();
  if (region !== undefined && !regions.includes(region))
    throw new UserError(
      `没有统筹区 ${region} 的收支数据`,
      `--region 应为 6 位代码，有数据的：${listed(regions)}。`,
      2,
    );
}

const LAST = "9999-12";
const SHOWN = 12;
const listed = (codes: readonly string[]): string =>
  codes.slice(0, SHOWN).join("、") + (codes.length > SHOWN ? ` 等 ${codes.length} 个` : "");

type Key = Pick<FundHistory, "region_code" | "fund">;
const keyOf = ({ region_code, fund }: Key): string => `${region_code}/${fund}`;
const isAbout = ({ region_code }: Key, region: string | undefined): boolean =>
  region === undefined || region_code === region;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
