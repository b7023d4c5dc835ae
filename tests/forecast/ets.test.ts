import { expect, test } from "vitest";
import { ets } from "../../models/forecast/ets.ts";
import { firstSigma, localLevel, monthly, SEASON_SHAPE, seasonalSeries } from "./made-series.ts";

test("a level without trend or season is smoothed with the least squared error", () => {
  const values = localLevel(21, 80);
  const fitted = ets(values);
  let least = Number.POSITIVE_INFINITY;
  for (let alpha = 0.02; alpha < 1; alpha += 0.02)
    for (let start = 460; start <= 540; start += 2) {
      let [level, squares] = [start, 0];
      for (const value of values) {
        squares += (value - level) ** 2;
        level += alpha * (value - level);
      }
      least = Math.min(least, squares);
    }
  const sigma = Math.sqrt(least / 80);
  expect(firstSigma(fitted)).toBeGreaterThan(sigma * 0.95);
  expect(firstSigma(fitted)).toBeLessThan(sigma * 1.12);
});

test("the form that made the series is the likeliest", () => {
  expect(ets(seasonalSeries(1, 96)).label).toMatch(/^ETS\(M,(N|Ad),M\)$/);
  const noise = localLevel(2, 96);
  const added = monthly(96, (t) => noise[t]! + 60 * SEASON_SHAPE[t % 12]!);
  expect(ets(added).label).toMatch(/^ETS\([AM],(N|Ad),[AM]\)$/);
  const labels = [31, 32, 33, 34, 35].map((seed) => ets(localLevel(seed, 96)).label);
  expect(labels.filter((label) => label === "ETS(A,N,N)").length).toBeGreaterThanOrEqual(3);
});

test("a damped trend flattens; nothing explodes", () => {
  const mean = ets(monthly(60, (t) => Math.exp(0.1 * t))).mean(36);
  expect(mean[35]! - mean[34]!).toBeLessThan(mean[1]! - mean[0]!);
  expect(mean[35]!).toBeLessThan(10 * Math.exp(0.1 * 59));
});

test("a season without noise goes on, from 18 months to 30 years", () => {
  for (const n of [24, 36, 60, 360]) {
    const mean = ets(monthly(n, (t) => 200 * (1 + SEASON_SHAPE[t % 12]!))).mean(12);
    for (let h = 0; h < 12; h++)
      expect(Math.abs(mean[h]! / (200 * (1 + SEASON_SHAPE[(n + h) % 12]!)) - 1)).toBeLessThan(0.01);
  }
  const short = ets(monthly(18, (t) => 200 * (1 + SEASON_SHAPE[t % 12]!))).mean(12);
  for (let h = 0; h < 12; h++)
    expect(Math.abs(short[h]! / (200 * (1 + SEASON_SHAPE[(18 + h) % 12]!)) - 1)).toBeLessThan(0.25);
});

test("a level that breaks to ten times as much is taken up", () => {
  const values = monthly(60, (t) => (t < 40 ? 100 : 1000) * (1 + 0.2 * SEASON_SHAPE[t % 12]!));
  const mean = ets(values).mean(6);
  for (const point of mean) {
    expect(point).toBeGreaterThan(700);
    expect(point).toBeLessThan(1500);
  }
});

test("zeros, negative values and constants have forecasts; 3 months have none", () => {
  expect([...ets(new Float64Array(30)).mean(3)]).toEqual([0, 0, 0]);
  for (const point of ets(new Float64Array(30).fill(-7)).mean(18)) expect(point).toBeCloseTo(-7, 9);
  const few = monthly(48, (t) => (t % 7 === 0 ? 12 : 0));
  for (const point of ets(few).mean(18)) expect(Math.abs(point)).toBeLessThan(24);
  expect(() => ets([1, 2, 3])).toThrow(RangeError);
});

test("a multiplicative path stays above zero under shocks far out", () => {
  const fitted = ets(seasonalSeries(1, 96));
  for (const value of fitted.path(new Float64Array(24).fill(-8))) expect(value).toBeGreaterThan(0);
});
