import { describe, expect, test } from "vitest";
import { fundBudget } from "../../models/sources/fund-budget.ts";
import { fundStatement } from "../../models/sources/fund-statement.ts";
import { insured } from "../../models/sources/insured.ts";
import { NO_ALIASES } from "../../models/sources/names.ts";
import { readTerm } from "../../models/sources/term.ts";

const read = (path: string, direction?: "income" | "expenditure" | "balance") => {
  const reading = readTerm(fundStatement, path.split("/"), direction);
  const { term, isComponent, account } = reading ?? {};
  return (
    reading &&
    [term!.key, ...(isComponent ? ["part"] : []), ...(account ? [account] : [])].join(" ")
  );
};

describe("A heading over names", () => {
  test.each([
    ["基金收入/合计", "income.total"],
    ["基金收入/保费收入", "income.contribution"],
    ["基金收入/利息", "income.interest"],
    ["基金支出/合计", "expenditure.total"],
    ["基金支出/待遇支出/小计", "expenditure.benefit"],
    ["待遇支出/合计", "expenditure.benefit"],
    ["待遇支出/住院", "expenditure.benefit_inpatient part"],
    ["待遇支出/大病保险", "expenditure.critical_illness part"],
    ["基金支出/大病保险", "expenditure.critical_illness"],
    ["基金收入/其中：财政补贴", "income.fiscal part"],
    ["累计结余/合计", "balance.closing"],
    ["累计结余/统筹基金", "balance.closing_pooled"],
    ["累计结余/其中：个人账户", "balance.closing_personal part"],
    ["结余/累计", "balance.closing"],
    ["结余/当期", "balance.current"],
  ])("%s is %s", (path, key) => expect(read(path)).toBe(key));

  test.each([
    ["当期结余/合计", "balance.current"],
    ["当期结余/统筹基金", "balance.current pooled"],
    ["上年结余/个人账户", "balance.opening personal"],
    ["基金收入/统筹基金", "income.total pooled"],
    ["个人账户/基金支出", "expenditure.total personal"],
    ["统筹基金/累计结余", "balance.closing pooled"],
    ["财政补贴收入/小计", "income.fiscal"],
  ])("%s is not the closing balance or the total: %s", (path, key) => expect(read(path)).toBe(key));

  test.each([
    "财政补贴收入/中央",
    "其他支出/转移",
    "基金收入/上年结余",
    "合计",
    "利息",
    "上年同期",
  ])("%s is not guessed at", (path) => expect(read(path)).toBeUndefined());
});

describe("A 科目 in its own column", () => {
  test.each([
    ["合计", "income", "income.total"],
    ["其他", "expenditure", "expenditure.other"],
    ["统筹基金", "balance", "balance.closing_pooled"],
    ["统筹基金", "income", "income.total pooled"],
    ["滚存结余", "balance", "balance.closing"],
    ["当年结余", undefined, "balance.current"],
    ["征缴收入", undefined, "income.contribution"],
    ["一、基金收入", undefined, "income.total"],
    ["（二）财政补助收入", undefined, "income.fiscal"],
    ["其中：1.住院", "expenditure", "expenditure.benefit_inpatient part"],
    ["#生育待遇支出", undefined, "expenditure.maternity part"],
    ["统筹基金收入", undefined, "income.total pooled"],
    ["个人账户支出", undefined, "expenditure.total personal"],
    ["收入合计（万元）", undefined, "income.total"],
  ] as const)("%s beside %s", (name, direction, key) => expect(read(name, direction)).toBe(key));

  test("a name on the wrong side is refused", () => {
    expect(read("收入合计", "expenditure")).toBeUndefined();
    expect(read("转移")).toBeUndefined();
  });

  test("a bureau adds its own names", () => {
    const aliases = { ...NO_ALIASES, terms: { "income.other": ["滞纳金收入"] } };
    expect(readTerm(fundStatement, ["滞纳金收入"], "income", aliases)?.term.key).toBe(
      "income.other",
    );
  });
});

test("a budget has no accounts: 统筹基金收入 is not the budget of the fund", () => {
  expect(readTerm(fundBudget, ["统筹基金收入"])).toBeUndefined();
  expect(readTerm(fundBudget, ["收入预算"])?.term.key).toBe("income.total");
});

test("categories of insured persons", () => {
  const category = (...path: string[]) => readTerm(insured, path)?.term.key;
  expect(category("参保人数", "合计")).toBe("all");
  expect(category("参保人数", "在职职工")).toBe("working");
  expect(category("在职", "小计")).toBe("working");
  expect(category("合计")).toBe("all");
});
