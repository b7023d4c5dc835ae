import { readFileSync } from "node:fs";
import { speaksOfRegion } from "../../models/closing.ts";
import type { FundForecast } from "../../models/forecast/fund.ts";
import { FUNDS } from "../../models/fund.ts";
import { addMonths, endMonth, type Month } from "../../models/period.ts";
import type { BulletinFacts } from "../../reports/documents/bulletin-facts.ts";
import type { ForecastFacts } from "../../reports/forecast/forecast-facts.ts";
import type { Outlook, Score, Widening } from "../../reports/forecast/outlook.ts";
import { type HistoryRow, historiesAt } from "../forecast/histories.ts";
import { type ForecastRow, forecastsFrom } from "../forecast/rows.ts";
import type { Home } from "../home.ts";
import { liveBatches } from "../ingest/batches.ts";
import { literal } from "../quote.ts";
import type { Store } from "../store.ts";
import { standpointOf } from "../warehouse.ts";
import { issuedForecasts } from "./issued-forecasts.ts";
import { type BulletinRequest, gatherFacts } from "./monthly-bulletin.ts";
import { scenarioOutlooks } from "./scenario-outlooks.ts";

const { version } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
) as { version: string };

/** Origins that past accuracy is told of. */
const TRIED = 24;

/** Everything a balance-forecast book says of a region, from the tables in `store`. */
export async function gatherForecast(
  home: Home,
  store: Store,
  region: BulletinFacts["region"],
  request: BulletinRequest,
): Promise<ForecastFacts> {
  const facts = await gatherFacts(home, store, region, request);
  const last = facts.figures.all().find((figure) => figure.period === request.period);
  const { paths, seed, horizon, breaks } = home.config.forecast;
  return {
    ...facts,
    outlooks: await outlooksOf(home, store, region.code, endMonth(request.period)),
    scenarios: await scenarioOutlooks(home, store, region.code, endMonth(request.period)),
    settings: { paths, seed, horizon, breaks },
    dataAsOf: arrivedBy(home, store, region.code, endMonth(request.period)),
    program: version,
    run: last?.run ?? "",
  };
}

/** The forecasts of a region from a month on, with what they are held against; none where none were made. */
export async function outlooksOf(
  home: Home,
  store: Store,
  region: string,
  origin: Month,
): Promise<Outlook[]> {
  const rows = await store.rows<ForecastRow>(`
    select * from marts.fund_forecast
    where region_code = ${literal(region)} and month = ${literal(origin)} and forecaster = 'model'
    order by fund, account, series, step`);
  if (rows.length === 0) return [];
  const bands = [...new Set(rows.flatMap(({ series }) => bandOf(series) ?? []))].sort(
    (a, b) => b - a,
  );
  const history = await store.rows<HistoryRow>(`
    select * from marts.forecast_history
    where region_code = ${literal(region)} and month <= ${literal(origin)}
    order by fund, account, month, item`);
  const histories = historiesAt(history, origin);
  const scores = await scoresOf(store, region, origin);
  const issued = await issuedForecasts(home, store, region, origin);
  const isOf = (forecast: { fund: string; account: string }) => (each: typeof forecast) =>
    each.fund === forecast.fund && each.account === forecast.account;
  return inOrder(forecastsFrom(rows, bands)).flatMap((forecast): Outlook[] => {
    const own = histories.find(isOf(forecast));
    if (!own) return [];
    return [
      {
        forecast,
        history: own,
        bands,
        widenings: rows.filter(isOf(forecast)).flatMap(wideningOf),
        scores: scores.filter(isOf(forecast)),
        issued: issued.filter(isOf(forecast)),
      },
    ];
  });
}

const ORDER = FUNDS.map(({ code }) => code);

/** Funds in the order of a bulletin; those it does not know come last. */
const inOrder = (forecasts: FundForecast[]): FundForecast[] =>
  forecasts.toSorted((a, b) => placeOf(a) - placeOf(b));

const placeOf = ({ fund }: FundForecast): number =>
  ORDER.includes(fund) ? ORDER.indexOf(fund) : ORDER.length;

/** The day the last statement of a region's months up to one arrived. */
function arrivedBy(home: Home, store: Store, region: string, month: Month): string | null {
  const days = liveBatches(home, "fund_statement", standpointOf(store))
    .filter(
      ({ batch }) =>
        speaksOfRegion(batch, region, home.config.regions) &&
        Object.keys(batch.periods).some((told) => told <= month),
    )
    .map(({ arrival }) => arrival.arrived_at);
  return days.sort().at(-1)?.slice(0, 10) ?? null;
}

const bandOf = (series: string): number | undefined =>
  series.startsWith("band.") ? Number(series.slice("band.".length)) : undefined;

const WIDENED: Record<string, string> = {
  "widening.income": "单月收入",
  "widening.expenditure": "单月支出",
  "widening.income_sum": "收入合计",
  "widening.expenditure_sum": "支出合计",
  "widening.balance": "累计结余",
};

/** Factors of an interval's calibration stand where its ends do. */
function wideningOf({ series, q90, q975 }: ForecastRow): Widening[] {
  const title = WIDENED[series];
  if (title === undefined || q90 === null || q975 === null) return [];
  return [{ title, factor_80: q90, factor_95: q975 }];
}

const TITLES: Record<string, string> = {
  income_sum: "收入",
  expenditure_sum: "支出",
  balance: "累计结余",
};

interface OfFund {
  fund: string;
  account: string;
}

interface Scored extends Omit<Score, "title">, OfFund {
  series: string;
}

/** How forecasts from the two years before an origin did on months known by then. */
async function scoresOf(store: Store, region: string, origin: Month): Promise<(Score & OfFund)[]> {
  if (!(await isThere(store, "forecast_outcome"))) return [];
  const rows = await store.rows<Scored>(`
    with tried as (
      select * from marts.forecast_outcome
      where region_code = ${literal(region)} and target_month <= ${literal(origin)}
        and month >= ${literal(addMonths(origin, -TRIED))} and step in (3, 6, 12)
        and series in (${Object.keys(TITLES).map(literal).join(", ")}) and actual is not null
    ),
    scored as (
      select fund, account, series, step, forecaster, count(*) as origins,
        sum(abs(actual - mean)) / nullif(sum(abs(actual)), 0) as error,
        avg(case when actual between q10 and q90 then 1 else 0 end) as within_80,
        avg(case when actual between q025 and q975 then 1 else 0 end) as within_95
      from tried group by fund, account, series, step, forecaster
    )
    select own.fund, own.account, own.series, own.step as months, cast(own.origins as integer) as origins,
      own.error, naive.error as naive_error, own.within_80, own.within_95
    from scored as own left join scored as naive
      on naive.fund = own.fund and naive.account = own.account and naive.series = own.series
      and naive.step = own.step and naive.forecaster = 'seasonal_naive'
    where own.forecaster = 'model'
    order by own.fund, own.account, own.step, own.series`);
  return rows.map(({ series, ...score }) => ({ title: TITLES[series]!, ...score }));
}

async function isThere(store: Store, mart: string): Promise<boolean> {
  const rows = await store.rows(`
    select 1 from duckdb_tables() where database_name = current_database()
      and schema_name = 'marts' and table_name = ${literal(mart)}`);
  return rows.length > 0;
}
