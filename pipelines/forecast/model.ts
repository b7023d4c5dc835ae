import { closeSync, openSync, rmSync, writeFileSync } from "node:fs";
import type { Asked, Model } from "../model.ts";
import { literal, pathLiteral } from "../quote.ts";
import { Store } from "../store.ts";
import type { HistoryRow } from "./histories.ts";
import type { ForecastJob, MadeForecast } from "./job.ts";
import { carryOutWork, workFor } from "./jobs.ts";
import { Kept, keysOf } from "./kept.ts";
import { type ForecastRow, rowsOf } from "./rows.ts";
import type { HandedSettings } from "./settings.ts";
import { FORECAST_COLUMNS, FORECAST_VERSION } from "./table.ts";

/** Files that are kept at most: of some funds, the origins of a dozen states of their data. */
const MOST_KEPT = 1000;

/** Rows of `marts.fund_forecast` out of those of `FORECAST_SQL`. */
export const forecasting: Model = async (input, output, signal, asked) => {
  const store = await Store.open(":memory:");
  const lines = `${output}.csv`;
  try {
    const read = `from read_parquet(${pathLiteral(input)})`;
    const rows = await store.rows<HistoryRow>(
      `select * exclude (settings) ${read} order by region_code, fund, account, month, item`,
    );
    const [handed] = await store.rows<{ settings: string }>(`select settings ${read} limit 1`);
    const file = openSync(lines, "w");
    try {
      const write = (text: string) => writeFileSync(file, text);
      if (handed) await writeForecasts(rows, handed.settings, write, { ...asked, signal });
    } finally {
      closeSync(file);
    }
    await store.run(`copy (
      from read_csv(${pathLiteral(lines)}, auto_detect = false, header = false, delim = ',',
        quote = '"', escape = '"', columns = {${TYPES}})
      order by month, region_code, fund, account, forecaster, series, step
    ) to ${literal(output)} (format parquet)`);
  } finally {
    store.close();
    rmSync(lines, { force: true });
  }
};

/** Writes lines of CSV for all asked origins: what was made before from the same, and the rest anew. */
async function writeForecasts(
  rows: readonly HistoryRow[],
  handed: string,
  write: (text: string) => void,
  { partitions, kept: folder, ...options }: Asked & { signal: AbortSignal },
): Promise<void> {
  const settings = JSON.parse(handed) as HandedSettings;
  const kept = new Kept(folder);
  const keys = keysOf(rows, partitions, `${FORECAST_VERSION}${handed}`);
  const wantedOf = (fund: string): string[] =>
    partitions.filter((origin) => {
      const text = kept.get(keys.get(fund)!.get(origin)!);
      if (text !== undefined) write(text);
      return text === undefined;
    });
  const take = (made: MadeForecast[], { fund, origins }: ForecastJob) => {
    for (const { origin, isWanted } of origins) {
      if (!isWanted) continue;
      const own = made.filter(({ forecast }) => forecast.origin === origin);
      const text = own
        .flatMap((one) => rowsMade(one, settings.bands))
        .map(lineOf)
        .join("");
      write(text);
      kept.put(keys.get(fund)!.get(origin)!, text);
    }
  };
  await carryOutWork(workFor(rows, wantedOf), { settings, scenarios: [null] }, take, options);
  kept.trim(MOST_KEPT);
}

const rowsMade = ({ forecast, naive, factors }: MadeForecast, bands: number[]): ForecastRow[] => [
  ...rowsOf(forecast, bands, "model", factors),
  ...(naive ? rowsOf(naive, bands, "seasonal_naive") : []),
];

const NAMES = FORECAST_COLUMNS.map((column) => column.split(" ")[0] as keyof ForecastRow);

const TYPES = FORECAST_COLUMNS.map((column) => {
  const [name, type] = column.split(" ");
  return `${literal(name!)}: ${literal(type!)}`;
}).join(", ");

const lineOf = (row: ForecastRow): string => `${NAMES.map((name) => cell(row[name])).join(",")}\n`;

const cell = (value: string | number | null): string =>
  typeof value === "string" ? `"${value.replaceAll('"', '""')}"` : String(value ?? "");
