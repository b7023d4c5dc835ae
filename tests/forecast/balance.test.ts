import { describe, expect, test } from "vitest";
import { outlookOf } from "../../models/forecast/balance.ts";
import { type Band, bandOf, quantilesAt, stretched } from "../../models/forecast/bands.ts";
import { bandsOf, type FundPaths } from "../../models/forecast/simulate.ts";
import { randomFrom } from "../../models/random.ts";

const NONE = { f80: 1, f95: 1 };
const paths = (income: number[][], expenditure: number[][]): FundPaths => ({
  income: Float64Array.from(income.flat()),
  expenditure: Float64Array.from(expenditure.flat()),
  spending: Float64Array.from(expenditure.flat()),
});

describe("balance and months payable", () => {
  const steady = new Float64Array(11).fill(100);
  const nothing = new Float64Array(14);

  test("a fund that spends 100 and takes in 80 loses 20 a month and 0.2 months", () => {
    const one = paths([[80, 80, 80]], [[100, 100, 100]]);
    const { balance } = bandsOf(one, 1, 3);
    const outlook = outlookOf(one, 1, 3, 340, balance, NONE, steady, nothing, [6, 3, 0]);
    expect(outlook.balance.map((q) => q.q50)).toEqual([320, 300, 280]);
    expect(outlook.months_payable.map((q) => q.q50)).toEqual([3.2, 3, 2.8]);
    expect(outlook.p_below).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [1, 1, 0],
    ]);
    expect(outlook.first_crossing).toEqual([0, 2, null]);
  });

  test("twelve months of the path are the divisor once they have passed, with the months before them until then", () => {
    const spent = Array.from({ length: 14 }, () => 200);
    const one = paths([spent], [spent]);
    const outlook = outlookOf(
      one,
      1,
      14,
      1200,
      bandsOf(one, 1, 14).balance,
      NONE,
      steady,
      nothing,
      [3],
    );
    expect(outlook.months_payable[0]!.q50).toBeCloseTo((1200 * 12) / 1300, 10);
    expect(outlook.months_payable[11]!.q50).toBeCloseTo(6, 10);
    expect(outlook.months_payable[13]!.q50).toBeCloseTo(6, 10);
  });

  test("having been below counts after recovery; being below does not", () => {
    const two = paths(
      [
        [50, 300],
        [200, 100],
      ],
      [
        [100, 100],
        [100, 100],
      ],
    );
    const { balance } = bandsOf(two, 2, 2);
    const outlook = outlookOf(two, 2, 2, 320, balance, NONE, steady, nothing, [3]);
    expect(outlook.p_below.map(([p]) => p)).toEqual([0.5, 0]);
    expect(outlook.p_crossed.map(([p]) => p)).toEqual([0.5, 0.5]);
    expect(outlook.first_crossing).toEqual([0]);
  });

  test("what other accounts spend counts in the divisor and leaves the balance alone", () => {
    const spent = Array.from({ length: 14 }, () => 100);
    const one = paths([spent], [spent]);
    const before = steady.map((yuan) => yuan + 50);
    const besides = new Float64Array(14).fill(50);
    const { balance } = bandsOf(one, 1, 14);
    const outlook = outlookOf(one, 1, 14, 900, balance, NONE, before, besides, [6]);
    expect(outlook.balance[13]!.q50).toBe(900);
    for (const { q50 } of outlook.months_payable) expect(q50).toBeCloseTo(6, 10);
  });

  test("transfers between levels move the balance and are not spending", () => {
    const one = paths([[100]], [[150]]);
    one.spending = Float64Array.of(100);
    const outlook = outlookOf(
      one,
      1,
      1,
      350,
      bandsOf(one, 1, 1).balance,
      NONE,
      steady,
      nothing,
      [3],
    );
    expect(outlook.balance[0]!.q50).toBe(300);
    expect(outlook.months_payable[0]!.q50).toBe(3);
  });
});

describe("widening", () => {
  const random = randomFrom(1);
  const values = Float64Array.from({ length: 4000 }, () => random() + random() + random());
  const band: Band = bandOf(values, 4000, 1);

  test("moves the ends of both intervals by their own factors and leaves the median", () => {
    const wide = quantilesAt(band, 0, { f80: 1.5, f95: 2.5 });
    const [middle] = band.q50;
    expect(wide.q50).toBe(middle);
    expect(wide.mean).toBe(band.mean[0]);
    expect(wide.q90 - middle!).toBeCloseTo(1.5 * (band.q90[0]! - middle!), 10);
    expect(wide.q10 - middle!).toBeCloseTo(1.5 * (band.q10[0]! - middle!), 10);
    expect(wide.q975 - middle!).toBeCloseTo(2.5 * (band.q975[0]! - middle!), 10);
  });

  test("keeps the order of paths, also where the outer factor is the smaller", () => {
    const sorted = values.slice().sort();
    for (const widening of [
      { f80: 1.2, f95: 2 },
      { f80: 2, f95: 1 },
    ]) {
      const moved = sorted.map((v) => stretched(v, band, 0, widening));
      for (let i = 1; i < moved.length; i++) expect(moved[i]! >= moved[i - 1]!).toBe(true);
    }
  });

  test("of what cannot be negative stays at nothing", () => {
    expect(quantilesAt(band, 0, { f80: 9, f95: 9 }, 0).q10).toBe(0);
  });
});
