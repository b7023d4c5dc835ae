import { describe, expect, test } from "vitest";
import {
  findPeriod,
  findYear,
  readDate,
  readPeriod,
  readYear,
} from "../../models/sources/periods.ts";

const july = { month: "2019-07", span: "month" };
const toJuly = { month: "2019-07", span: "ytd" };

describe("readPeriod", () => {
  test.each([
    "2019-07",
    "2019-7",
    "2019/7",
    "2019.07",
    "201907",
    "2019年7月",
    "2019年07月份",
    "２０１９年７月",
    "2019-07-31",
    "2019/7/31",
    "20190731",
    "2019年7月31日",
    "2019-07-01 00:00:00",
    "43647",
    "43677.0",
  ])("%s is the month of July", (text) => expect(readPeriod(text)).toEqual(july));

  test.each([
    "2019年1-7月",
    "2019年1—7月",
    "2019年1至7月",
    "2019年01-07月",
    "2019.1-7",
    "2019年7月末",
    "截至2019年7月底",
    "2019年7月累计",
    "2019年1-7月累计",
  ])("%s is January to July", (text) => expect(readPeriod(text)).toEqual(toJuly));

  test.each([
    ["2019年上半年", "2019-06"],
    ["2019年一季度", "2019-03"],
    ["2019年第1季度", "2019-03"],
    ["2019年前三季度", "2019-09"],
    ["2019年", "2019-12"],
    ["2019年度", "2019-12"],
    ["2019", "2019-12"],
  ])("%s ends in %s", (text, month) => expect(readPeriod(text)).toEqual({ month, span: "ytd" }));

  test.each([
    "2019-13",
    "2019-00",
    "2019-7-32",
    "201913",
    "2019年二季度",
    "2019年下半年",
    "7月",
    "19年7月",
    "待定",
    "",
    "123",
  ])("%s is no period", (text) => expect(readPeriod(text)).toBeUndefined());

  test("2019.1 may be October as Excel keeps 2019.10: nobody can tell", () => {
    expect(readPeriod("2019.1")).toBeUndefined();
    expect(readPeriod("2019.10")).toEqual({ month: "2019-10", span: "month" });
  });
});

describe("findPeriod", () => {
  test.each([
    ["甲县2025年1-3月医保基金收支表", "2025-03", "ytd"],
    ["2019年7月基金收支月报（单位：万元）", "2019-07", "month"],
    ["2019年7月基金收支累计表", "2019-07", "ytd"],
    ["2023年医保基金收支决算", "2023-12", "ytd"],
    ["2023年度基金收支表", "2023-12", "ytd"],
    ["2019年医保基金收支表 7月", "2019-07", "month"],
    ["2019年医保基金收支表 1-7月", "2019-07", "ytd"],
    ["2019年度上半年收支", "2019-06", "ytd"],
    ["基金收支表 201907", "2019-07", "month"],
    ["2019年7月收支表 填表日期：2019年8月5日", "2019-07", "month"],
    ["打印时间:2019-08-05 2019年1—7月收支表", "2019-07", "ytd"],
    ["2019年1-7月收支表 2019年7月", "2019-07", "ytd"],
  ])("%s", (title, month, span) => expect(findPeriod(title)).toEqual({ month, span }));

  test.each([
    "医保基金收支表",
    "2019年二季度收支表",
    "2019年第三季度收支表",
    "2019年下半年收支表",
    "2019年6月、2019年7月收支表",
    "2018年与2019年收支对比",
    "2019年收支表 6月 7月",
    "2019-2020年度汇总表",
  ])("%s: undecidable", (title) => expect(findPeriod(title)).toBeUndefined());
});

test("years are read whole or not at all", () => {
  expect(["2019", "2019年", "2019年度", "2019.0"].map(readYear)).toEqual(Array(4).fill("2019"));
  expect(["219", "19", "2019-2020", "二〇一九"].map(readYear)).toEqual(Array(4).fill(undefined));
  expect(findYear("2019年基金预算（填报日期：2018年12月5日）")).toBe("2019");
  expect(findYear("2018年、2019年预算")).toBeUndefined();
});

test("a document counts from the month of its date", () => {
  expect(readDate("2019-09-02")).toBe("2019-09");
  expect(readDate("2019年1-9月")).toBeUndefined();
});
