import { expect, test } from "vitest";
import { COLUMNS } from "../../models/metrics/columns.ts";
import { addMonths } from "../../models/period.ts";
import { useTables } from "./tables.ts";

const tables = useTables();

/** What 12 months before 2025-13 spent, and how much of it went to other levels. */
const history = (sent = 0, months = 12): string =>
  [
    "month|item|part_of|amount_yuan|adds_up",
    ...Array.from({ length: months }, (_, i) => addMonths("2025-12", -i)).flatMap((month) => [
      `${month}|expenditure.total||100|false`,
      ...(sent > 0 ? [`${month}|expenditure.remit_upper|expenditure.total|${sent}|true`] : []),
    ]),
  ].join("\n");

/** Income 90 and expenditure 130 a month from 1000 on. */
const forecast = (lines: string[] = []): string =>
  [
    "month|forecaster|series|step|mean|q10|q90|p_below|p_crossed",
    "2025-12|model|balance|0|1000|null|null|null|null",
    ...Array.from({ length: 4 }, (_, i) => i + 1).flatMap((step) => [
      `2025-12|model|income|${step}|90|80|100|null|null`,
      `2025-12|model|expenditure|${step}|130|120|140|null|null`,
      `2025-12|model|balance|${step}|${1000 - 40 * step}|${900 - 40 * step}|${1100 - 40 * step}|null|null`,
      `2025-12|model|months_payable|${step}|8|7|9|null|null`,
      `2025-12|model|band.6|${step}|null|null|null|0.25|0.5`,
      `2025-12|seasonal_naive|income|${step}|1|1|1|null|null`,
    ]),
    ...lines,
  ].join("\n");

test("sums from the origin on, and twelve months of spending across it", async () => {
  await tables.expect(
    "marts.forecast_ahead",
    { "marts.forecast_history": history(), "marts.fund_forecast": forecast() },
    `category|known_balance_yuan|income_yuan|expenditure_yuan|spending_year_yuan|balance_low_yuan|balance_high_yuan|below_6|crossed_6|below_3
     3|1000|270|390|1290|780|980|0.25|0.5|null`,
  );
});

test("what goes to other levels is not spending, before and after the origin", async () => {
  const sent = [1, 2, 3, 4].map(
    (step) => `2025-12|model|expenditure.remit_upper|${step}|20|20|20|null|null`,
  );
  await tables.expect(
    "marts.forecast_ahead",
    { "marts.forecast_history": history(10), "marts.fund_forecast": forecast(sent) },
    `category|expenditure_yuan|spending_year_yuan
     3|390|1140`,
  );
});

test("without a whole year there is nothing to measure by", async () => {
  await tables.expect(
    "marts.forecast_ahead",
    { "marts.forecast_history": history(0, 8), "marts.fund_forecast": forecast() },
    `category|known_balance_yuan|spending_year_yuan
     3|1000|null`,
  );
});

test("where months payable may not be told, their measure is not there", async () => {
  const told = forecast()
    .split("\n")
    .filter((line) => !line.includes("months_payable"))
    .join("\n");
  await tables.expect(
    "marts.forecast_ahead",
    { "marts.forecast_history": history(), "marts.fund_forecast": told },
    `category|income_yuan|spending_year_yuan
     3|270|null`,
  );
});

test("no other mart has columns of these names: they are exact wherever they stand", () => {
  const own = Object.keys(COLUMNS.forecast_ahead);
  for (const [mart, columns] of Object.entries(COLUMNS))
    if (mart !== "forecast_ahead")
      expect(
        Object.keys(columns).filter((name) => own.includes(name)),
        mart,
      ).toEqual([]);
});
