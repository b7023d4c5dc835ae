import type { Config } from "../../models/config.ts";
import type { ForecastSettings } from "../../models/forecast/fund.ts";
import type { Month } from "../../models/period.ts";

/** What forecasts are computed with, as the model is handed it. */
export interface HandedSettings extends ForecastSettings {
  /** From which month on months payable count the pooled balance alone, or personal accounts, too. */
  numerators: { from: Month; numerator: "pooled" | "total" }[];
}

export const forecastSettings = ({ forecast, months_payable }: Config): HandedSettings => ({
  ...forecast,
  bands: [...new Set(forecast.bands)].sort((a, b) => b - a),
  numerators: months_payable
    .map(({ from, numerator }) => ({ from, numerator }))
    .sort((a, b) => (a.from < b.from ? -1 : 1)),
});

/** Whether months payable of a month may have personal accounts in them. */
export const countsPersonal = ({ numerators }: HandedSettings, month: Month): boolean =>
  numerators.findLast(({ from }) => from <= month)?.numerator === "total";
