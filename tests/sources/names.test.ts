import { describe, expect, test } from "vitest";
import {
  findAccount,
  findFund,
  NO_ALIASES,
  readAccount,
  readDirection,
  readFund,
} from "../../models/sources/names.ts";
import { saysNothing, saysTotal } from "../../models/sources/text.ts";

describe("readFund", () => {
  test.each([
    ["职工", "employee"],
    ["城镇职工基本医疗保险(基金)", "employee"],
    ["职工医保基金", "employee"],
    ["310", "employee"],
    ["employee", "employee"],
    ["城乡居民医保", "resident"],
    ["390", "resident"],
    ["生育保险", "maternity"],
    ["城乡居民大病保险", "critical_illness"],
    ["公务员医疗补助", "civil_servant"],
    ["职工大额医疗费用补助", "large_amount"],
    ["基本医疗保险", "basic"],
    ["医疗救助", "medical_aid"],
  ])("%s", (text, fund) => expect(readFund(text)).toBe(fund));

  test.each(["新农合", "养老保险", "保险", "基金", ""])("%s is no fund we know", (text) =>
    expect(readFund(text)).toBeUndefined(),
  );

  test("a bureau adds its own names", () => {
    const aliases = { ...NO_ALIASES, funds: { resident: ["新农合"] } };
    expect(readFund("新农合", aliases)).toBe("resident");
  });
});

describe("findFund", () => {
  test.each([
    ["2019年职工基本医疗保险基金收支表", "employee"],
    ["职工医保基金（含生育保险）收支表", "employee"],
    ["城乡居民大病保险资金收支表", "critical_illness"],
    ["职工大额医疗费用补助收支表", "large_amount"],
    ["居民", "resident"],
  ])("%s", (title, fund) => expect(findFund(title)).toBe(fund));

  test.each(["职工、居民医保收支表", "医疗保险基金收支表"])("%s: of no one fund", (title) =>
    expect(findFund(title)).toBeUndefined(),
  );
});

test("an account in a cell or in a title", () => {
  expect(["统筹", "统筹基金", "个人账户", "个账", "合计", ""].map(readAccount)).toEqual([
    "pooled",
    "pooled",
    "personal",
    "personal",
    "all",
    "all",
  ]);
  expect(readAccount("家庭账户")).toBeUndefined();
  expect(findAccount("职工医保个人账户收支表")).toBe("personal");
  expect(findAccount("职工医保统筹基金收支表")).toBe("pooled");
  expect(findAccount("统筹基金和个人账户收支表")).toBe("all");
  expect(findAccount("甲统筹区收支表")).toBe("all");
});

test("a direction, a total, nothing", () => {
  expect(["基金收入", "支出", "滚存结余", "其他"].map(readDirection)).toEqual([
    "income",
    "expenditure",
    "balance",
    undefined,
  ]);
  expect(["合计", "合 计", "小计：", "全市合计", "全县总计"].every(saysTotal)).toBe(true);
  expect(["全市", "合计数", "职工合计", null].some(saysTotal)).toBe(false);
  expect(["-", "—", "／", "无", "　", null].every(saysNothing)).toBe(true);
  expect(["0", "0.00"].some(saysNothing)).toBe(false);
});
