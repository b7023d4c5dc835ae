import { describe, expect, test } from "vitest";
import { textOf } from "../../reports/document.ts";
import { countySentence } from "../../reports/documents/counties.ts";
import {
  aheadClause,
  balanceClause,
  currentClause,
  fundSentence,
  openingSentence,
  payableClause,
  yoyClause,
} from "../../reports/documents/sentences.ts";
import { city, cityFigures, figure, fundFigures } from "./city.ts";

const only = (...figures: ReturnType<typeof figure>[]) => city({}, figures);

test("the published city, one sentence for each fund", () => {
  const facts = city();
  expect(textOf(openingSentence(facts))).toBe("现将全市2019年1—7月医保基金运行情况通报如下。");
  expect(textOf(fundSentence(facts, "employee"))).toBe(
    "截至7月底，职工基本医疗保险基金收入3.06亿元，完成预算的57.82%；支出3.10亿元，完成预算的65.45%，超均衡进度7.12个百分点，当期赤字400万元；累计结余5.36亿元，其中统筹基金4.54亿元，可支付11.50个月，个人账户8229万元。",
  );
  expect(textOf(fundSentence(facts, "maternity"))).toBe(
    "截至7月底，生育保险基金收入1476万元，完成预算的57.48%；支出391万元，完成预算的40.69%，低于均衡进度17.64个百分点，当期结余1085万元；累计结余9808万元，可支付122.48个月，高于15个月，结余偏高。",
  );
  expect(textOf(countySentence(facts, "resident"))).toBe(
    "分地区看，支出超均衡进度的有：临泽县14.54个百分点，山丹县4.32个百分点，民乐县3.81个百分点，高台县0.64个百分点，甘州区0.13个百分点。",
  );
});

test("every number in a sentence is a figure", () => {
  for (const fund of ["employee", "resident", "maternity"]) {
    for (const run of fundSentence(city({ bands: [] }), fund)) {
      if (typeof run === "string") expect(run.replace("7月底", "")).not.toMatch(/\d/);
    }
  }
});

describe("what is absent is not said", () => {
  test.each([
    [["306000000"], "截至7月底，职工基本医疗保险基金收入3.06亿元。"],
    [[null, "0.5"], "截至7月底，职工基本医疗保险基金收入完成预算的50.00%。"],
    [
      [null, null, null, null, "0.1"],
      "截至7月底，职工基本医疗保险基金支出超均衡进度10.00个百分点。",
    ],
    [[null, null, null, null, null, "-1"], "截至7月底，职工基本医疗保险基金当期赤字1元。"],
    [[], "职工基本医疗保险基金本期无数据，不作通报。"],
  ])("%j", (values, text) => {
    const facts = city({}, fundFigures("employee", values as (string | null)[]));
    expect(textOf(fundSentence(facts, "employee"))).toBe(text);
  });
  test("missing months are told", () => {
    const missingMonths = [{ fund: "employee", months: ["2019-03", "2018-12", "2019-02"] }];
    expect(textOf(fundSentence(city({ missingMonths }, []), "employee"))).toBe(
      "职工基本医疗保险基金缺2018年12月、2019年2月、3月数据，本期不作通报。",
    );
    expect(textOf(fundSentence(city({ missingMonths }), "employee"))).toMatch(
      /缺2018年12月.*以已报数据为准。$/,
    );
  });
});

