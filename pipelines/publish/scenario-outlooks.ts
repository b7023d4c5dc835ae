import type { FundForecast, Scenario } from "../../models/forecast/fund.ts";
import type { Month } from "../../models/period.ts";
import type { ScenarioOutlook } from "../../reports/forecast/forecast-facts.ts";
import { forecastsAsked } from "../forecast/asked.ts";
import { rampInWords, readScenario, scenarioNames } from "../forecast/scenarios.ts";
import type { Home } from "../home.ts";
import type { Store } from "../store.ts";

/** Computed once for all regions whose books are made out of the same tables. */
const COMPUTED = new WeakMap<Store, Map<string, Promise<FundForecast[]>>>();

/** What the saved scenarios make of a region's funds; only from the newest month on is a scenario asked about. */
export async function scenarioOutlooks(
  home: Home,
  store: Store,
  region: string,
  origin: Month,
): Promise<ScenarioOutlook[]> {
  const names = scenarioNames(home);
  if (names.length === 0 || !(await isNewest(store, origin))) return [];
  const found: ScenarioOutlook[] = [];
  for (const name of names) {
    const scenario = readScenario(home, name);
    const { title, ramps } = scenario;
    const forecasts = await computed(home, store, origin, scenario);
    for (const forecast of forecasts)
      if (forecast.region_code === region && forecast.origin === origin)
        found.push({ title, what: ramps.map(rampInWords), forecast });
  }
  return found;
}

async function isNewest(store: Store, origin: Month): Promise<boolean> {
  const { newest } = await store.row<{ newest: Month | null }>(
    "select max(month) as newest from marts.fund_forecast",
  );
  return newest === origin;
}

function computed(
  home: Home,
  store: Store,
  asOf: Month,
  scenario: Scenario,
): Promise<FundForecast[]> {
  const own = COMPUTED.get(store) ?? new Map<string, Promise<FundForecast[]>>();
  COMPUTED.set(store, own);
  const key = JSON.stringify([asOf, scenario, home.config.forecast]);
  const made =
    own.get(key) ??
    forecastsAsked(store, home, { asOf, scenario }).then(({ forecasts }) => forecasts);
  own.set(key, made);
  return made;
}
