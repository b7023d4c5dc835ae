import { expect, test } from "vitest";
import {
  festivalEffect,
  festivalRegressors,
  festivalShare,
  isTrusted,
  monthsBetween,
  pooledEffect,
} from "../../models/forecast/calendar.ts";
import { randomFrom } from "../../models/random.ts";
import { springFestival } from "../../models/spring-festival.ts";

test("months are counted across years", () => {
  expect(monthsBetween("2023-11", "2025-02")).toBe(15);
  expect(monthsBetween("2025-02", "2023-11")).toBe(-15);
});

test("the festival's days are those of the official table, also where Intl is a day off", () => {
  const date = (year: number) => new Date(springFestival(year)! * 86_400_000).toISOString();
  expect(date(2027)).toMatch(/^2027-02-06/);
  expect(date(2030)).toMatch(/^2030-02-03/);
});

test("the window of 16 days is shared out over its months and nothing else", () => {
  expect(festivalShare("2024-02")).toBe(1);
  // 2025-01-29: from 26 January to 10 February.
  expect(festivalShare("2025-01")).toBeCloseTo(6 / 16, 10);
  expect(festivalShare("2025-02")).toBeCloseTo(10 / 16, 10);
  expect(festivalShare("2025-03")).toBe(0);
  for (const year of [2018, 2020, 2023, 2029]) {
    const months = [`${year}-01`, `${year}-02`, `${year}-03`];
    expect(months.reduce((sum, month) => sum + festivalShare(month), 0)).toBeCloseTo(1, 10);
  }
});

const regressors = festivalRegressors("2018-01", 84);

function care(beta: number, noise: number, seed = 3): Float64Array {
  const random = randomFrom(seed);
  return regressors.map(
    (x, i) =>
      100 * Math.exp(0.005 * i + 0.1 * Math.sin(i / 2) + beta * x + noise * (random() - 0.5)),
  );
}

test("a known effect is found from 12-month differences, and trusted with four years", () => {
  const season = regressors.map(
    (x, i) => 100 * Math.exp(0.005 * i + 0.1 * Math.sin((i * Math.PI) / 6) - 0.13 * x),
  );
  const effect = festivalEffect(season, regressors, () => true);
  expect(effect.beta).toBeCloseTo(-0.13, 3);
  expect(isTrusted(effect, 84)).toBe(true);
  expect(isTrusted(effect, 47)).toBe(false);
});

test("an epidemic on the festival's months does not pass for the festival once it is masked", () => {
  const values = regressors.map(
    (x, i) => 100 * Math.exp(-0.13 * x) * (i === 25 || i === 26 || i === 60 ? 0.6 : 1),
  );
  const masked = festivalEffect(values, regressors, (i) => ![25, 26, 60].includes(i));
  const plain = festivalEffect(values, regressors, () => true);
  expect(masked.beta).toBeCloseTo(-0.13, 6);
  expect(Math.abs(plain.beta + 0.13)).toBeGreaterThan(0.02);
});

test("noise is not an effect, alone or pooled", () => {
  const effects = [4, 5, 6, 7].map((seed) =>
    festivalEffect(care(0, 0.5, seed), regressors, () => true),
  );
  expect(effects.every((effect) => isTrusted(effect, 84))).toBe(false);
  expect(pooledEffect([])).toBe(0);
  expect(
    pooledEffect([
      { beta: 0.02, t: 0.5, n: 72 },
      { beta: -0.03, t: -0.7, n: 72 },
    ]),
  ).toBe(0);
});

test("siblings too noisy alone are an effect together, the precise ones weighing most", () => {
  const one = { beta: -0.1, t: -1.2, n: 72 };
  expect(pooledEffect([one, one, one])).toBeCloseTo(-0.1, 10);
  expect(
    pooledEffect([
      { beta: -0.1, t: -10, n: 72 },
      { beta: -0.3, t: -2, n: 72 },
    ]),
  ).toBeCloseTo(-0.1009, 1);
});
