import { addMonths } from "../period.ts";
import { outlookOf } from "./balance.ts";
import { type Band, quantilesAt } from "./bands.ts";
import { type Factors, START } from "./calibrate.ts";
import { scaledBand } from "./compose.ts";
import type { ForecastMonth, FundForecast, Quantiles, Scenario } from "./fund.ts";
import { lineageOf, sumOfPaths } from "./hierarchy.ts";
import type { Prepared, PreparedFund } from "./prepare.ts";
import { meantBelow, rampsOf } from "./scenario.ts";
import { sideOf } from "./series.ts";
import { addTo, bandsOf, changeOf, type FlowBands, type FundPaths } from "./simulate.ts";
import { countsOthers } from "./spending.ts";

const NOT_KNOWN: Quantiles = {
  mean: Number.NaN,
  q025: Number.NaN,
  q10: Number.NaN,
  q50: Number.NaN,
  q90: Number.NaN,
  q975: Number.NaN,
};

/** What a fund's forecast is written from: its own, or under a scenario. */
interface Outcome {
  paths: FundPaths;
  bands: FlowBands;
  lines: Band[];
  notes: string[];
}

/**
 * Forecasts of a prepared group, widened by what earlier origins taught, in the order of its histories. A scenario
 * multiplies the very paths of the base, so that differences to it are the scenario's alone.
 */
export function finishGroup(
  prepared: Prepared,
  factors: Factors,
  scenario?: Scenario,
): FundForecast[] {
  const outcomes = scenario ? underScenario(prepared, scenario) : prepared.funds.map(asPrepared);
  return prepared.funds.map(({ history, known, ready }, i) => {
    const { region_code, fund, account } = history;
    if (ready === null)
      return {
        region_code,
        fund,
        account,
        origin: prepared.origin,
        status: known.status === "closing" ? "closing" : "insufficient",
        notes: known.notes,
        opening_balance_yuan: null,
        other_spending_yuan: null,
        lines: [],
        months: [],
        first_crossing: prepared.settings.bands.map(() => null),
      };
    return forecastOf(prepared, ready, outcomes[i]!, factors[fund] ?? START);
  });
}

const asPrepared = ({ ready }: Prepared["funds"][number]): Outcome | null =>
  ready && { paths: ready.paths, bands: ready.bands, lines: ready.lines, notes: [] };

function underScenario(prepared: Prepared, scenario: Scenario): (Outcome | null)[] {
  const { origin, funds, tree, settings } = prepared;
  const { paths, horizon } = settings;
  const byCode = new Map(funds.map(({ history }) => [history.region_code, history]));
  const lineages = funds.map(({ history }) => lineageOf(history, byCode));
  const sums = new Set(tree.map(({ whole }) => whole));
  const moved = funds.map(({ history, ready }, i) => {
    if (ready === null) return null;
    const lines = ready.models.map((model) => model.line);
    const { factors, notes } = rampsOf(scenario, history, lines, origin, horizon, lineages[i]);
    const missed = sums.has(i) ? [] : meantBelow(scenario, history.region_code, lineages);
    if (missed.length > 0)
      notes.push(
        `情景中只限于${missed.join("、")}的变化没有计入：本地区单独预测，不是下级地区之和。要计入，请按其在本地区所占比重另设。`,
      );
    return { ready, factors, notes, paths: movedPaths(ready, factors, paths, horizon) };
  });
  for (const { whole, parts } of tree) {
    const below = parts.map((part) => moved[part]!);
    const own = moved[whole]!;
    own.paths = sumOfPaths(
      below.map((part) => part.paths),
      paths,
      horizon,
    );
    own.factors = own.ready.models.map(
      ({ line }, l) => jointFactor(line, below) ?? own.factors[l]!,
    );
  }
  return moved.map(
    (one) =>
      one && {
        paths: one.paths,
        bands: bandsOf(one.paths, paths, horizon),
        lines: one.ready.lines.map((band, l) =>
          one.factors[l] ? scaledBand(band, one.factors[l]!) : band,
        ),
        notes: one.notes,
      },
  );
}

