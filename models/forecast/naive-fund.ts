import { addMonths, type Month } from "../period.ts";
import { outlookOf } from "./balance.ts";
import { quantilesAt, type Widening } from "./bands.ts";
import { fillNormals, seedOf } from "./chance.ts";
import type {
  ForecastMonth,
  ForecastSettings,
  FundForecast,
  FundHistory,
  Quantiles,
} from "./fund.ts";
import { filledSeasonally } from "./holes.ts";
import { SEASON } from "./method.ts";
import { seasonalNaive } from "./seasonal-naive.ts";
import { BETWEEN_LEVELS, knownTotals, upTo } from "./series.ts";
import { bandsOf, emptyPaths, type FlowBands } from "./simulate.ts";
import { othersBefore } from "./spending.ts";

const PATHS = 1000;
const AS_IT_IS: Widening = { f80: 1, f95: 1 };

/**
 * What every forecast of a fund is held against: total income and total expenditure of the same month of last
 * year. Its intervals are those of independent shocks with the mean square of the changes from one year to the
 * next, unwidened; every path has its mirror image, so that what is expected is last year exactly. One year
 * ahead; null where either side has fewer than 13 months or the newest is not known.
 */
export function naiveFund(
  history: FundHistory,
  origin: Month,
  opening_yuan: number | null,
  settings: Pick<ForecastSettings, "seed" | "bands">,
): FundForecast | null {
  const income = seriesOf(knownTotals(history, "income", origin));
  const expenditure = seriesOf(knownTotals(history, "expenditure", origin));
  if (income === null || expenditure === null) return null;
  const between = transfersOf(history, origin, expenditure.length);
  const others = othersBefore(history, origin, SEASON);
  const { region_code, fund, account } = history;
  const paths = emptyPaths(PATHS, SEASON);
  const shocks = mirrored(seedOf(settings.seed, "naive", region_code, fund, account));
  const [comes, goes] = [seasonalNaive(income), seasonalNaive(expenditure)];
  for (let p = 0; p < PATHS; p++) {
    const own = shocks.subarray(p * 2 * SEASON, (p + 1) * 2 * SEASON);
    const at = p * SEASON;
    paths.income.set(comes.path(own.subarray(0, SEASON)), at);
    paths.expenditure.set(goes.path(own.subarray(SEASON)), at);
    for (let h = 0; h < SEASON; h++)
      paths.spending[at + h] = paths.expenditure[at + h]! - between[between.length - SEASON + h]!;
  }
  const bands = bandsOf(paths, PATHS, SEASON);
  const spent = Float64Array.from(
    { length: SEASON - 1 },
    (_, i) => expenditure.at(i - SEASON + 1)! - between.at(i - SEASON + 1)! + others[i + 1]!,
  );
  const outlook =
    opening_yuan === null
      ? null
      : outlookOf(
          paths,
          PATHS,
          SEASON,
          opening_yuan,
          bands.balance,
          AS_IT_IS,
          spent,
          others,
          settings.bands,
        );
  const nothing = settings.bands.map(() => Number.NaN);
  return {
    ...{ region_code, fund, account, origin, status: "ok", notes: [], lines: [] },
    opening_balance_yuan: opening_yuan,
    other_spending_yuan: null,
    months: Array.from({ length: SEASON }, (_, h): ForecastMonth => {
      const of = (flow: Exclude<keyof FlowBands, "balance">) =>
        quantilesAt(bands[flow], h, AS_IT_IS);
      return {
        ...{ step: h + 1, month: addMonths(origin, h + 1) },
        ...{ income: of("income"), expenditure: of("expenditure") },
        ...{ income_sum: of("income_sum"), expenditure_sum: of("expenditure_sum") },
        balance: outlook?.balance[h] ?? UNKNOWN,
        months_payable: outlook?.months_payable[h] ?? UNKNOWN,
        p_below: outlook?.p_below[h] ?? nothing,
        p_crossed: outlook?.p_crossed[h] ?? nothing,
      };
    }),
    first_crossing: settings.bands.map(() => null),
  };
}

const NAN = Number.NaN;
const UNKNOWN: Quantiles = { mean: NAN, q025: NAN, q10: NAN, q50: NAN, q90: NAN, q975: NAN };

/** From the first known month on, holes filled; null where that is too short or the newest is a hole. */
function seriesOf(totals: (number | null)[]): Float64Array | null {
  const own = totals.slice(
    Math.max(
      totals.findIndex((value) => value !== null),
      0,
    ),
  );
  if (own.length <= SEASON || (own.at(-1) ?? null) === null) return null;
  return filledSeasonally(
    own.map((value) => value ?? 0),
    (i) => own[i] === null,
  );
}

/** What went to other levels of government, by month. */
function transfersOf(history: FundHistory, origin: Month, months: number): Float64Array {
  const sum = new Float64Array(months);
  for (const line of BETWEEN_LEVELS)
    for (const [i, value] of upTo(history.lines[line], history.from, origin)
      .slice(-months)
      .entries())
      sum[i]! += value ?? 0;
  return sum;
}

/** Standard normals of all paths, those of the second half the negatives of the first. */
function mirrored(seed: number): Float64Array {
  const half = fillNormals(new Float64Array((PATHS / 2) * 2 * SEASON), seed);
  const all = new Float64Array(half.length * 2);
  all.set(half);
  all.set(
    half.map((shock) => -shock),
    half.length,
  );
  return all;
}
