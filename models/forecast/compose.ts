import type { Month } from "../period.ts";
import type { Band } from "./bands.ts";
import type { FundHistory } from "./fund.ts";
import {
  areAll,
  LARGEST_GAP,
  parentOf,
  reconcile,
  stepVariance,
  sumOfPaths,
  yearMean,
} from "./hierarchy.ts";
import type { Prepared, PreparedFund } from "./prepare.ts";
import { knownTotals, SIDES, type Side, sideOf } from "./series.ts";
import { bandsOf } from "./simulate.ts";

/** For each region that is the sum of others: their places. From below upwards. */
export type Tree = { whole: number; parts: number[] }[];

/** Finds regions whose parts are all forecast and hold all of their amounts. */
export function treeOf(histories: FundHistory[], isReady: boolean[], origin: Month): Tree {
  const places = new Map(histories.map((h, i) => [h.region_code, i]));
  const codes = new Set(places.keys());
  const below = new Map<number, number[]>();
  for (const [i, history] of histories.entries()) {
    const above = parentOf(history, codes);
    const place = above === null ? undefined : places.get(above);
    if (place !== undefined) below.set(place, [...(below.get(place) ?? []), i]);
  }
  const depth = (i: number): number =>
    1 + Math.max(0, ...(below.get(i) ?? []).map((part) => depth(part)));
  const totals = (i: number, side: Side) => knownTotals(histories[i]!, side, origin);
  return [...below]
    .map(([whole, parts]) => ({ whole, parts }))
    .filter(
      ({ whole, parts }) =>
        [whole, ...parts].every((i) => isReady[i]) &&
        SIDES.every((side) =>
          areAll(
            totals(whole, side),
            parts.map((i) => totals(i, side)),
          ),
        ),
    )
    .sort((a, b) => depth(a.whole) - depth(b.whole));
}

/**
 * Makes wholes the sum of their parts, path by path, and says how far their own forecast was from it; where that
 * is more than 3 % of a year's expenditure, parts are reconciled with it first. Changes `prepared`.
 */
export function compose({ funds, tree, settings }: Prepared): void {
  const { paths, horizon } = settings;
  const ready = (i: number): PreparedFund => funds[i]!.ready!;
  const step = (matrix: Float64Array) => stepVariance(matrix, paths, horizon);
  const year = (matrix: Float64Array) => yearMean(matrix, paths, horizon);
  for (const { whole, parts } of tree) {
    const own = ready(whole);
    const all = parts.map(ready);
    const gaps = SIDES.map(
      (side) => all.reduce((sum, { paths: p }) => sum + year(p[side]), 0) - year(own.paths[side]),
    );
    const spent = Math.abs(year(own.paths.expenditure)) || 1;
    const isFar = gaps.some((gap) => Math.abs(gap) > LARGEST_GAP * spent);
    if (isFar)
      for (const side of SIDES) {
        const before = all.map(({ paths: p }) => p[side].slice());
        reconcile(
          own.paths[side],
          step(own.paths[side]),
          all.map(({ paths: p }) => p[side]),
          all.map(({ paths: p }) => step(p[side])),
        );
        if (side === "expenditure")
          for (const [k, { paths: p }] of all.entries())
            for (let i = 0; i < p.spending.length; i++)
              p.spending[i]! += p.expenditure[i]! - before[k]![i]!;
      }
    own.notes.push(...sentences(gaps, spent, parts.length, isFar));
    own.paths = sumOfPaths(
      all.map(({ paths: p }) => p),
      paths,
      horizon,
    );
    for (const fund of isFar ? [own, ...all] : [own]) {
      const before = fund.bands;
      fund.bands = bandsOf(fund.paths, paths, horizon);
      scaleLines(fund, before);
    }
  }
}

function sentences(gaps: number[], spent: number, count: number, isFar: boolean): string[] {
  const percent = (gap: number) =>
    `${gap >= 0 ? "+" : "−"}${Math.abs((gap / spent) * 100).toFixed(1)}%`;
  return [
    `由${count}个下级地区的预测逐条路径相加得到；与直接预测相比，收入相差年支出的${percent(gaps[0]!)}，支出相差${percent(gaps[1]!)}。`,
    ...(isFar ? ["差距超过3%，已按加权最小二乘（WLS）逐条路径协调，下级地区的预测随之调整。"] : []),
  ];
}

/** Lines keep their shape and add up to the new means of their side. */
function scaleLines(fund: PreparedFund, before: PreparedFund["bands"]): void {
  fund.lines = fund.lines.map((band, l) => {
    const side = sideOf(fund.models[l]!.line);
    const ratio = fund.bands[side].mean.map((v, h) => {
      const old = before[side].mean[h]!;
      return old > 0 && v > 0 ? v / old : 1;
    });
    return scaledBand(band, ratio);
  });
}

export const scaledBand = (band: Band, ratio: ArrayLike<number>): Band => {
  const scaled = (values: Float64Array) => values.map((v, h) => v * ratio[h]!);
  return {
    mean: scaled(band.mean),
    q025: scaled(band.q025),
    q10: scaled(band.q10),
    q50: scaled(band.q50),
    q90: scaled(band.q90),
    q975: scaled(band.q975),
  };
};
