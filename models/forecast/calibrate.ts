import { addMonths, type Month } from "../period.ts";
import type { Widening } from "./bands.ts";
import { monthsBetween } from "./calendar.ts";
import { addRatios, factorsFrom, type Ratios, START_CUMULATIVE } from "./conformal.ts";
import type { FundHistory } from "./fund.ts";
import { knownTotals } from "./series.ts";
import { FLOWS, type Flow } from "./simulate.ts";

/** Half widths of an interval by step, above and below its median. */
export interface SummaryBand {
  median: number[];
  upper80: number[];
  lower80: number[];
  upper95: number[];
  lower95: number[];
}

/** What paths said at an origin, before any widening: all that later origins need of it. */
export interface Summary {
  region_code: string;
  fund: string;
  account: string;
  origin: Month;
  /** Of `balance` the balance itself, in yuan; missing where the opening balance was not known. */
  flows: Partial<Record<Flow, SummaryBand>>;
}

/** Widening by fund and quantity. */
export type Factors = Record<string, Record<Flow, Widening>>;

/** What four years of months of real series called for (1.19 to 1.25). */
const MARGINAL: Widening = { f80: 1.2, f95: 1.2 };

/** Where nothing has been learned: what real series of other funds and economies called for. */
export const START: Record<Flow, Widening> = {
  income: MARGINAL,
  expenditure: MARGINAL,
  income_sum: START_CUMULATIVE,
  expenditure_sum: START_CUMULATIVE,
  balance: START_CUMULATIVE,
};

/** Half years of origins that must have been checked before what they say counts as much as the start value. */
const HALFWAY = 3;
const HALF_YEAR = 6;
const LOOKBACK = 36;
const LEAST_STEPS = 3;

/**
 * How much wider than their paths intervals have proved to be, pooled over all regions of a fund (split conformal
 * scaling): errors of earlier origins, as far as known at this one, over the half width on their side; the factor
 * is their 80 % (95 %) quantile, drawn towards the start value where few half years have been checked (regions and
 * near origins share what befell them, so that they do not count each for itself), never below 1. Summaries of this origin or later ones are not looked at.
 */
export function factorsAt(origin: Month, past: Summary[], histories: FundHistory[]): Factors {
  const known = new Map(histories.map((h) => [keyOf(h), h]));
  const byFund = new Map<string, Record<Flow, Seen>>();
  for (const summary of past) {
    const steps = Math.min(monthsBetween(summary.origin, origin), LOOKBACK);
    const history = known.get(keyOf(summary));
    if (steps < LEAST_STEPS || monthsBetween(summary.origin, origin) > LOOKBACK || !history)
      continue;
    let seen = byFund.get(summary.fund);
    if (seen === undefined) {
      seen = Object.fromEntries(
        FLOWS.map((flow) => [flow, { of80: [], of95: [], origins: new Set() }]),
      ) as unknown as Record<Flow, Seen>;
      byFund.set(summary.fund, seen);
    }
    const actual = actualsAfter(history, summary.origin, steps);
    for (const flow of FLOWS) {
      const band = summary.flows[flow];
      if (!band) continue;
      const into = seen[flow];
      if (compare(into, band, actual[flow])) into.origins.add(summary.origin);
    }
  }
  const factors: Factors = {};
  for (const [fund, seen] of byFund)
    factors[fund] = Object.fromEntries(
      FLOWS.map((flow) => [flow, learned(seen[flow], START[flow])]),
    ) as Record<Flow, Widening>;
  return factors;
}

const keyOf = (of: { region_code: string; fund: string; account: string }): string =>
  `${of.region_code} ${of.fund} ${of.account}`;

/** Errors over half widths, and the origins they are from. */
interface Seen extends Ratios {
  origins: Set<Month>;
}

/** Adds what became of a forecast; whether enough of it is known to count. */
function compare(into: Ratios, band: SummaryBand, actual: (number | null)[]): boolean {
  let known = 0;
  for (let h = 0; h < Math.min(actual.length, band.median.length); h++) {
    const value = actual[h];
    if (value === null || value === undefined) continue;
    const q50 = band.median[h]!;
    addRatios(into, value, {
      q025: q50 - band.lower95[h]!,
      q10: q50 - band.lower80[h]!,
      q50,
      q90: q50 + band.upper80[h]!,
      q975: q50 + band.upper95[h]!,
    });
    known++;
  }
  return known >= LEAST_STEPS;
}

function learned(seen: Seen, start: Widening): Widening {
  if (seen.origins.size === 0) return start;
  const sorted = [...seen.origins].sort();
  const halfYears = monthsBetween(sorted[0]!, sorted.at(-1)!) / HALF_YEAR + 1;
  const weight = halfYears / (halfYears + HALFWAY);
  const found = factorsFrom(seen, start);
  return {
    f80: weight * found.f80 + (1 - weight) * start.f80,
    f95: weight * found.f95 + (1 - weight) * start.f95,
  };
}

/** What became of each quantity in the months after an origin; null from where it is not known. */
function actualsAfter(
  history: FundHistory,
  origin: Month,
  steps: number,
): Record<Flow, (number | null)[]> {
  const last = addMonths(origin, steps);
  const at = monthsBetween(history.from, origin) + 1;
  const of = (side: "income" | "expenditure") =>
    knownTotals(history, side, last).slice(Math.max(at, 0));
  const sums = (list: (number | null)[]) => {
    let sum: number | null = 0;
    return list.map((v) => {
      sum = sum === null || v === null ? null : sum + v;
      return sum;
    });
  };
  const income = of("income");
  const expenditure = of("expenditure");
  return {
    income,
    expenditure,
    income_sum: sums(income),
    expenditure_sum: sums(expenditure),
    balance: income.map((_, h) => history.closing_yuan[at + h] ?? null),
  };
}