function movedPaths(
  { paths: base, models, chance }: PreparedFund,
  factors: (Float64Array | null)[],
  paths: number,
  horizon: number,
): FundPaths {
  const moved: FundPaths = {
    income: base.income.slice(),
    expenditure: base.expenditure.slice(),
    spending: base.spending.slice(),
  };
  if (factors.every((f) => f === null)) return moved;
  const change = changeOf(models, chance(), paths, horizon, factors);
  for (const side of ["income", "expenditure", "spending"] as const)
    addTo(moved[side], change[side]);
  return moved;
}

/** What ramps in parts make of a line of their sum: the mean of their factors, each by what it is expected to be. */
function jointFactor(
  line: string,
  parts: { ready: PreparedFund; factors: (Float64Array | null)[] }[],
): Float64Array | null {
  const own = parts.flatMap(({ ready, factors }) => {
    const l = ready.models.findIndex((model) => model.line === line);
    return l < 0 ? [] : [{ mean: ready.lines[l]!.mean, factor: factors[l]! }];
  });
  const first = own.find(({ factor }) => factor !== null)?.factor;
  if (!first) return null;
  return first.map((_, h) => {
    const before = own.reduce((sum, { mean }) => sum + mean[h]!, 0);
    const after = own.reduce((sum, { mean, factor }) => sum + mean[h]! * (factor?.[h] ?? 1), 0);
    return before > 0 ? after / before : 1;
  });
}

function forecastOf(
  { origin, settings }: Prepared,
  ready: PreparedFund,
  { paths, bands, lines, notes }: Outcome,
  widening: Factors[string],
): FundForecast {
  const { horizon, paths: count } = settings;
  const { region_code, fund, account } = ready.history;
  const { opening_yuan } = ready;
  const outlook =
    opening_yuan === null
      ? null
      : outlookOf(
          paths,
          count,
          horizon,
          opening_yuan,
          bands.balance,
          widening.balance,
          ready.spent,
          ready.besides,
          settings.bands,
        );
  const unknown = settings.bands.map(() => Number.NaN);
  const months = Array.from({ length: horizon }, (_, h): ForecastMonth => {
    const of = (flow: Exclude<keyof FlowBands, "balance">) =>
      quantilesAt(bands[flow], h, widening[flow], leastOf(bands[flow], h));
    return {
      step: h + 1,
      month: addMonths(origin, h + 1),
      income: of("income"),
      expenditure: of("expenditure"),
      income_sum: of("income_sum"),
      expenditure_sum: of("expenditure_sum"),
      balance: outlook?.balance[h] ?? NOT_KNOWN,
      months_payable: outlook?.months_payable[h] ?? NOT_KNOWN,
      p_below: outlook?.p_below[h] ?? unknown,
      p_crossed: outlook?.p_crossed[h] ?? unknown,
    };
  });
  return {
    region_code,
    fund,
    account,
    origin,
    status: ready.status,
    notes: [...ready.notes, ...notes],
    opening_balance_yuan: opening_yuan,
    other_spending_yuan: countsOthers(ready.history, origin) ? [...ready.besides] : null,
    lines: ready.models.map(({ line, method, notes: said }, l) => ({
      line,
      method,
      notes: said,
      months: months.map(({ month }, h) => ({
        month,
        value: quantilesAt(lines[l]!, h, widening[sideOf(line)], leastOf(lines[l]!, h)),
      })),
    })),
    months,
    first_crossing: settings.bands.map((_, b) => {
      const step = outlook?.first_crossing[b] ?? null;
      return step === null ? null : addMonths(origin, step + 1);
    }),
  };
}

/** What is never below zero on a path is not widened below it. */
const leastOf = (band: Band, h: number): number =>
  band.q025[h]! >= 0 ? 0 : Number.NEGATIVE_INFINITY;
