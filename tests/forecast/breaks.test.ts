import { describe, expect, test } from "vitest";
import { breaksOf, withoutBreaks } from "../../models/forecast/breaks.ts";
import type { Break } from "../../models/forecast/fund.ts";
import { filledSeasonally } from "../../models/forecast/holes.ts";
import { suspectedBreaks } from "../../models/forecast/suspected-breaks.ts";
import { randomFrom } from "../../models/random.ts";

const random = randomFrom(9);
const season = (i: number) => 1 + 0.2 * Math.sin((i * Math.PI) / 6);
const series = Float64Array.from(
  { length: 72 },
  (_, i) => 100 * 1.005 ** i * season(i) * (1 + 0.02 * (random() - 0.5)),
);
const shock = (i: number) => (i >= 24 && i <= 26 ? 0.6 : 1);
const epidemic: Break = {
  id: "covid",
  kind: "pulse",
  from: "2020-01",
  to: "2020-03",
  title: "新冠疫情",
};
const reform: Break = { id: "drg", kind: "level", from: "2022-01", title: "DRG付费改革" };

describe("listed breaks", () => {
  test("a pulse is filled from the years around, the other months are left as they are", () => {
    const { values, masked, notes } = withoutBreaks(
      series.map((v, i) => v * shock(i)),
      "2018-01",
      [epidemic],
    );
    for (const i of [24, 25, 26]) {
      expect(values[i]! / series[i]!).toBeCloseTo(1, 1);
      expect(masked[i]).toBe(1);
    }
    expect(values[30]).toBe(series[30]);
    expect(notes.join()).toMatch(/2020年1月至2020年3月.*新冠疫情.*区间仍按未剔除/);
  });

  test("history before a shift is brought to today's level by a ratio that is printed, growth left out", () => {
    const shifted = series.map((v, i) => (i >= 48 ? v * 0.8 : v));
    const { values, notes, isUnsettled } = withoutBreaks(shifted, "2018-01", [reform]);
    expect(values[10]! / series[10]!).toBeCloseTo(0.8, 1);
    expect(values[60]).toBe(shifted[60]);
    const ratio = Number(/乘以([\d.]+)/.exec(notes.join())![1]);
    expect(ratio).toBeGreaterThan(0.78);
    expect(ratio).toBeLessThan(0.82);
    expect(isUnsettled).toBe(false);
  });

  test("a shift of the last 17 months is unsettled; one with two months since is left alone and said so", () => {
    const young = { ...reform, from: "2022-08" };
    expect(withoutBreaks(series, "2018-01", [young]).isUnsettled).toBe(true);
    const newest = withoutBreaks(series, "2018-01", [{ ...reform, from: "2023-11" }]);
    expect([...newest.values]).toEqual([...series]);
    expect(newest.notes.join()).toMatch(/暂不调整/);
  });

  test("breaks of other funds, other lines and of after the last month do not count", () => {
    const own = { ...reform, funds: ["employee"], lines: ["expenditure.benefit"] };
    expect(breaksOf([own], "employee", "expenditure.benefit", "2023-12")).toHaveLength(1);
    expect(breaksOf([own], "resident", "expenditure.benefit", "2023-12")).toHaveLength(0);
    expect(breaksOf([own], "employee", "income.fiscal", "2023-12")).toHaveLength(0);
    expect(breaksOf([own], "employee", "expenditure.benefit", "2021-12")).toHaveLength(0);
  });
});

describe("breaks nobody listed are suggested, not acted on", () => {
  test("a lasting change of level, with its month and ratio", () => {
    const said = suspectedBreaks(
      series.map((v, i) => (i >= 50 ? v * 1.4 : v)),
      "2018-01",
      () => false,
    );
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/自2022年3月起.*1\.[34]\d?倍.*未作调整/);
  });

  test("a pulse once, not again a year later when it is compared with", () => {
    const said = suspectedBreaks(
      series.map((v, i) => v * shock(i)),
      "2018-01",
      () => false,
    );
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/2020年1月至2020年3月.*异常/);
  });

  test("nothing where nothing happened, or where it is listed", () => {
    expect(suspectedBreaks(series, "2018-01", () => false)).toEqual([]);
    expect(
      suspectedBreaks(
        series.map((v, i) => v * shock(i)),
        "2018-01",
        (i) => i >= 24 && i <= 38,
      ),
    ).toEqual([]);
  });
});

describe("holes", () => {
  test("are filled by the same month of the years around, with growth", () => {
    const holes = [40, 41];
    const filled = filledSeasonally(
      series.map((v, i) => (holes.includes(i) ? 0 : v)),
      (i) => holes.includes(i),
    );
    for (const i of holes) expect(Math.abs(filled[i]! / series[i]! - 1)).toBeLessThan(0.03);
    expect(filled[39]).toBe(series[39]);
  });

  test("in a history of less than a year lie on a straight line; at its end they repeat", () => {
    const known = Float64Array.of(10, 0, 0, 40, 50, 0);
    expect([...filledSeasonally(known, (i) => [1, 2, 5].includes(i))]).toEqual([
      10, 20, 30, 40, 50, 50,
    ]);
  });
});
