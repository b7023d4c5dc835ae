import type { Month } from "../period.ts";
import { type Band, bandOf } from "./bands.ts";
import { isTrusted, monthsBetween, pooledEffect } from "./calendar.ts";
import type { Summary, SummaryBand } from "./calibrate.ts";
import {
  keptNormals,
  type Normals,
  type RegionChance,
  regionChance,
  seedOf,
  sharedChance,
} from "./chance.ts";
import { compose, type Tree, treeOf } from "./compose.ts";
import type { ForecastSettings, FundForecast, FundHistory } from "./fund.ts";
import { type CleanedLine, cleanedLine, lineModel, ownProfile } from "./line.ts";
import type { LineModel, Pooled } from "./line-model.ts";
import { SEASON } from "./method.ts";
import { openingOf } from "./opening.ts";
import { pooledGrowth, pooledProfile, yearlyGrowth } from "./profile.ts";
import { BETWEEN_LEVELS, type KnownFund, knownFund, type Side, sideOf, upTo } from "./series.ts";
import { bandsOf, FLOWS, type FlowBands, type FundPaths, simulated } from "./simulate.ts";
import { countsOthers, othersAhead, othersBefore } from "./spending.ts";

const SHORT = 24;

/** A fund of a region made ready at an origin. */
export interface PreparedFund {
  history: FundHistory;
  status: FundForecast["status"];
  notes: string[];
  models: LineModel[];
  opening_yuan: number | null;
  /** Spending of the 11 months up to the origin, as months payable count it. */
  spent: Float64Array;
  /** Spending of other accounts by month ahead. */
  besides: Float64Array;
  /** What `paths` was drawn with: gives the same shocks each time it is called. */
  chance: () => RegionChance;
  paths: FundPaths;
  /** By line, of its own model. */
  lines: Band[];
  bands: FlowBands;
}

/** A group at an origin: everything but the widening, which earlier origins teach. */
export interface Prepared {
  origin: Month;
  settings: ForecastSettings;
  /** Histories in the order given; `ready` is null where nothing is forecast. */
  funds: { history: FundHistory; known: KnownFund; ready: PreparedFund | null }[];
  tree: Tree;
  summaries: Summary[];
}

/** A group fitted at an origin: what is random is still to be drawn. */
export interface FittedGroup {
  origin: Month;
  settings: ForecastSettings;
  histories: FundHistory[];
  known: KnownFund[];
  /** By history; empty where nothing is forecast. */
  models: LineModel[][];
}

/**
 * Fits one fund of all regions of a tree at an origin. Months after the origin are not looked at. Siblings lend
 * each other seasonal profiles and the effect of the Spring Festival.
 */
export function fitGroup(
  histories: FundHistory[],
  origin: Month,
  settings: ForecastSettings,
): FittedGroup {
  const known = histories.map((history) => knownFund(history, origin));
  const cleaned = known.map(({ status, series }, i) => {
    if (status !== "known") return [];
    const shares = sharesOf(series);
    return series.map((one, l) =>
      cleanedLine(one, histories[i]!.fund, settings.breaks, shares[l]!),
    );
  });
  const pooled = pooledBy(cleaned.flat());
  const models = cleaned.map((lines, i) =>
    lines.map((line) => {
      const { from, values } = line.series;
      const all = upTo(histories[i]!.insured, histories[i]!.from, origin);
      const insured = all.slice(monthsBetween(histories[i]!.from, from));
      return lineModel(
        line,
        carried(insured, values.length),
        pooled.get(line.series.line)!,
        settings.horizon,
      );
    }),
  );
  return { origin, settings, histories, known, models };
}

/**
 * Simulates a fitted group on shocks that its regions share in part; a region whose parts are all known is their
 * sum. `paths` are those of the settings, bands of single lines are drawn unless `isSummary`.
 */
