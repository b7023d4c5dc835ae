import { expect, test } from "vitest";
import {
  correlatedShocks,
  normalQuantile,
  normalShocks,
  shrunkCorrelation,
} from "../../models/forecast/shocks.ts";
import { randomFrom } from "../../models/random.ts";

const column = (rows: Float64Array[], h: number) => Float64Array.from(rows, (row) => row[h]!);
const meanOf = (values: Float64Array) => values.reduce((sum, v) => sum + v, 0) / values.length;

test("quantiles of the normal distribution are those of the tables", () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963985, 8);
  expect(normalQuantile(0.1)).toBeCloseTo(-1.281551566, 8);
  expect(normalQuantile(0.001)).toBeCloseTo(-3.090232306, 8);
  expect(normalQuantile(0.5)).toBeCloseTo(0, 12);
});

test("every month of the shocks is normal to the third decimal, and months are not related", () => {
  const rows = normalShocks(2000, 6, randomFrom(1));
  for (let h = 0; h < 6; h++) {
    const values = column(rows, h);
    expect(Math.abs(meanOf(values))).toBeLessThan(0.002);
    expect(Math.abs(meanOf(values.map((v) => v * v)) - 1)).toBeLessThan(0.02);
    expect(values.filter((v) => v < -1.281551566).length).toBe(200);
  }
  const product = meanOf(column(rows, 0).map((v, p) => v * rows[p]![1]!));
  expect(Math.abs(product)).toBeLessThan(0.07);
});

test("the same seed gives the same shocks, another seed others", () => {
  expect(normalShocks(10, 3, randomFrom(4))).toEqual(normalShocks(10, 3, randomFrom(4)));
  expect(normalShocks(10, 3, randomFrom(4))).not.toEqual(normalShocks(10, 3, randomFrom(5)));
});

test("correlation is that of the last common months, shrunk by n / (n + 24)", () => {
  const a = normalShocks(1, 72, randomFrom(1))[0]!;
  expect(shrunkCorrelation(a, a)).toBeCloseTo(72 / 96, 12);
  expect(
    shrunkCorrelation(
      a,
      a.map((v) => -v),
    ),
  ).toBeCloseTo(-72 / 96, 12);
  expect(shrunkCorrelation(a, a.slice(36))).toBeCloseTo(36 / 60, 12);
  expect(shrunkCorrelation(a, new Float64Array(72))).toBe(0);
  expect(shrunkCorrelation(a, [])).toBe(0);
});

test("correlated shocks are as correlated as asked, and still standard normal", () => {
  const first = normalShocks(4000, 2, randomFrom(1));
  const second = correlatedShocks(first, normalShocks(4000, 2, randomFrom(2)), -0.6);
  for (let h = 0; h < 2; h++) {
    const [x, y] = [column(first, h), column(second, h)];
    expect(Math.abs(meanOf(x.map((v, p) => v * y[p]!)) + 0.6)).toBeLessThan(0.03);
    expect(Math.abs(meanOf(y.map((v) => v * v)) - 1)).toBeLessThan(0.05);
  }
});
