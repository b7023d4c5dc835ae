import { expect, test } from "vitest";
import { combination } from "../../models/forecast/combination.ts";
import { dotm } from "../../models/forecast/dotm.ts";
import { ets } from "../../models/forecast/ets.ts";
import { quantileOf } from "../../models/forecast/quantile.ts";
import { mase, seasonalScale } from "../../models/forecast/scores.ts";
import { seasonalNaive } from "../../models/forecast/seasonal-naive.ts";
import { normalShocks } from "../../models/forecast/shocks.ts";
import { theta } from "../../models/forecast/theta.ts";
import { randomFrom } from "../../models/random.ts";
import { localLevel, monthly, SEASON_SHAPE, seasonalSeries } from "./made-series.ts";

test("points and paths are the plain mean of three methods on the same shocks", () => {
  const values = seasonalSeries(3, 60);
  const fitted = combination(values);
  const members = [ets, dotm, theta].map((method) => method(values));
  const shocks = normalShocks(1, 18, randomFrom(1))[0]!;
  const [mean, path] = [fitted.mean(18), fitted.path(shocks)];
  for (let h = 0; h < 18; h++) {
    const of = (values: Float64Array[]) => values.reduce((sum, one) => sum + one[h]! / 3, 0);
    expect(mean[h]!).toBeCloseTo(of(members.map((m) => m.mean(18))), 9);
    expect(path[h]!).toBeCloseTo(of(members.map((m) => m.path(shocks))), 9);
  }
  expect(fitted.label).toContain("DOTM + Theta");
});

test("a path is written where it is asked to, and nothing of it stays behind", () => {
  const fitted = combination(seasonalSeries(8, 48));
  const [one, other] = normalShocks(2, 12, randomFrom(2));
  const kept = fitted.path(one!);
  const copy = kept.slice();
  const into = new Float64Array(12);
  expect(fitted.path(other!, into)).toBe(into);
  expect(kept).toEqual(copy);
  expect(fitted.path(one!, into)).toEqual(copy);
});

test("it beats seasonal naive, and its 80 % interval holds about 80 %", () => {
  const shocks = normalShocks(400, 12, randomFrom(1));
  let [own, naive, within, months] = [0, 0, 0, 0];
  for (let seed = 1; seed <= 120; seed++) {
    const all = seed % 2 ? seasonalSeries(seed, 72) : localLevel(seed, 72);
    const [train, test] = [all.subarray(0, 60), all.subarray(60)];
    const fitted = combination(train);
    const scale = seasonalScale(train);
    own += mase(test, fitted.mean(12), scale)!;
    naive += mase(test, seasonalNaive(train).mean(12), scale)!;
    const paths = shocks.map((row) => fitted.path(row));
    test.forEach((value, h) => {
      const sorted = Float64Array.from(paths, (path) => path[h]!).sort();
      if (value >= quantileOf(sorted, 0.1) && value <= quantileOf(sorted, 0.9)) within++;
      months++;
    });
  }
  expect(own / naive).toBeLessThan(0.85);
  expect(within / months).toBeGreaterThan(0.72);
  expect(within / months).toBeLessThan(0.9);
});

test("a seasonal series of any length has a seasonal forecast", () => {
  for (const n of [18, 24, 30, 36, 60, 400]) {
    const mean = combination(seasonalSeries(n, n)).mean(12);
    const level = mean.reduce((sum, value) => sum + value / 12, 0);
    let [both, own, true_] = [0, 0, 0];
    for (let h = 0; h < 12; h++) {
      const [x, y] = [mean[h]! / level - 1, SEASON_SHAPE[(n + h) % 12]!];
      both += x * y;
      own += x * x;
      true_ += y * y;
    }
    expect(both / Math.sqrt(own * true_)).toBeGreaterThan(0.85);
  }
});

test("what was never below zero does not get there; what was may", () => {
  const falling = monthly(30, (t) => 300 - 10 * t);
  expect(Math.min(...combination(falling).mean(18))).toBe(0);
  const shocks = new Float64Array(18).fill(-3);
  expect(Math.min(...combination(falling).path(shocks))).toBe(0);
  expect(Math.min(...combination(falling.map((v) => v - 100)).mean(18))).toBeLessThan(-100);
});

test("the unit of the series does not matter, nor who asked before", () => {
  const values = seasonalSeries(17, 50);
  const mean = combination(values).mean(18);
  const inFen = combination(values.map((value) => value * 1e8)).mean(18);
  for (let h = 0; h < 18; h++) expect(inFen[h]! / mean[h]! / 1e8).toBeCloseTo(1, 6);
  combination(localLevel(1, 40));
  expect(combination(values).mean(18)).toEqual(mean);
  expect(values).toEqual(seasonalSeries(17, 50));
});

test("residuals are one for each month, with mean square 1", () => {
  const { residuals } = combination(seasonalSeries(2, 41));
  expect(residuals.length).toBe(41);
  expect(residuals.reduce((sum, e) => sum + e * e, 0) / 41).toBeCloseTo(1, 9);
});

test("awkward series have numbers for forecasts, none beyond reason", () => {
  const random = randomFrom(5);
  const kinds: ((t: number) => number)[] = [
    () => 0,
    () => 7,
    () => -7,
    (t) => (t % 12 === 2 ? 1e9 : 0),
    () => (random() < 0.2 ? 1 : 0),
    () => random() - 0.5,
    (t) => (t === 3 ? 1e12 : 100),
    () => 1e-9 * (1 + random()),
    (t) => (t % 12 === 1 ? 0.01 : 1e6 * (1 + random())),
    (t) => 1000 * 0.7 ** t,
  ];
  for (const kind of kinds)
    for (const n of [4, 11, 14, 23, 24, 25, 48, 130]) {
      const values = monthly(n, kind);
      const most = Math.max(...values.map(Math.abs));
      const fitted = combination(values);
      for (const point of fitted.mean(24)) expect(Math.abs(point)).toBeLessThanOrEqual(5 * most);
      for (const value of fitted.path(new Float64Array(24).fill(1.5)))
        expect(Number.isFinite(value)).toBe(true);
    }
});
