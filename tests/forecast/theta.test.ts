import { expect, test } from "vitest";
import { shrunkSeason, testedSeason } from "../../models/forecast/seasonal.ts";
import { seasonalNaive } from "../../models/forecast/seasonal-naive.ts";
import { normalShocks } from "../../models/forecast/shocks.ts";
import { standardTheta, theta } from "../../models/forecast/theta.ts";
import { randomFrom } from "../../models/random.ts";
import { localLevel, monthly, SEASON_SHAPE, seasonalSeries } from "./made-series.ts";

test("theta is smoothing with half the trend: of a straight line, it goes on half as steep", () => {
  const mean = theta(monthly(40, (t) => 100 + 6 * t)).mean(3);
  expect(mean[1]! - mean[0]!).toBeCloseTo(3, 6);
  expect(mean[0]!).toBeCloseTo(100 + 6 * 39 + 3, 0);
});

test("a season without noise goes on as it was, in summands and in factors", () => {
  const added = monthly(48, (t) => 100 * SEASON_SHAPE[t % 12]!);
  const mean = theta(added).mean(12);
  for (let h = 0; h < 12; h++) expect(mean[h]!).toBeCloseTo(100 * SEASON_SHAPE[h]!, 4);
  const multiplied = monthly(48, (t) => 100 * (1 + SEASON_SHAPE[t % 12]!));
  const again = standardTheta(multiplied).mean(12);
  for (let h = 0; h < 12; h++) expect(again[h]!).toBeCloseTo(100 * (1 + SEASON_SHAPE[h]!), 0);
});

test("a season is drawn towards none as far as chance would explain it", () => {
  const noise = normalShocks(200, 48, randomFrom(3)).map((z) => z.map((value) => 100 + value));
  const spread = (seasonal: Float64Array) => Math.hypot(...seasonal);
  const kept = noise.map((values) => spread(shrunkSeason(values).seasonal.map((f) => f && f - 1)));
  expect(kept.filter((value) => value === 0).length).toBeGreaterThan(80);
  const { form, seasonal, parameters } = shrunkSeason(seasonalSeries(5, 48));
  expect(form).toBe("multiplicative");
  for (let s = 0; s < 12; s++)
    expect(Math.abs(seasonal[s]! - 1 - SEASON_SHAPE[s]!)).toBeLessThan(0.08);
  expect(parameters).toBeGreaterThan(10);
  expect(parameters).toBeLessThanOrEqual(11);
});

test("the season of a year and a half is seen, which a test of lag 12 cannot", () => {
  const values = seasonalSeries(11, 18);
  expect(testedSeason(values).form).toBe("none");
  const mean = theta(values).mean(12);
  expect(Math.max(...mean) / Math.min(...mean)).toBeGreaterThan(1.5);
});

test("only the last seven years make the season", () => {
  const values = monthly(180, (t) => (t < 96 ? 100 : 100 * (1 + SEASON_SHAPE[t % 12]!)));
  const { seasonal } = shrunkSeason(values);
  for (let s = 0; s < 12; s++) expect(seasonal[s]! - 1).toBeCloseTo(SEASON_SHAPE[s]!, 6);
});

test("no shocks give the point forecast; shocks stay in the level", () => {
  const fitted = theta(localLevel(2, 90));
  expect(fitted.path(new Float64Array(18))).toEqual(fitted.mean(18));
  const moved = fitted.path(Float64Array.of(1, 0, 0));
  const mean = fitted.mean(3);
  const [first, second, third] = mean.map((point, h) => moved[h]! - point);
  expect(second! / first!).toBeGreaterThan(0.2);
  expect(second! / first!).toBeLessThan(0.7);
  expect(third!).toBeCloseTo(second!, 9);
});

test("too few months are refused", () => {
  expect(() => theta([1, 2])).toThrow(RangeError);
  expect(() => seasonalNaive(new Float64Array(12))).toThrow(RangeError);
});

test("seasonal naive repeats the last year, and its spread grows by the year", () => {
  const values = seasonalSeries(4, 40);
  const fitted = seasonalNaive(values);
  expect([...fitted.mean(14)].slice(0, 12)).toEqual([...values].slice(28));
  expect(fitted.mean(14)[12]).toBe(values[28]);
  const up = fitted.path(new Float64Array(24).fill(1));
  const mean = fitted.mean(24);
  expect(up[12]! - mean[12]!).toBeCloseTo(2 * (up[0]! - mean[0]!), 9);
});
