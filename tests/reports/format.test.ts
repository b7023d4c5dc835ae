import { describe, expect, test } from "vitest";
import {
  amount,
  columnScale,
  dateInWords,
  months,
  percent,
  persons,
  points,
  signOf,
  size,
  words,
  yuan,
} from "../../reports/format.ts";
import { basisTitle } from "../../reports/titles.ts";

describe("yuan in words", () => {
  test.each([
    ["306000000", "3.06亿元"],
    ["310000000", "3.10亿元"],
    ["82290000", "8229万元"],
    ["14760000", "1476万元"],
    ["3910000", "391万元"],
    ["-4000000", "−400万元"],
    ["0", "0元"],
    ["-0.001", "0元"],
    ["0.005", "0.01元"],
    ["900", "900元"],
    ["12.5", "12.50元"],
    ["9999.99", "9999.99元"],
    ["9999.996", "1.00万元"],
    ["52000", "5.20万元"],
    ["999999", "100万元"],
    ["99995000", "1.00亿元"],
    ["99994999.99", "9999万元"],
    ["100000000", "1.00亿元"],
    ["-536000000.004", "−5.36亿元"],
    ["3483792000000000", "34837920.00亿元"],
    ["99999999999999999999999999999999.99", "1000000000000000000000000.00亿元"],
  ])("%s → %s", (value, text) => expect(yuan(value)).toBe(text));
});

describe("rates", () => {
  test.each([
    ["0.5782", "57.82%"],
    ["0.57825", "57.83%"],
    ["0.578249999999", "57.82%"],
    ["-0.00004", "0.00%"],
    ["-0.00005", "−0.01%"],
    ["0", "0.00%"],
    ["1", "100.00%"],
    ["1.00004999", "100.00%"],
  ])("%s → %s", (value, text) => expect(percent(value)).toBe(text));
  test("differences are points, never per cent", () => {
    expect(points("0.07116666666")).toBe("7.12个百分点");
    expect(points("-0.00004")).toBe("0.00个百分点");
    const ahead = { metric: "ahead_of_even", unit: "ratio", value: "-0.1764" } as const;
    expect(words(ahead)).toBe("−17.64个百分点");
    expect(size(ahead)).toBe("17.64个百分点");
    expect(words({ ...ahead, metric: "expenditure_completion.yoy" })).toBe("−17.64个百分点");
    expect(words({ ...ahead, metric: "expenditure_ytd.yoy" })).toBe("−17.64%");
  });
});

test("months, persons, dates", () => {
  expect(months("11.495")).toBe("11.50个月");
  expect(months("-0.001")).toBe("0.00个月");
  expect(persons("9876")).toBe("9876人");
  expect(persons("123456")).toBe("12.35万人");
  expect(dateInWords("2019-08-04")).toBe("2019年8月4日");
  expect(() => dateInWords("2019年")).toThrow(/not a date/);
});

test("no value is a dash, and the dependency ratio is a plain number", () => {
  expect(words({ metric: "income_ytd", unit: "yuan", value: null })).toBe("—");
  expect(words({ metric: "dependency_ratio", unit: "ratio", value: "3.117" })).toBe("3.12");
  expect(words({ metric: "dependency_ratio.yoy", unit: "ratio", value: "-1e-7" })).toBe("0.00");
  expect(basisTitle("prior_year_total_gross")).toBe("上年月均支出（含个人账户、含上解下拨）");
});

test("the sign is the one a reader sees", () => {
  const of = (value: string | null) => signOf({ metric: "ahead_of_even", unit: "ratio", value });
  expect([of("0.07"), of("-0.07"), of("0.00004"), of("-0.00004"), of(null)]).toEqual([
    1,
    -1,
    0,
    0,
    null,
  ]);
});

test("a column has one unit and equal decimals", () => {
  const scale = columnScale(["306000000", "-4000000", "0"]);
  expect(scale).toEqual({ unit: "万元", decimals: 0 });
  expect(amount("-4000000", scale)).toBe("−400");
  expect(columnScale(["306000000", "4000"])).toEqual({ unit: "万元", decimals: 2 });
  expect(columnScale(["3483792000000"])).toEqual({ unit: "亿元", decimals: 2 });
});
