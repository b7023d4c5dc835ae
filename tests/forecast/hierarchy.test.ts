import { describe, expect, test } from "vitest";
import { treeOf } from "../../models/forecast/compose.ts";
import type { FundHistory } from "../../models/forecast/fund.ts";
import { areAll, parentOf, reconcile } from "../../models/forecast/hierarchy.ts";

const history = (region_code: string, spent: number, more = {}): FundHistory => ({
  region_code,
  fund: "employee",
  account: "all",
  from: "2023-01",
  lines: {
    "income.total": new Array(24).fill(spent),
    "expenditure.total": new Array(24).fill(spent),
  },
  closing_yuan: [],
  insured: [],
  ...more,
});
const [city, east, west] = [history("990100", 30), history("990101", 10), history("990102", 20)];

describe("who is whose part", () => {
  const codes = new Set(["990100", "990101", "990000"]);

  test("by the digits of the code, or as given", () => {
    expect(parentOf(east, codes)).toBe("990100");
    expect(parentOf(city, codes)).toBe("990000");
    expect(parentOf(east, new Set(["990101"]))).toBeNull();
    expect(parentOf({ ...east, parent_code: "990000" }, codes)).toBe("990000");
    expect(parentOf({ ...east, parent_code: null }, codes)).toBeNull();
    expect(parentOf({ ...east, region_code: "east" }, codes)).toBeNull();
  });

  test("a city is the sum of its counties only where they are all of it", () => {
    const all = [city, east, west];
    expect(treeOf(all, [true, true, true], "2024-12")).toEqual([{ whole: 0, parts: [1, 2] }]);
    expect(treeOf([city, east], [true, true], "2024-12")).toEqual([]);
    expect(treeOf(all, [true, true, false], "2024-12")).toEqual([]);
  });

  test("a province is built from cities that are built before it", () => {
    const province = history("990000", 30);
    const tree = treeOf([province, city, east, west], [true, true, true, true], "2024-12");
    expect(tree.map(({ whole }) => whole)).toEqual([1, 0]);
  });

  test("months not known on either side are not compared; too few are not enough", () => {
    const whole = new Array(12).fill(30);
    const gaps = [null, ...new Array(11).fill(10)];
    expect(areAll(whole, [gaps, new Array(12).fill(20)])).toBe(true);
    expect(areAll(whole, [[...new Array(8).fill(null), 10, 10, 10, 10], whole])).toBe(false);
  });
});

describe("reconciliation", () => {
  test("shares the gap out by error variances; afterwards the parts add up to a whole between the two", () => {
    const whole = Float64Array.of(120);
    const parts = [Float64Array.of(60), Float64Array.of(40)];
    reconcile(whole, 1, parts, [1, 2]);
    expect([parts[0]![0], parts[1]![0]]).toEqual([65, 50]);
  });

  test("a whole that is certain is kept, one that is not says nothing", () => {
    const sum = (variance: number) => {
      const parts = [Float64Array.of(60), Float64Array.of(40)];
      reconcile(Float64Array.of(120), variance, parts, [1, 1]);
      return parts[0]![0]! + parts[1]![0]!;
    };
    expect(sum(0)).toBe(120);
    expect(sum(1e12)).toBeCloseTo(100, 6);
  });
});
