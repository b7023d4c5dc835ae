import type { FundForecast } from "../../models/forecast/fund.ts";
import type { Month } from "../../models/period.ts";
import { literal } from "../quote.ts";
import type { Store } from "../store.ts";
import type { HistoryRow } from "./histories.ts";
import { type Forecaster, type ForecastRow, forecastsFrom } from "./rows.ts";
import { FORECAST } from "./table.ts";

/** Which forecasts; all of them where nothing is said. */
export interface ForecastFilter {
  region?: string | undefined;
  fund?: string | undefined;
  /** The newest that stood at the end of this month. */
  asOf?: Month | undefined;
  forecaster?: Forecaster | undefined;
}

/** Forecasts with the bands of months payable they were made for, the highest first. */
export interface Forecasts {
  bands: number[];
  forecasts: FundForecast[];
}

/** The newest forecast of each fund and region as of a month, out of `marts.fund_forecast`. */
export async function readForecasts(store: Store, filter: ForecastFilter = {}): Promise<Forecasts> {
  const { region, fund, asOf, forecaster = "model" } = filter;
  const conditions = [
    `forecaster = ${literal(forecaster)}`,
    ...(region === undefined ? [] : [`region_code = ${literal(region)}`]),
    ...(fund === undefined ? [] : [`fund = ${literal(fund)}`]),
    ...(asOf === undefined ? [] : [`month <= ${literal(asOf)}`]),
  ];
  const rows = await store.rows<ForecastRow>(`
    select * from ${FORECAST}
    where ${conditions.join(" and ")}
    qualify month = max(month) over (partition by region_code, fund)
    order by region_code, fund, account, month, series, step`);
  const bands = [...new Set(rows.map(({ series }) => series).filter(isBand))]
    .map((series) => Number(series.slice("band.".length)))
    .sort((a, b) => b - a);
  return { bands, forecasts: forecastsFrom(rows, bands) };
}

const isBand = (series: string): boolean => series.startsWith("band.");

/** What histories are made of, of all funds or one, up to a month. */
export const readHistory = (
  store: Store,
  { fund, asOf }: Pick<ForecastFilter, "fund" | "asOf"> = {},
): Promise<HistoryRow[]> =>
  store.rows<HistoryRow>(`
    select history.*, region.parent_code
    from marts.forecast_history as history
    left join core.region as region on region.region_code = history.region_code
    where ${fund === undefined ? "true" : `fund = ${literal(fund)}`}
      and ${asOf === undefined ? "true" : `month <= ${literal(asOf)}`}
    order by region_code, fund, account, month, item`);

/** The newest month of which any fund has sent anything, up to a month. */
export async function newestMonth(store: Store, asOf: Month = "9999-12"): Promise<Month> {
  const { month } = await store.row<{ month: Month | null }>(
    "select max(month) as month from marts.forecast_history where month <= $1",
    [asOf],
  );
  return month ?? asOf;
}
