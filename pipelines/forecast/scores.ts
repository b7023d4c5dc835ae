import { blockBand } from "../../models/forecast/scores.ts";
import { randomFrom } from "../../models/random.ts";
import { literal } from "../quote.ts";
import type { Store } from "../store.ts";
import { grouped } from "./histories.ts";
import type { Forecaster } from "./rows.ts";

/** A row of `marts.forecast_score`. */
export interface ScoreRow {
  region_code: string;
  fund: string;
  account: string;
  forecaster: Forecaster;
  series: string;
  horizon: number;
  origins: number;
  first_origin: string;
  last_origin: string;
  wape: number | null;
  mase: number | null;
  coverage_80: number | null;
  coverage_95: number | null;
  interval_score_80: number | null;
  interval_score_95: number | null;
  times_below: number | null;
  brier_below: number | null;
  times_crossed: number | null;
  brier_crossed: number | null;
}

/** The score of the forecasts beside that of the seasonal naive ones. */
export interface Score extends ScoreRow {
  naive: ScoreRow | null;
  /**
   * The 90 % band of the 80 % interval's coverage, by moving blocks of origins as long as the horizon, at most
   * half of them; null with fewer than 6 origins.
   */
  coverage_80_band: [low: number, high: number] | null;
}

const LEAST_ORIGINS = 6;

/** Scores of the kept origins, of all funds or some; the seed is of the bootstrap. */
export async function readScores(
  store: Store,
  { region, fund }: { region?: string | undefined; fund?: string | undefined } = {},
  seed = 1,
): Promise<Score[]> {
  const chosen = [
    ...(region === undefined ? [] : [`region_code = ${literal(region)}`]),
    ...(fund === undefined ? [] : [`fund = ${literal(fund)}`]),
    "true",
  ].join(" and ");
  const rows = await store.rows<ScoreRow>(`
    select * replace (
      cast(origins as integer) as origins, cast(times_below as integer) as times_below,
      cast(times_crossed as integer) as times_crossed)
    from marts.forecast_score where ${chosen}
    order by region_code, fund, account, series, horizon`);
  const held = await store.rows<{ key: string; step: number; held: number }>(`
    select concat_ws('/', region_code, fund, account, series) as key, step,
      case when series in ('income', 'expenditure')
        then avg(held) over (partition by region_code, fund, account, series, month order by step)
        else held end as held
    from (
      select *, case when actual between q10 and q90 then 1.0 else 0.0 end::double as held
      from marts.forecast_outcome
      where ${chosen} and forecaster = 'model' and actual is not null)
    order by region_code, fund, account, series, step, month`);
  const byKey = grouped(held, ({ key, step }) => `${key}/${step}`);
  const naive = new Map(
    rows.filter((row) => row.forecaster === "seasonal_naive").map((row) => [keyOf(row), row]),
  );
  return rows
    .filter((row) => row.forecaster === "model")
    .map((row) => {
      const held = (byKey.get(keyOf(row)) ?? []).map((one) => one.held);
      const block = Math.min(row.horizon, Math.floor(held.length / 2));
      const band = held.length < LEAST_ORIGINS ? null : blockBand(held, block, randomFrom(seed));
      return { ...row, naive: naive.get(keyOf(row)) ?? null, coverage_80_band: band };
    });
}

const keyOf = ({ region_code, fund, account, series, horizon }: ScoreRow): string =>
  [region_code, fund, account, series, horizon].join("/");
