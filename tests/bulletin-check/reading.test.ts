import { describe, expect, test } from "vitest";
import { checkBulletin } from "../../models/bulletin-check/index.ts";
import { numeralsIn, plain } from "../../models/bulletin-check/numerals.ts";
import { Rational } from "../../models/bulletin-check/rational.ts";

const printed = (text: string) => numeralsIn(plain(text)).map((numeral) => numeral.printed);
const bounds = (text: string) =>
  numeralsIn(plain(text)).map(({ value }) => [
    value.low.decimal(4, "half"),
    value.high.decimal(4, "half"),
  ]);

describe("numbers of a text", () => {
  test.each([
    ["基金支出3.1亿元", ["3.1亿元"]],
    ["基金支出３．１亿元", ["3.1亿元"]],
    ["支出1,234.50万元、1 234.5 万元", ["1,234.50万元", "1 234.5 万元"]],
    ["结余-0.05亿元，结余－0.06亿元", ["-0.05亿元", "-0.06亿元"]],
    ["抽查病历1.68万份，查处6943份", ["1.68万份", "6943份"]],
    ["超进度7.12个百分点，占57.82％", ["7.12个百分点", "57.82%"]],
    ["可支付月数为7.34，在职退休比2.78", ["7.34", "2.78"]],
  ])("%s", (text, expected) => expect(printed(text)).toEqual(expected));

  test.each([
    "2019年8月14日",
    "国办发〔2019〕10号",
    "2019年1—7月",
    "第3批",
    "应在6—9个月之间",
    "缴费比例为8%—10%",
    "单价2.00元/个",
    "（一）1. 2、",
    "云医保发[2022] 18 号",
  ])("are not dates, documents, ordinals, ranges or prices: %s", (text) =>
    expect(printed(text)).toEqual([]),
  );

  test("stand for half a unit of the last digit either way; persons are exact", () => {
    expect(bounds("3.1亿元")).toEqual([["305000000.0000", "315000000.0000"]]);
    expect(bounds("41.3%")).toEqual([["0.4125", "0.4135"]]);
    expect(bounds("6943份、194571人")).toEqual([
      ["6943.0000", "6943.0000"],
      ["194571.0000", "194571.0000"],
    ]);
    expect(bounds("1.68万份")).toEqual([["16750.0000", "16850.0000"]]);
  });

  test("are rough where the text says so", () => {
    const rough = (text: string) => numeralsIn(plain(text)).map(({ isRough }) => isRough);
    expect(rough("近40万人，约1.2亿元，300余万元，160多万元，超过5000人，2亿元左右")).toEqual(
      Array(6).fill(true),
    );
    expect(rough("约谈19家，1.2亿元多于上年")).toEqual([false, false]);
  });

  test("fractions are exact and round only in print", () => {
    const third = Rational.of(1, 3);
    expect(third.times(Rational.of(3)).compare(Rational.of(1))).toBe(0);
    expect([
      third.decimal(2, "down"),
      third.decimal(2, "up"),
      Rational.parse("-0.125").decimal(2, "half"),
    ]).toEqual(["0.33", "0.34", "-0.13"]);
  });
});

describe("what figures are", () => {
  const understood = (text: string) =>
    checkBulletin({ name: "", blocks: [{ kind: "text", text }] }).figures.map(
      ({ printed: number, subject, role, scope }) =>
        [
          number,
          subject?.measure,
          subject?.item || undefined,
          role,
          scope.fund,
          scope.account,
          scope.region,
        ]
          .filter(Boolean)
          .join(" "),
    );

  test("amount, budget and completion", () => {
    expect(
      understood(
        "截至7月底，居民医保基金支出4.35亿元，占预算7.12亿元的61.16%，超均衡进度2.82个百分点。",
      ),
    ).toEqual([
      "4.35亿元 expenditure actual resident all",
      "7.12亿元 expenditure budget resident all",
      "61.16% expenditure completion resident all",
      "2.82个百分点 expenditure ahead resident all",
    ]);
  });

  test("accounts, counties and parts after 其中", () => {
    expect(
      understood(
        "职工医保累计结余5.36亿元，其中统筹基金4.54亿元，可支付11.53个月，个人账户8229万元。",
      ),
    ).toEqual([
      "5.36亿元 closing actual employee all",
      "4.54亿元 closing actual employee pooled",
      "11.53个月 months actual employee all",
      "8229万元 closing actual employee personal",
    ]);
    expect(understood("居民医保基金支出超均衡进度2%，其中：山丹县超均衡进度4.32%。")[1]).toContain(
      "ahead resident all 山丹县",
    );
  });

  test("what is left open stays open", () => {
    for (const text of [
      "职工、居民基金累计结余分别为12.1亿元、4.5亿元。",
      "预计全年职工医保基金支出80亿元。",
      "全市完成预算3.06亿元。",
    ])
      expect(understood(text).every((figure) => !/income|expenditure|closing/.test(figure))).toBe(
        true,
      );
  });
});
