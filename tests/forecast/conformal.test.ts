import { expect, test } from "vitest";
import {
  addRatios,
  factorsFrom,
  type Ratios,
  START_CUMULATIVE,
  shrunkFactors,
} from "../../models/forecast/conformal.ts";
import { normalShocks } from "../../models/forecast/shocks.ts";
import { randomFrom } from "../../models/random.ts";

const none = (): Ratios => ({ of80: [], of95: [] });
const SAID = { q025: -2, q10: -1, q50: 0, q90: 3, q975: 6 };

test("an error counts by the half width of its own side", () => {
  const ratios = none();
  addRatios(ratios, 6, SAID);
  addRatios(ratios, -2, SAID);
  expect(ratios).toEqual({ of80: [2, 2], of95: [1, 1] });
});

test("a side without width teaches nothing", () => {
  const ratios = none();
  addRatios(ratios, 5, { q025: 0, q10: 0, q50: 0, q90: 0, q975: 0 });
  addRatios(ratios, Number.NaN, SAID);
  expect(ratios).toEqual(none());
});

test("widened by the factors, intervals that were too narrow hold what they say", () => {
  const normal = { q025: -1.96, q10: -1.2816, q50: 0, q90: 1.2816, q975: 1.96 };
  /** Twice as far as said, and with fat tails. */
  const errors = (seed: number) => {
    const [z, scale] = normalShocks(2, 4000, randomFrom(seed));
    return z!.map((value, i) => 2 * value * Math.exp(0.6 * scale![i]!));
  };
  const ratios = none();
  for (const error of errors(1)) addRatios(ratios, error, normal);
  const { f80, f95 } = factorsFrom(ratios);
  const share = (limit: number) =>
    errors(2).filter((error) => Math.abs(error) <= limit).length / 4000;
  expect(Math.abs(share(1.2816 * f80) - 0.8)).toBeLessThan(0.02);
  expect(Math.abs(share(1.96 * f95) - 0.95)).toBeLessThan(0.01);
  expect(f95).toBeGreaterThan(f80);
});

test("intervals are never made narrower", () => {
  expect(factorsFrom({ of80: [0.1, 0.2, 0.3], of95: [0.1, 0.1, 0.2] })).toEqual({ f80: 1, f95: 1 });
});

test("where nothing was learned, months stay as modelled and sums are half as wide again", () => {
  expect(factorsFrom(none())).toEqual({ f80: 1, f95: 1 });
  expect(factorsFrom(none(), START_CUMULATIVE)).toEqual({ f80: 1.5, f95: 1.5 });
});

test("a series' own factor counts half, on the scale of ratios", () => {
  const shrunk = shrunkFactors({ f80: 1, f95: 1.44 }, { f80: 4, f95: 1 });
  expect(shrunk.f80).toBeCloseTo(2, 12);
  expect(shrunk.f95).toBeCloseTo(1.2, 12);
  expect(shrunkFactors({ f80: 1.2, f95: 1.3 }, undefined)).toEqual({ f80: 1.2, f95: 1.3 });
});
