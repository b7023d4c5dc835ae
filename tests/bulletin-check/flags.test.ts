import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { checkBulletin } from "../../models/bulletin-check/index.ts";

const check = (text: string) =>
  checkBulletin({
    name: "",
    blocks: text.split("\n").map((line) => ({ kind: "text", text: line })),
  }).findings;
const fixture = (name: string) =>
  check(readFileSync(path.join(import.meta.dirname, "fixtures", name), "utf8"));
const flagsOf = (text: string) =>
  check(text).filter(({ verdict }) => verdict !== "consistent" && verdict !== "remark");

describe("the city bulletin of July 2019", () => {
  const findings = fixture("city-2019-07.txt");
  const of = (verdict: string) => findings.filter((finding) => finding.verdict === verdict);

  test("7.34 months are not the method of the other funds: income stands in the denominator", () => {
    expect(of("inconsistent")).toHaveLength(1);
    const [months] = of("inconsistent");
    expect(months).toMatchObject({ printed: "7.34个月", expected: { low: 8.3789, high: 8.4076 } });
    expect(months!.text).toContain("可支付月数【7.34个月】");
    expect(months!.formula).toContain("与职工、生育同一算法");
    expect(months!.formula).toContain("4.98亿元 ÷ (7.12亿元 ÷ 12) = 8.37—8.41个月");
    expect(months!.explanation).toContain("累计收入 ÷ 12：4.98亿元 ÷ (8.14亿元 ÷ 12)");
  });

  test("called safe, 7.12 points ahead and in deficit by about 400万元", () => {
    expect(of("contradicted")).toHaveLength(1);
    const [claim] = of("contradicted");
    expect(claim!.printed).toBe("运行平稳可控");
    expect(claim!.explanation).toContain("超均衡进度 7.12 个百分点");
    expect(claim!.explanation).toContain("当期赤字约 400 万元（收支差 −950 至 150 万元");
  });

  test("points printed as per cent, and averages of two populations, are remarks", () => {
    const points = of("remark").filter(({ explanation }) =>
      explanation.includes("百分点，印成了 %"),
    );
    expect(points.map(({ printed }) => printed)).toEqual([
      "2.82%",
      "4.32%",
      "3.81%",
      "14.54%",
      "0.64%",
      "0.13%",
    ]);
    const average = of("remark").find(({ explanation }) => explanation.includes("全省平均住院率"));
    expect(average!.explanation).toMatch(/居民 16—18%，建档立卡贫困人口 22—24%/);
    expect(of("conflicting")).toEqual([]);
  });
});

test("a fall computed from the new value, in a text full of other numbers", () => {
  const flagged = fixture("county-2022.txt").filter(({ verdict }) => verdict !== "consistent");
  expect(flagged).toHaveLength(1);
  expect(flagged[0]).toMatchObject({ printed: "1.68%", expected_words: "1.65%" });
  expect(flagged[0]!.explanation).toContain("误用本期数作基数");
});

describe("what would explain a figure", () => {
  test.each([
    [
      "收入代支出",
      "截至7月底，居民医保基金收入8.14亿元；支出4.35亿元，占预算7.12亿元的114.33%。",
      "误用了收入数",
    ],
    ["写反方向", "1—6月职工医保基金收入2.0000亿元，支出2.5000亿元，当期结余0.5000亿元。", "正负号"],
    [
      "数字颠倒",
      "1—6月职工医保基金收入4799.27万元，支出3861.57万元，当期结余973.70万元。",
      "相邻两位颠倒：若为 937.70万元",
    ],
    [
      "抄错一位",
      "1—6月职工医保基金收入4799.27万元，支出3861.57万元，当期结余937.30万元。",
      "有一位数字抄错：若为 937.70万元",
    ],
    [
      "漏了一位",
      "1—6月职工医保基金收入4799.27万元，支出3861.57万元，当期结余93.70万元。",
      "漏了一位数字：若为 937.70万元",
    ],
    [
      "差十倍",
      "1—6月职工医保基金收入4799.27万元，支出3861.57万元，当期结余93.77万元。",
      "小了 10 倍",
    ],
    [
      "差一万倍",
      "1—6月职工医保基金收入4799.27万元，支出3861.57万元，当期结余937.70元。",
      "小了 1 万倍",
    ],
    [
      "截尾",
      "2022年全年职工医保基金支出15243.80亿元，上年同期14746.73亿元，增长3.3%。",
      "截去了尾数",
    ],
    [
      "统筹代全部",
      "1—6月职工医保统筹基金收入3.00亿元，统筹基金支出2.50亿元。职工医保基金收入6.00亿元，支出5.00亿元，当期结余0.50亿元。",
      "用了统筹基金的收支",
    ],
    [
      "漏印数字",
      "1—3月居民医保基金支出9185.82万元，其中待遇支出9084.49万元、其他支出1.33万元。",
      "实为 101.33万元",
    ],
    [
      "漏印减数的数字",
      "1—6月职工医保基金收入15.00亿元，支出1.00亿元，当期结余1.00亿元。",
      "差 −13.00亿元；若 1.00亿元 漏印了数字，实为 14.00亿元，即相符",
    ],
    [
      "负数颠倒",
      "1—6月职工医保基金收入3861.57万元，支出4799.27万元，当期结余-973.70万元。",
      "相邻两位颠倒：若为 -937.70万元",
    ],
    [
      "负数差十倍",
      "1—6月职工医保基金收入3861.57万元，支出4799.27万元，当期结余-93.77万元。",
      "小了 10 倍",
    ],
    ["基数用错", "2022年医疗费用由200万元增长到250万元，增幅20.0%。", "误用本期数作基数"],
  ])("%s", (_, text, reason) => {
    const flagged = flagsOf(text);
    expect(flagged).toHaveLength(1);
    expect(flagged[0]!.verdict).toBe("inconsistent");
    expect(flagged[0]!.explanation).toContain(reason);
  });
});

