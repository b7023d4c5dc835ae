import { expect, test } from "vitest";
import { dotm } from "../../models/forecast/dotm.ts";
import { firstSigma, localLevel, monthly, SEASON_SHAPE } from "./made-series.ts";

/** The model's equations as published, for given α, θ and first level; the first error is left out. */
function squaresOf(values: Float64Array, alpha: number, theta: number, start: number): number {
  let [level, a, b, mean, squares] = [start, 0, 0, 0, 0];
  values.forEach((value, i) => {
    const t = i + 1;
    const line = (1 - alpha) ** (t - 1) * a + ((1 - (1 - alpha) ** t) / alpha) * b;
    const error = value - level - (1 - 1 / theta) * line;
    if (i > 0) squares += error * error;
    level = alpha * value + (1 - alpha) * level;
    b = t === 1 ? 0 : ((t - 2) * b + (6 * (value - mean)) / t) / (t + 1);
    mean = ((t - 1) * mean + value) / t;
    a = mean - (b * (t + 1)) / 2;
  });
  return squares;
}

test("the fit has no more squared error than any α, θ and first level tried by hand", () => {
  const noise = localLevel(9, 60);
  const values = monthly(60, (t) => noise[t]! + 2 * t);
  const own = firstSigma(dotm(values)) ** 2 * (60 - 4 - 2);
  let least = Number.POSITIVE_INFINITY;
  for (let alpha = 0.1; alpha < 1; alpha += 0.05)
    for (const theta of [1, 1.2, 1.5, 2, 3, 5, 10, 1000])
      for (let start = -600; start <= 700; start += 25)
        least = Math.min(least, squaresOf(values, alpha, theta, start));
  expect(own).toBeLessThan(least * 1.02);
  expect(own).toBeGreaterThan(least * 0.7);
});

test("a trend that lasts is followed, more steeply than by half", () => {
  const noise = localLevel(6, 72);
  const mean = dotm(monthly(72, (t) => noise[t]! / 20 + 5 * t)).mean(13);
  expect((mean[12]! - mean[0]!) / 12).toBeGreaterThan(3.5);
  expect((mean[12]! - mean[0]!) / 12).toBeLessThan(5.5);
});

test("values and a constant more of each month change the forecast by that constant", () => {
  const values = localLevel(12, 50);
  const mean = dotm(values).mean(12);
  const more = dotm(values.map((value) => value + 3000)).mean(12);
  for (let h = 0; h < 12; h++) expect(more[h]! - mean[h]!).toBeCloseTo(3000, 3);
});

test("zeros and negative values go on with a season that is added", () => {
  const mean = dotm(monthly(36, (t) => (t % 12 === 5 ? -40 : 0))).mean(12);
  for (let h = 0; h < 12; h++) expect(mean[h]!).toBeCloseTo(h === 5 ? -40 : 0, 4);
});

test("no shocks give the point forecast; too few months are refused", () => {
  const fitted = dotm(monthly(40, (t) => 50 + 10 * SEASON_SHAPE[t % 12]! + (t % 5)));
  expect(fitted.path(new Float64Array(18))).toEqual(fitted.mean(18));
  expect(() => dotm([1, 2, 3])).toThrow(RangeError);
});