export function drawGroup(
  { origin, settings: given, histories, known, models }: FittedGroup,
  {
    paths = given.paths,
    isSummary = false,
    normals = keptNormals(given.seed, given.horizon),
  }: { paths?: number; isSummary?: boolean; normals?: Normals } = {},
): Prepared {
  const settings = { ...given, paths };
  const { horizon, seed } = settings;
  const shared = sharedChance(models, paths, normals);
  const funds = histories.map((history, i) => {
    const one = known[i]!;
    if (one.status !== "known") return { history, known: one, ready: null };
    const draw = seedOf(seed, history.region_code, history.fund, history.account);
    const chance = () => regionChance(models[i]!, shared, paths, draw);
    const { sums, each } = simulated(models[i]!, chance(), paths, horizon);
    const notes = [...one.notes];
    const opening_yuan = openingOf(history, one.series, origin, notes);
    const ready: PreparedFund = {
      history,
      status: isShort(one) ? "short" : "ok",
      notes,
      models: models[i]!,
      opening_yuan,
      spent: spentBefore(one, othersBefore(history, origin, SEASON - 1)),
      besides: othersAhead(history, origin, horizon),
      chance,
      paths: sums,
      lines: isSummary ? [] : each.map((line) => bandOf(line, paths, horizon)),
      bands: bandsOf(sums, paths, horizon),
    };
    if (history.account === "pooled" && !countsOthers(history, origin))
      notes.push(
        "个人账户近12个月的支出不全，可支付月数只按统筹基金自身支出计算，比按全部支出计算的偏大。",
      );
    if (ready.status === "short")
      notes.unshift(
        `历史只有${mainMonths(one)}个月，不足24个月：按季节份额×水平×增长推算，区间偏宽，仅供参考；满24个月后改用完整方法。`,
      );
    return { history, known: one, ready };
  });
  const tree = treeOf(
    histories,
    funds.map(({ ready }) => ready !== null),
    origin,
  );
  const prepared: Prepared = { origin, settings, funds, tree, summaries: [] };
  compose(prepared);
  prepared.summaries = funds.flatMap(({ ready }) => (ready ? [summaryOf(ready, origin)] : []));
  return prepared;
}

/** `fitGroup` and `drawGroup` in one. */
export const prepareGroup = (...given: Parameters<typeof fitGroup>): Prepared =>
  drawGroup(fitGroup(...given));

/** Share of each line in its side over the last year. */
function sharesOf(series: { line: string; values: Float64Array }[]): number[] {
  const sizes = series.map(({ values }) =>
    values.subarray(-SEASON).reduce((sum, v) => sum + Math.abs(v), 0),
  );
  const total = (side: Side) =>
    series.reduce((sum, one, k) => (sideOf(one.line) === side ? sum + sizes[k]! : sum), 0);
  return series.map(({ line }, k) => sizes[k]! / (total(sideOf(line)) || 1));
}

function pooledBy(lines: CleanedLine[]): Map<string, Pooled> {
  const names = new Set(lines.map((line) => line.series.line));
  return new Map(
    [...names].map((name) => {
      const same = lines.filter((l) => l.series.line === name && l.kind !== "small");
      const continuous = same.filter((l) => l.kind === "continuous");
      const long = continuous.filter((l) => isTrusted({ ...l.effect, t: 2 }, l.cleaned.length));
      return [
        name,
        {
          beta: pooledEffect(long.map((l) => l.effect)),
          profile: pooledProfile(continuous.flatMap((l) => ownProfile(l) ?? [])),
          growth: pooledGrowth(same.flatMap((l) => yearlyGrowth(l.cleaned).slice(0, 3))),
        },
      ];
    }),
  );
}

/** Persons by month, the last known one carried on. */
function carried(insured: (number | null)[], months: number): (number | null)[] {
  let last: number | null = null;
  return insured.slice(-months).map((persons) => {
    last = persons ?? last;
    return last;
  });
}

const mainMonths = ({ series }: KnownFund): number => {
  const shares = sharesOf(series);
  return Math.min(
    ...series.flatMap((one, k) => (shares[k]! >= 0.5 ? [one.values.length] : [])),
    Math.max(...series.map((one) => one.values.length)),
  );
};

const isShort = (known: KnownFund): boolean => mainMonths(known) < SHORT;

/** Spending of the 11 months up to the origin: of the lines that count, and of other accounts. */
function spentBefore({ series }: KnownFund, others: Float64Array): Float64Array {
  const spent = others.slice();
  for (const { line, values } of series) {
    if (sideOf(line) !== "expenditure" || BETWEEN_LEVELS.has(line)) continue;
    for (let back = 1; back <= Math.min(spent.length, values.length); back++)
      spent[spent.length - back]! += values[values.length - back]!;
  }
  return spent;
}

function summaryOf({ history, bands, opening_yuan }: PreparedFund, origin: Month): Summary {
  const { region_code, fund, account } = history;
  const summary: Summary = { region_code, fund, account, origin, flows: {} };
  for (const flow of FLOWS) {
    if (flow === "balance" && opening_yuan === null) continue;
    summary.flows[flow] = halfWidths(bands[flow], flow === "balance" ? opening_yuan! : 0);
  }
  return summary;
}

function halfWidths({ q025, q10, q50, q90, q975 }: Band, add: number): SummaryBand {
  const from = (a: Float64Array, b: Float64Array) => Array.from(a, (v, h) => v - b[h]!);
  return {
    median: Array.from(q50, (v) => v + add),
    upper80: from(q90, q50),
    lower80: from(q50, q10),
    upper95: from(q975, q50),
    lower95: from(q50, q025),
  };
}