test("digits left out of a term of a quotient would not close the gap as they stand", () => {
  const [growth] = flagsOf("2022年居民医保住院率10.0%，上年同期20.0%，上升950.0%。");
  expect(growth!.explanation).toBe("与所印相差 1000.0%");
});

describe("claims in words", () => {
  const ahead = "截至7月底，职工医保基金支出3.10亿元，完成预算的65.45%";
  test.each([
    [`${ahead}，基金运行平稳。`, 1],
    [`${ahead}，收支平衡。`, 1],
    [`${ahead}，确保基金运行平稳。`, 0],
    [`${ahead}，当期收支平衡形势严峻。`, 0],
    [`${ahead}。坚持“以收定支、收支平衡、略有结余”原则。`, 0],
    ["截至7月底，职工医保基金支出3.10亿元，完成预算的55.45%，基金运行平稳。", 0],
    ["截至7月底，职工医保基金收入3.06亿元，支出3.21亿元，收支平衡。", 1],
    ["截至7月底，职工医保基金收入3.06亿元，支出3.21亿元，略有结余。", 1],
    [`${ahead}，收入3.56亿元，收支平衡，略有结余。`, 0],
    [`${ahead}，收入3.56亿元，基金运行平稳。`, 1],
    [`${ahead}，略有结余。`, 0],
    ["截至7月底，职工医疗保障基金收入5.00亿元，支出6.00亿元，基金运行平稳可控。", 1],
    ["据市医疗保障局统计，1—7月职工医保基金收入5.00亿元，支出6.00亿元，基金运行平稳。", 1],
    [`${ahead}，切实保障基金运行平稳。`, 0],
  ])("%s", (text, count) => {
    expect(flagsOf(text).filter(({ verdict }) => verdict === "contradicted")).toHaveLength(count);
  });
});

describe("whose figures they are is said in words", () => {
  test.each([
    ["两项医保", "各险种合计"],
    ["", "未写明险种"],
  ])("%s住院率", (fund, name) => {
    const [remark] = check(
      `2022年1—7月，${fund}住院率20%，高于全省平均住院率2个百分点；居民医保住院率28%，高于全省平均住院率3个百分点。`,
    ).filter(({ verdict }) => verdict === "remark");
    expect(remark!.explanation).toContain(`（${name} 17—19%，居民 24—26%）`);
  });

  test("the funds of one method", () => {
    const [months] = flagsOf(
      "2023年1—6月，医保基金支出预算18.00亿元，累计结余4.50亿元，可支付3.00个月。职工医保基金支出预算12.00亿元，累计结余4.00亿元，可支付5.21个月。",
    );
    expect(months!.formula).toContain("与各险种合计同一算法");
  });
});

test("the same quantity twice with two values", () => {
  const [conflict] = flagsOf(
    "2023年1—6月\n职工医保基金累计结余12.10亿元。\n另据统计，职工医保基金累计结余11.20亿元。",
  );
  expect(conflict).toMatchObject({ verdict: "conflicting", printed: "11.20亿元" });
});

describe("what cannot be decided is no error", () => {
  test.each([
    [
      "另一险种只印了整月，看不出用的哪种算法",
      "截至11月底，居民医保基金支出3.41亿元，累计结余1.86亿元，可支付6个月。\n截至11月底，职工医保基金支出1.57亿元，累计结余2.10亿元，可支付24个月。",
    ],
    [
      "统筹结余按统筹支出算的可支付月数",
      "2023年全年，职工医保基金支出4.00亿元，统筹基金支出2.00亿元，累计结余5.00亿元，其中统筹基金3.00亿元，可支付18.0个月。",
    ],
    [
      "单一险种年中的可支付月数，可能用近12个月平均",
      "截至7月底，居民医保基金支出4.35亿元，累计结余4.98亿元，可支付7.34个月。",
    ],
    [
      "按可比口径的增幅",
      "2019年全年基本医疗保险基金收入24421亿元，上年同期21384亿元，按可比口径增长10.2%。",
    ],
    [
      "没有年初参保人数的住院率",
      "2022年全年职工医保参保人数36243万人，住院人次6277.1万人次，住院率17.6%。",
    ],
    [
      "由亿元换算来的万元",
      "1—7月职工医保累计结余53600万元，其中统筹基金45400万元，个人账户8229万元。",
    ],
    [
      "约数与平均数相比",
      "2022年1—7月，居民医保住院率约18.5%，住院率高于全省平均水平9个百分点；职工医保住院率约25.2%，住院率高于全省平均水平3个百分点。",
    ],
    ["约数的占比", "1—7月职工医保基金支出3.10亿元，其中住院支出约1.20亿元，占40%。"],
    ["占约数的比", "1—7月职工医保基金支出约3.10亿元，其中住院支出1.20亿元，占40%。"],
    ["从上年的数增加了多少", "2022年居民医保基金支出从上年的7.50亿元增加0.70亿元，增长9.3%。"],
    ["由上期的数下降了多少", "次均费用由5247.24元下降86.83元，降幅1.65%。"],
    ["没有说到哪个月的年度进度", "2022年，职工医保基金支出完成预算的80.0%，超序时进度5个百分点。"],
    ["没有列全的分项", "1—7月职工医保基金支出3.10亿元，其中住院支出1.20亿元、门诊支出0.50亿元。"],
  ])("%s", (_, text) => expect(flagsOf(text)).toEqual([]));
});
