import { readdirSync, readFileSync } from "node:fs";
import { fingerprint } from "../source-catalog.ts";

export const FORECAST = "marts.fund_forecast";

/** What the forecasts are made from: all known months, and the settings beside every row. */
export const FORECAST_SQL = `-- Forecasts as they stood at the end of each of the last 25 known months (\`month\`), up to 36 months ahead.
-- \`forecaster\` is model, or seasonal_naive: the same months of last year, what every forecast is held against.
-- By \`series\`: income and expenditure of the target month, income_sum and expenditure_sum from the month after
-- the origin to it, balance and months_payable at its end, and every line by its own name: mean and quantiles.
-- band.6 (and the other bands): p_below, that months payable are below 6 at the end of the target month, and
-- p_crossed, that they were at the end of any month so far. Step 0 is the origin: fund says status and notes,
-- a line its method and notes, balance the known one, band.6 the month of its most likely first crossing, and
-- widening.balance (or another quantity) by what its 80 % (q90) and 95 % (q975) intervals were multiplied, so that
-- they would have held what came of earlier forecasts.
-- grain: region_code, fund, account, month, forecaster, series, step
-- tags: forecasts
-- needs: source.fund_statement
-- last: 25
-- partition: month with history
select
  history.region_code, history.fund, history.account, history.month, history.item, history.part_of,
  history.amount_yuan, history.persons, history.adds_up, region.parent_code, settings.settings
from marts.forecast_history as history
left join core.region as region on region.region_code = history.region_code
cross join source.forecast_settings as settings`;

export const FORECAST_COLUMNS = [
  "region_code varchar",
  "fund varchar",
  "account varchar",
  "month varchar",
  "forecaster varchar",
  "series varchar",
  "step integer",
  "target_month varchar",
  "mean double",
  "q025 double",
  "q10 double",
  "q50 double",
  "q90 double",
  "q975 double",
  "p_below double",
  "p_crossed double",
  "status varchar",
  "method varchar",
  "notes varchar",
] as const;

const ROOT = new URL("../../", import.meta.url);
const METHODS = readdirSync(new URL("models/forecast/", ROOT))
  .filter((name) => name.endsWith(".ts"))
  .sort()
  .map((name) => `models/forecast/${name}`);
const BESIDE = ["random", "spring-festival"].map((name) => `models/${name}.ts`);
const FROM_ROWS_TO_ROWS = ["histories", "job", "personal", "rows", "settings"].map(
  (name) => `pipelines/forecast/${name}.ts`,
);

/** Changes with any line of what computes forecasts. */
export const FORECAST_VERSION = fingerprint(
  ...[...METHODS, ...BESIDE, ...FROM_ROWS_TO_ROWS].map((file) =>
    readFileSync(new URL(file, ROOT), "utf8"),
  ),
);