describe("signs are words", () => {
  const ahead = (value: string) =>
    textOf(aheadClause(only(figure("ahead_of_even", "resident", value)), "resident"));
  test("even progress", () => {
    expect(ahead("0.00004")).toBe("与均衡进度持平");
    expect(ahead("-0.00004")).toBe("与均衡进度持平");
    expect(ahead("-0.00005")).toBe("低于均衡进度0.01个百分点");
  });
  const current = (value: string) =>
    textOf(currentClause(only(figure("current_balance", "resident", value)), "resident"));
  test("current balance", () => {
    expect(current("-0.3")).toBe("当期赤字0.30元");
    expect(current("0.001")).toBe("当期收支相抵");
    expect(current("379000000")).toBe("当期结余3.79亿元");
  });
  const yoy = (value: string | null) =>
    textOf(yoyClause(only(figure("income_ytd.yoy", "resident", value)), "income_ytd", "resident"));
  test("year on year, and silence where it is not comparable", () => {
    expect(yoy("0.052")).toBe("同比增长5.20%");
    expect(yoy("-0.0004")).toBe("同比下降0.04%");
    expect(yoy("0.00001")).toBe("同比持平");
    expect(yoy(null)).toBe("");
  });
  test("a fund in the red", () => {
    const facts = only(
      figure("closing_balance", "employee", "70000000"),
      figure("closing_balance", "employee", "-12290000", { account: "pooled" }),
      figure("closing_balance", "employee", "82290000", { account: "personal" }),
      figure("months_payable", "employee", "-0.31", { basis: "budget" }),
    );
    expect(textOf(balanceClause(facts, "employee"))).toBe(
      "累计结余7000万元，其中统筹基金赤字1229万元，已无支付能力，个人账户8229万元",
    );
  });
});

describe("months payable", () => {
  const payable = (value: string, basis = "budget") =>
    textOf(payableClause(only(figure("months_payable", "employee", value, { basis })), "employee"));
  test.each([
    ["2.1", "可支付2.10个月，不足3个月"],
    ["2.996", "可支付3.00个月，略低于3个月"],
    ["3", "可支付3.00个月，低于6—9个月的正常区间"],
    ["5.999", "可支付6.00个月，略低于6—9个月的正常区间"],
    ["6", "可支付6.00个月"],
    ["12", "可支付12.00个月"],
    ["15.001", "可支付15.00个月，略高于15个月，结余偏高"],
  ])("%s → %s", (value, text) => expect(payable(value)).toBe(text));
  test("another definition than the usual is named", () => {
    expect(payable("8", "ytd_average")).toBe("可支付8.00个月（按本年累计月均支出计算）");
    expect(payable("8", "prior_year")).toBe("");
  });
  test("a total numerator is said of the total", () => {
    const total = { basis: "trailing_12_total", policyText: "", documentNumber: null };
    const figures = [
      ...cityFigures(),
      figure("months_payable", "employee", "13.57", { basis: "trailing_12_total" }),
    ];
    expect(textOf(balanceClause(city({ payable: total }, figures), "employee"))).toBe(
      "累计结余5.36亿元，可支付13.57个月，其中统筹基金4.54亿元，个人账户8229万元",
    );
  });
});

test("counties: many, silent ones, none ahead", () => {
  const children = Array.from({ length: 12 }, (_, i) => ({ code: `c${i}`, name: `${i}县` }));
  const of = (ahead: (i: number) => string | null) =>
    textOf(
      countySentence(
        city(
          { children },
          children.flatMap((c, i) => {
            const value = ahead(i);
            return value === null
              ? []
              : [figure("ahead_of_even", "employee", value, { region: c.code })];
          }),
        ),
        "employee",
      ),
    );
  expect(of(() => null)).toBe("");
  expect(of((i) => (i < 10 ? "0.1" : null))).toMatch(
    /7县10.00个百分点等10个地区；10县、11县无支出进度数据。$/,
  );
  expect(of((i) => (i === 0 ? "0.00001" : "-0.1"))).toBe(
    "分地区看，有数据的各地区支出均未超均衡进度。",
  );
  expect(of((i) => (i === 0 ? "0.1" : "-0.1"))).toBe(
    "分地区看，支出超均衡进度的有：0县10.00个百分点，其余地区未超均衡进度。",
  );
});

test("a fund reported by its pooled account alone is told, and named, by it", () => {
  const pooled = { account: "pooled" } as const;
  const facts = city({}, [
    ...fundFigures(
      "employee",
      ["44754000", null, "41775400", null, null, "2978600", "138221500"],
      pooled,
    ),
    figure("months_payable", "employee", "13.234", { ...pooled, basis: "budget" }),
  ]);
  expect(textOf(fundSentence(facts, "employee"))).toBe(
    "截至7月底，职工基本医疗保险统筹基金收入4475万元；支出4178万元，当期结余298万元；累计结余1.38亿元，可支付13.23个月。",
  );
});
