import { expect, test } from "vitest";
import {
  blockBand,
  brier,
  coverage,
  intervalScore,
  mase,
  seasonalScale,
  smape,
  wape,
} from "../../models/forecast/scores.ts";
import { normalShocks } from "../../models/forecast/shocks.ts";
import { randomFrom } from "../../models/random.ts";

test("MASE measures by what the same month of the year before would have missed", () => {
  const history = Array.from({ length: 14 }, (_, t) => (t < 12 ? t : t - 12 + 4));
  expect(seasonalScale(history)).toBe(4);
  expect(mase([10, 20], [12, 26], 4)).toBe(1);
});

test("MASE is not defined where nothing ever changed, or in the first year", () => {
  expect(seasonalScale(new Array(30).fill(5))).toBeUndefined();
  expect(seasonalScale([1, 2, 3])).toBeUndefined();
  expect(mase([1], [2], undefined)).toBeUndefined();
});

test("sMAPE is at most 200, and 0 where both are 0", () => {
  expect(smape([100], [50])).toBeCloseTo(66.6667, 3);
  expect(smape([0, 0], [0, 5])).toBe(100);
});

test("WAPE is the error as a share of the sum, undefined where that is 0", () => {
  expect(wape([100, 300], [90, 330])).toBe(0.1);
  expect(wape([-100, 100], [-90, 90])).toBe(0.1);
  expect(wape([0, 0], [1, 1])).toBeUndefined();
});

test("coverage counts the ends in", () => {
  expect(coverage([1, 2, 3, 4], [1, 2.5, 2, 0], [2, 3, 3, 3])).toBe(0.5);
});

test("the interval score is the width, and for misses ten times how far at 80 %", () => {
  expect(intervalScore([5], [4], [8], 0.8)).toBe(4);
  expect(intervalScore([10], [4], [8], 0.8)).toBeCloseTo(4 + 10 * 2, 9);
  expect(intervalScore([3], [4], [8], 0.95)).toBeCloseTo(4 + 40 * 1, 9);
});

test("the Brier score of a coin is a quarter", () => {
  expect(brier([0.5, 0.5], [true, false])).toBe(0.25);
  expect(brier([1, 0, 0.8], [true, false, false])).toBeCloseTo(0.64 / 3, 12);
});

test("the band of overlapping origins is wider than that of single draws, and the seed's own", () => {
  const noise = normalShocks(1, 60, randomFrom(2))[0]!;
  let sum = 0;
  const overlapping = noise.map((value) => (sum = 0.9 * sum + value));
  const width = ([low, high]: [number, number]) => high - low;
  const single = blockBand(overlapping, 1, randomFrom(1));
  const blocks = blockBand(overlapping, 12, randomFrom(1));
  expect(width(blocks)).toBeGreaterThan(1.5 * width(single));
  const mean = overlapping.reduce((a, b) => a + b, 0) / 60;
  expect(single[0]).toBeLessThan(mean);
  expect(single[1]).toBeGreaterThan(mean);
  expect(blockBand(overlapping, 12, randomFrom(1))).toEqual(blocks);
});

test("the band of few origins is that of what there is", () => {
  expect(blockBand([0.4], 6, randomFrom(1))).toEqual([0.4, 0.4]);
  expect(blockBand([1, 1, 1], 12, randomFrom(1))).toEqual([1, 1]);
});
