import { describe, expect, test } from "vitest";
import { findUnit, readUnit, stripUnit, unitsOf } from "../../models/sources/units.ts";

describe("readUnit", () => {
  test.each([
    ["元", "元"],
    ["万元", "万元"],
    ["亿元", "亿元"],
    ["人民币万元", "万元"],
    ["单位：万元", "万元"],
    ["万", "万元"],
    ["亿", "亿元"],
    ["万 元", "万元"],
  ])("%s", (text, unit) => expect(readUnit(text, "money")).toBe(unit));

  test.each(["千元", "百万元", "美元", "万美元", "人", "户", "万元/人"])(
    "%s is none of money",
    (text) => expect(readUnit(text, "money")).toBeUndefined(),
  );

  test("persons have their own", () => {
    expect(readUnit("万人", "persons")).toBe("万人");
    expect(readUnit("元", "persons")).toBeUndefined();
  });
});

describe("findUnit", () => {
  test.each([
    ["甲县收支表（单位：万元）", "万元"],
    ["填报单位：甲县医疗保障局  单位：万元", "万元"],
    ["填报单位：三元区医疗保障局 单位：亿元", "亿元"],
    ["金额单位： 万 元", "万元"],
    ["单位:人民币元", "元"],
    ["单位：万元 填表日期：2019年8月5日", "万元"],
    ["收入合计(亿元)", "亿元"],
    ["单位：万元、人", "万元"],
  ])("%s", (text, unit) => expect(findUnit(text, "money")).toBe(unit));

  test.each([
    "单位：千元",
    "单位：百万元",
    "收入合计（美元）",
    "单位：元、万元",
    "（万元）单位：元",
  ])("%s names a unit that cannot be used, not one of ours", (text) => {
    const found = findUnit(text, "money");
    expect(found).toBeDefined();
    expect(unitsOf("money")).not.toHaveProperty(found!);
  });

  test("a sentence about money names no unit", () => {
    expect(findUnit("2019年7月收支表", "money")).toBeUndefined();
    expect(findUnit("其中财政补助每人520元标准", "money")).toBeUndefined();
    expect(findUnit("单位：万人", "money")).toBeUndefined();
  });
});

test("a header is the same with and without its unit", () => {
  expect(["收入合计(万元)", "收入合计(单位:万元)", "收入合计:"].map(stripUnit)).toEqual(
    Array(3).fill("收入合计"),
  );
});
