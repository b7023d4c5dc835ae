import { type Band, bandOf, emptyBand, writeStep } from "./bands.ts";
import type { RegionChance } from "./chance.ts";
import { type LineModel, SPARE } from "./line-model.ts";
import { BETWEEN_LEVELS, sideOf } from "./series.ts";

/** Paths of a fund: a row for each path, a column for each month ahead, in yuan. */
export interface FundPaths {
  income: Float64Array;
  expenditure: Float64Array;
  /** Expenditure without what goes to other levels of government: what months payable are measured by. */
  spending: Float64Array;
}

export const emptyPaths = (paths: number, horizon: number): FundPaths => ({
  income: new Float64Array(paths * horizon),
  expenditure: new Float64Array(paths * horizon),
  spending: new Float64Array(paths * horizon),
});

/** Quantities a fund's intervals are given for. */
export const FLOWS = ["income", "expenditure", "income_sum", "expenditure_sum", "balance"] as const;
export type Flow = (typeof FLOWS)[number];

/** Bands of the paths before widening; of the balance, the change since the origin. */
export type FlowBands = Record<Flow, Band>;

/** Simulates all lines of a fund: its paths, and those of each line. */
export function simulated(
  models: LineModel[],
  chance: RegionChance,
  paths: number,
  horizon: number,
): { sums: FundPaths; each: Float64Array[] } {
  const sums = emptyPaths(paths, horizon);
  const each = models.map(() => new Float64Array(paths * horizon));
  const buffers = buffersFor(models, horizon);
  for (let p = 0; p < paths; p++) {
    chance.draw(p, buffers);
    for (let l = 0; l < models.length; l++) models[l]!.write(buffers[l]!, each[l]!, p * horizon);
  }
  for (const [l, { line }] of models.entries()) {
    const values = each[l]!;
    addTo(sums[sideOf(line)], values);
    if (sideOf(line) === "expenditure" && !BETWEEN_LEVELS.has(line)) addTo(sums.spending, values);
  }
  return { sums, each };
}

export function addTo(sum: Float64Array, values: Float64Array): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += values[i]!;
}

/** Bands of months, sums and the balance's change, from paths. */
export function bandsOf(
  { income, expenditure }: FundPaths,
  paths: number,
  horizon: number,
): FlowBands {
  const bands: FlowBands = {
    income: bandOf(income, paths, horizon),
    expenditure: bandOf(expenditure, paths, horizon),
    income_sum: emptyBand(horizon),
    expenditure_sum: emptyBand(horizon),
    balance: emptyBand(horizon),
  };
  const came = new Float64Array(paths);
  const went = new Float64Array(paths);
  const column = new Float64Array(paths);
  for (let h = 0; h < horizon; h++) {
    for (let p = 0; p < paths; p++) {
      came[p]! += income[p * horizon + h]!;
      went[p]! += expenditure[p * horizon + h]!;
    }
    column.set(came);
    writeStep(bands.income_sum, h, column);
    column.set(went);
    writeStep(bands.expenditure_sum, h, column);
    for (let p = 0; p < paths; p++) column[p] = came[p]! - went[p]!;
    writeStep(bands.balance, h, column);
  }
  return bands;
}

/** What ramps change on each path of `simulated`, given the same chance. */
export function changeOf(
  models: LineModel[],
  chance: RegionChance,
  paths: number,
  horizon: number,
  ramps: (Float64Array | null)[],
): FundPaths {
  const change = emptyPaths(paths, horizon);
  const buffers = buffersFor(models, horizon);
  const path = new Float64Array(horizon);
  for (let p = 0; p < paths; p++) {
    chance.draw(p, buffers);
    for (const [l, model] of models.entries()) {
      const ramp = ramps[l];
      if (!ramp) continue;
      model.write(buffers[l]!, path, 0);
      const isSpending = sideOf(model.line) === "expenditure" && !BETWEEN_LEVELS.has(model.line);
      const sum = change[sideOf(model.line)];
      for (let h = 0; h < horizon; h++) {
        const more = (ramp[h]! - 1) * path[h]!;
        sum[p * horizon + h]! += more;
        if (isSpending) change.spending[p * horizon + h]! += more;
      }
    }
  }
  return change;
}

const buffersFor = (models: LineModel[], horizon: number) =>
  models.map(() => ({ spare: new Float64Array(SPARE), months: new Float64Array(horizon) }));
