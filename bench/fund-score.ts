import { monthsBetween } from "../models/forecast/calendar.ts";
import type {
  ForecastSettings,
  FundForecast,
  FundHistory,
  Quantiles,
} from "../models/forecast/fund.ts";
import { naiveFund } from "../models/forecast/naive-fund.ts";
import { seasonalNaive } from "../models/forecast/seasonal-naive.ts";
import { knownTotals } from "../models/forecast/series.ts";
import { addMonths } from "../models/period.ts";

/** What is scored of one forecast, by its name; means of it are printed. */
export type Score = Record<string, number>;

const YEAR = 12;
const AHEAD = 18;

/** A forecast of 18 months against what became of its fund, beside seasonal naive; `history` goes on as long. */
export function scoreOf(
  history: FundHistory,
  forecast: FundForecast,
  settings: Pick<ForecastSettings, "seed" | "bands">,
): Score {
  const { origin, months } = forecast;
  const at = monthsBetween(history.from, origin) + 1;
  const actual = (side: "income" | "expenditure") =>
    knownTotals(history, side, addMonths(origin, AHEAD)).map((v) => v!);
  const [came, went] = [actual("income"), actual("expenditure")];
  const naive = {
    income: seasonalNaive(came.slice(0, at)).mean(AHEAD),
    expenditure: seasonalNaive(went.slice(0, at)).mean(AHEAD),
  };
  const naiveMonth = naiveFund(history, origin, forecast.opening_balance_yuan, settings)!.months[
    YEAR - 1
  ]!;
  const year = (list: number[]) => total(list.slice(at, at + YEAR));
  const month = (h: number) => months[h - 1]!;
  const closing = (h: number) => history.closing_yuan[at + h - 1]!;
  const error = (list: number[], points: (h: number) => number) =>
    total(Array.from({ length: AHEAD }, (_, h) => Math.abs(list[at + h]! - points(h))));
  const scale = (list: number[]) => {
    const changes = list.slice(YEAR, at).map((v, i) => Math.abs(v - list[i]!));
    return (total(changes) / changes.length) * AHEAD;
  };
  const inside = (list: number[], of: "income" | "expenditure") =>
    total(months.slice(0, AHEAD).map((m, h) => within(list[at + h]!, m[of]))) / AHEAD;
  const wape = (list: number[], said: number) => Math.abs(said - year(list)) / year(list);
  const others = history.other_spending_yuan?.map((v) => v ?? 0) ?? [];
  const payable = (closing(YEAR) * YEAR) / (year(went) + year(others));
  const m12 = month(YEAR);
  return {
    "balance at 12 months inside 80 %": within(closing(YEAR), m12.balance),
    "balance at 12 months inside 95 %": within(closing(YEAR), m12.balance, "q025", "q975"),
    "balance at 6 months inside 80 %": within(closing(6), month(6).balance),
    "balance at 18 months inside 80 %": within(closing(18), month(18).balance),
    "expenditure of 12 months inside 80 %": within(year(went), m12.expenditure_sum),
    "income of 12 months inside 80 %": within(year(came), m12.income_sum),
    "months of expenditure inside 80 %": inside(went, "expenditure"),
    "months of income inside 80 %": inside(came, "income"),
    "width of balance at 12 months, months of expenditure":
      ((m12.balance.q90 - m12.balance.q10) * YEAR) / year(went),
    "MASE expenditure": error(went, (h) => months[h]!.expenditure.q50) / scale(went),
    "MASE expenditure, seasonal naive": error(went, (h) => naive.expenditure[h]!) / scale(went),
    "WAPE expenditure of 12 months": wape(went, m12.expenditure_sum.q50),
    "WAPE expenditure of 12 months, seasonal naive": wape(
      went,
      total([...naive.expenditure.subarray(0, YEAR)]),
    ),
    "WAPE income of 12 months": wape(came, m12.income_sum.q50),
    "WAPE income of 12 months, seasonal naive": wape(
      came,
      total([...naive.income.subarray(0, YEAR)]),
    ),
    "MASE income": error(came, (h) => months[h]!.income.q50) / scale(came),
    "MASE income, seasonal naive": error(came, (h) => naive.income[h]!) / scale(came),
    ...Object.fromEntries(
      settings.bands.flatMap((band, b) => {
        const isBelow = payable < band ? 1 : 0;
        return [
          [`below ${band} months at 12 months`, isBelow],
          [`Brier of below ${band}`, (m12.p_below[b]! - isBelow) ** 2],
          [`Brier of below ${band}, seasonal naive`, (naiveMonth.p_below[b]! - isBelow) ** 2],
        ];
      }),
    ),
  };
}

const total = (list: number[]): number => list.reduce((a, b) => a + b, 0);

const within = (
  value: number,
  said: Quantiles,
  low: "q10" | "q025" = "q10",
  high: "q90" | "q975" = "q90",
): number => (value >= said[low] && value <= said[high] ? 1 : 0);

/** Prints the mean of each score. */
export function print(title: string, scores: Score[]): void {
  console.log(`\n${title} (${scores.length})`);
  for (const name of Object.keys(scores[0]!))
    console.log(
      `  ${name.padEnd(52)} ${(total(scores.map((s) => s[name]!)) / scores.length).toFixed(3)}`,
    );
}
