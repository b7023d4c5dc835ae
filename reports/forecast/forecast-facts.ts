import type { ForecastSettings, FundForecast } from "../../models/forecast/fund.ts";
import type { BulletinFacts } from "../documents/bulletin-facts.ts";
import type { Outlook } from "./outlook.ts";

/** What would be otherwise, and what of the fund would come of it. */
export interface ScenarioOutlook {
  title: string;
  /** Its ramps in words. */
  what: string[];
  forecast: FundForecast;
}

/** Everything a balance-forecast book says beyond what a bulletin of its month says. */
export interface ForecastFacts extends BulletinFacts {
  outlooks: Outlook[];
  /** Of the newest month alone. */
  scenarios: ScenarioOutlook[];
  settings: Pick<ForecastSettings, "paths" | "seed" | "horizon" | "breaks">;
  /** The day the last file counted in arrived, YYYY-MM-DD; null where it is not known. */
  dataAsOf: string | null;
  /** The program's version, and the run that made the figures. */
  program: string;
  run: string;
}
