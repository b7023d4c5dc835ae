import type { Widening } from "../../models/forecast/bands.ts";
import {
  type FundForecast,
  QUANTITIES,
  type Quantiles,
  type Quantity,
} from "../../models/forecast/fund.ts";
import type { Month } from "../../models/period.ts";
import { grouped, OTHERS } from "./histories.ts";

/** Who made a forecast: the method of this program, or the one that everything is held against. */
export const FORECASTERS = ["model", "seasonal_naive"] as const;
export type Forecaster = (typeof FORECASTERS)[number];

/** A row of `marts.fund_forecast`. */
export interface ForecastRow extends Nullable<Quantiles> {
  region_code: string;
  fund: string;
  account: string;
  month: Month;
  forecaster: Forecaster;
  series: string;
  step: number;
  target_month: Month | null;
  p_below: number | null;
  p_crossed: number | null;
  status: FundForecast["status"] | null;
  method: string | null;
  notes: string | null;
}

type Nullable<T> = { [K in keyof T]: T[K] | null };

const NOTHING = {
  ...{ target_month: null, mean: null, q025: null, q10: null, q50: null, q90: null, q975: null },
  ...{ p_below: null, p_crossed: null, status: null, method: null, notes: null },
};

/**
 * Rows of the table for a forecast; what is not known has none. Several notes are lines of one text. `factors`
 * are those its intervals were widened by.
 */
export function rowsOf(
  forecast: FundForecast,
  bands: readonly number[],
  forecaster: Forecaster = "model",
  factors: Record<string, Widening> | null = null,
): ForecastRow[] {
  const { region_code, fund, account, origin, months, lines } = forecast;
  const key = { region_code, fund, account, month: origin, forecaster };
  const row = (series: string, step: number, values: Partial<ForecastRow>): ForecastRow => ({
    ...key,
    ...{ series, step },
    ...NOTHING,
    ...values,
  });
  const { status, notes, opening_balance_yuan } = forecast;
  const rows = [row("fund", 0, { status, notes: notes.join("\n") })];
  if (opening_balance_yuan !== null)
    rows.push(row("balance", 0, { target_month: origin, mean: opening_balance_yuan }));
  for (const [i, mean] of (forecast.other_spending_yuan ?? []).entries())
    rows.push(row(OTHERS, i + 1, { target_month: months[i]!.month, mean }));
  for (const [flow, { f80, f95 }] of Object.entries(factors ?? {}))
    rows.push(row(`widening.${flow}`, 0, { q90: f80, q975: f95 }));
  for (const { line, method, notes, months } of lines) {
    rows.push(row(line, 0, { method, notes: notes.join("\n") }));
    for (const [i, { month, value }] of months.entries())
      rows.push(row(line, i + 1, { target_month: month, ...value }));
  }
  for (const month of months) {
    const target_month = month.month;
    for (const series of QUANTITIES) {
      const value = month[series];
      if (!Number.isNaN(value.mean)) rows.push(row(series, month.step, { target_month, ...value }));
    }
    if (!Number.isNaN(month.months_payable.mean))
      for (const [i, band] of bands.entries()) {
        const [p_below, p_crossed] = [month.p_below[i]!, month.p_crossed[i]!];
        rows.push(row(`band.${band}`, month.step, { target_month, p_below, p_crossed }));
      }
  }
  for (const [i, band] of bands.entries()) {
    const first = forecast.first_crossing[i] ?? null;
    if (first !== null) rows.push(row(`band.${band}`, 0, { target_month: first }));
  }
  return rows;
}

/** Undoes `rowsOf`, for the rows of any number of funds and origins. */
export function forecastsFrom(
  rows: readonly ForecastRow[],
  bands: readonly number[],
): FundForecast[] {
  const byKey = grouped(
    rows,
    ({ forecaster, month, region_code, fund, account }) =>
      `${forecaster}/${month}/${region_code}/${fund}/${account}`,
  );
  return [...byKey.values()].map((own) => forecastFrom(own, bands));
}

function forecastFrom(rows: readonly ForecastRow[], bands: readonly number[]): FundForecast {
  const { region_code, fund, account, month: origin } = rows[0]!;
  const bySeries = grouped(rows, ({ series }) => series);
  const at = (series: string, step: number) =>
    bySeries.get(series)?.find((row) => row.step === step);
  const about = at("fund", 0);
  const lines = [...bySeries.keys()].filter(isLine).sort();
  const steps = (bySeries.get("income") ?? [])
    .map(({ step, target_month }) => ({ step, month: target_month! }))
    .sort((a, b) => a.step - b.step);
  const chances = (step: number, of: "p_below" | "p_crossed") =>
    bands.map((band) => at(`band.${band}`, step)?.[of] ?? Number.NaN);
  return {
    ...{ region_code, fund, account, origin },
    status: about?.status ?? "insufficient",
    notes: linesOf(about?.notes),
    opening_balance_yuan: at("balance", 0)?.mean ?? null,
    other_spending_yuan: bySeries.has(OTHERS)
      ? steps.map(({ step }) => at(OTHERS, step)?.mean ?? 0)
      : null,
    lines: lines.map((line) => ({
      line,
      method: at(line, 0)?.method ?? "",
      notes: linesOf(at(line, 0)?.notes),
      months: bySeries
        .get(line)!
        .filter(({ step }) => step > 0)
        .sort((a, b) => a.step - b.step)
        .map((row) => ({ month: row.target_month!, value: quantilesOf(row) })),
    })),
    months: steps.map(({ step, month }) => ({
      ...{ step, month },
      ...(Object.fromEntries(
        QUANTITIES.map((series) => [series, quantilesOf(at(series, step))]),
      ) as Record<Quantity, Quantiles>),
      p_below: chances(step, "p_below"),
      p_crossed: chances(step, "p_crossed"),
    })),
    first_crossing: bands.map((band) => at(`band.${band}`, 0)?.target_month ?? null),
  };
}

const isLine = (series: string): boolean => /^(income|expenditure)\./.test(series);

const linesOf = (text: string | null | undefined): string[] =>
  text ? text.split("\n").filter((line) => line !== "") : [];

const quantilesOf = (row: ForecastRow | undefined): Quantiles => ({
  mean: row?.mean ?? Number.NaN,
  q025: row?.q025 ?? Number.NaN,
  q10: row?.q10 ?? Number.NaN,
  q50: row?.q50 ?? Number.NaN,
  q90: row?.q90 ?? Number.NaN,
  q975: row?.q975 ?? Number.NaN,
});
