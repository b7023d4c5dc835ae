import { describe, expect, test } from "vitest";
import { type Run, textOf } from "../../../reports/document.ts";
import { balanceSentence, levelsSentence } from "../../../reports/documents/quarterly/balances.ts";
import { insuredSentence, specialSentence } from "../../../reports/documents/quarterly/insured.ts";
import {
  balanceTurn,
  flowSentence,
  monthsSentence,
} from "../../../reports/documents/quarterly/operation.ts";
import { placesSentence } from "../../../reports/documents/quarterly/places.ts";
import { servicesSentences } from "../../../reports/documents/quarterly/services.ts";
import { figure, figures, months, quarter, services, statement } from "./quarter.ts";

const told = (runs: Run[]) => textOf(runs);

describe("income and expenditure", () => {
  const flow = (income: string, spent: string, current = "1") =>
    told(
      flowSentence(
        quarter(
          figures("employee", {
            income_ytd: { now: "100000000", yoy: income },
            expenditure_ytd: { now: "120000000", yoy: spent },
            current_balance: { now: current },
          }),
        ),
        "employee",
      ),
    );

  test("a deficit stands in the same sentence as the money", () => {
    expect(flow("0.01", "0.05", "-20000000")).toBe(
      "截至9月底，职工基本医疗保险基金收入1.00亿元，同比增长1.00%；支出1.20亿元，同比增长5.00%，当期赤字2000万元。支出增速快于收入。",
    );
  });

  test.each([
    ["0.05", "0.01", "收入增速快于支出"],
    ["-0.05", "0.01", "收入下降而支出增长"],
    ["0.05", "-0.01", "收入增长而支出下降"],
    ["-0.05", "-0.01", "收入降幅大于支出"],
    ["-0.01", "-0.05", "支出降幅大于收入"],
    ["0.05", "0.05001", "收支增减幅度相当"],
    ["-0.00004", "0.03", "支出增速快于收入"],
  ])("income %s and expenditure %s: %s", (income, spent, words) => {
    expect(flow(income, spent)).toContain(words);
  });

  test("without last year nothing is said of growth", () => {
    const text = told(
      flowSentence(
        quarter(
          figures("employee", { income_ytd: { now: "100" }, expenditure_ytd: { now: "90" } }),
        ),
        "employee",
      ),
    );
    expect(text).toBe("截至9月底，职工基本医疗保险基金收入100元；支出90元。");
  });

  test("a missing month is told with the sums it is missing from", () => {
    const facts = quarter(statement(), {
      missingMonths: [{ fund: "employee", months: ["2025-08"] }],
    });
    expect(told(flowSentence(facts, "employee"))).toContain(
      "缺2025年8月数据，上述数字以已报数据为准",
    );
    expect(monthsSentence(facts, "employee")).toEqual([]);
  });
});

describe("this year's balance against last year's", () => {
  test.each([
    ["-576458.04", "1134000", "上年同期结余113万元，本年转为赤字。"],
    ["1134000", "-576458.04", "上年同期赤字57.65万元，本年转为结余。"],
    ["-2000000", "-1000000", "上年同期赤字100万元，赤字扩大。"],
    ["-1000000", "-2000000", "上年同期赤字200万元，赤字收窄。"],
    ["1000000", "2000000", "上年同期结余200万元，当期结余减少。"],
    ["0.001", "2000000", "上年同期结余200万元，本年当期收支相抵。"],
    ["-2000000", "0", "上年同期收支相抵，本年当期赤字200万元。"],
    ["2000000.01", "2000000.02", "上年同期结余200万元，与本年相当。"],
  ])("%s after %s", (now, was, words) => {
    const all = figures("employee", {
      current_balance: { now, was },
      expenditure_ytd: { now: "9", yoy: "0.1" },
    });
    expect(told(balanceTurn(quarter(all), "employee"))).toBe(words);
  });

  test("is not compared where the statement's 口径 changed", () => {
    const all = figures("employee", {
      current_balance: { now: "1", was: "2" },
      expenditure_ytd: { now: "9", yoy: null },
    });
    expect(balanceTurn(quarter(all), "employee")).toEqual([]);
  });
});

test("months of the quarter stand only where all three are known", () => {
  const text = (values: string[]) =>
    told(monthsSentence(quarter(months("employee", values)), "employee"));
  expect(text(["900000", "800000", "950000"])).toBe(
    "本季度各月支出：7月90.00万元、8月80.00万元、9月95.00万元。",
  );
  expect(text(["900000", "800000"])).toBe("");
});

describe("balances", () => {
  const sentence = (value: string, yoy?: string) =>
    told(
      balanceSentence(
        quarter([
          figure("income_ytd", "employee", "1"),
          figure("closing_balance", "employee", value.startsWith("-") ? "-100" : "17509280.60"),
          figure("months_payable", "employee", value, { basis: "trailing_12" }),
          ...(yoy ? [figure("months_payable.yoy", "employee", yoy, { basis: "trailing_12" })] : []),
        ]),
        "employee",
      ),
    );

  test.each([
    ["2.5", "不足3个月"],
    ["5.2", "低于6—9个月的正常区间"],
    ["7", "可支付月数在6—9个月的正常区间"],
    ["9.51", "高于6—9个月的正常区间，未到15个月的偏高界限"],
    ["16", "高于15个月，结余偏高"],
    ["-0.2", "已无支付能力"],
  ])("%s months: %s", (value, words) => expect(sentence(value)).toContain(words));

  test("moves are told in months, and not of a fund that can pay nothing", () => {
    expect(sentence("7", "-1.2")).toContain("正常区间，比上年同期减少1.20个月。");
    expect(sentence("7", "0.001")).toContain("与上年同期持平");
    expect(sentence("2.5", "-1.2")).toContain("不足3个月。可支付月数比上年同期减少1.20个月。");
    expect(sentence("-0.2", "-1.2")).not.toContain("上年同期");
  });

  test("levels that are alike are told once, each fund with its authority", () => {
    const funds = ["employee", "resident"];
    const all = funds.flatMap((fund) => [
      figure("income_ytd", fund, "1"),
      figure("months_payable", fund, "7", { basis: "trailing_12" }),
    ]);
    const [band] = quarter().bands;
    const words = (...authorities: (string | null)[]) => {
      const bands = authorities.map((basisText, i) => ({ ...band!, fund: funds[i]!, basisText }));
      return told(levelsSentence(quarter(all, { bands })));
    };
    expect(words("某部发〔2009〕67号", null)).toBe(
      "判断界限：6—9个月为正常，低于3个月为不足，高于15个月为偏高（职工基金依据某部发〔2009〕67号，居民基金为本级设定）。",
    );
    expect(words(null, null)).toMatch(/（职工基金、居民基金为本级设定）。$/);
    expect(words()).toBe("");
  });
});

describe("insured persons", () => {
  test("retired share in points, dependency as a quotient, and what its fall means", () => {
    const all = [
      ...figures("employee", {
        insured: { now: "2165", yoy: "-0.0141" },
        dependency_ratio: { now: "2.6051", yoy: "-0.1212" },
      }),
      figure("insured", "employee", "1584", { basis: "working" }),
      figure("insured", "employee", "581", { basis: "retired" }),
      figure("insured_share", "employee", "0.2684", { basis: "retired" }),
      figure("insured_share.yoy", "employee", "0.0091", { basis: "retired" }),
    ];
    expect(told(insuredSentence(quarter(all), "employee"))).toBe(
      "截至9月底，职工基本医疗保险参保2165人，同比下降1.41%；其中在职1584人、退休581人，退休人员占26.84%，同比上升0.91个百分点；在职退休比2.61，比上年同期下降0.12，每名退休人员对应的在职人员减少，供养负担加重。",
    );
  });

  test("a category that is the whole is not said again", () => {
    const all = [
      figure("insured", "resident", "5655"),
      figure("insured", "resident", "5655", { basis: "resident" }),
    ];
    expect(told(insuredSentence(quarter(all), "resident"))).toBe(
      "截至9月底，城乡居民基本医疗保险参保5655人。",
    );
  });

  test("special groups, with and without a share", () => {
    const groups = [
      { fund: "resident", group: "低保", persons: "250", share: "0.0442" },
      { fund: "resident", group: "特困", persons: "52", share: null },
    ];
    expect(told(specialSentence(quarter([], { specialGroups: groups })))).toBe(
      "居民参保人员中，低保人员250人（占居民参保人数的4.42%），特困人员52人。",
    );
    expect(specialSentence(quarter([]))).toEqual([]);
  });
});

describe("services", () => {
  test("counts grow, rates move in points, stays in days", () => {
    const text = told(servicesSentences(quarter(services()), "employee"));
    expect(text).toContain(
      "住院387人次，同比增长19.81%；住院率17.88%，同比上升3.17个百分点，按已过月数折算全年为23.83%。",
    );
    expect(text).toContain("次均住院费用12455元，同比增长8.65%。");
    expect(text).toContain("实际报销比74.41%，同比下降0.44个百分点");
    expect(text).toContain("住院基金支出359万元，同比增长29.42%，住院人次与次均费用同时上升。");
  });

  test("stays and shares are told where they moved, and else left to the table", () => {
    const all = (stay: string, drugs: string) => [
      figure("cost_per_admission", "employee", "12454.6342"),
      ...figures("employee", {
        length_of_stay: { now: "9.5685", yoy: stay },
        drug_share: { now: "0.3238", yoy: drugs },
      }),
    ];
    const text = (...moves: [string, string]) =>
      told(servicesSentences(quarter(all(...moves)), "employee"));
    expect(text("-0.13", "0.0049")).toBe("次均住院费用12455元。");
    expect(text("-0.62", "0.012")).toBe(
      "次均住院费用12455元；平均住院日9.57天，同比缩短0.62天；药占比32.38%，同比上升1.20个百分点。",
    );
  });

  test.each([
    ["0.1", "-0.1", "人次增加，次均费用下降"],
    ["-0.1", "-0.1", "住院人次与次均费用同时下降"],
    ["0.00001", "0.1", "人次持平，次均费用上升"],
  ])("admissions %s, cost %s", (admissions, cost, words) => {
    const all = figures("resident", {
      admissions: { now: "10", yoy: admissions },
      cost_per_admission: { now: "100", yoy: cost },
      inpatient_fund_pay: { now: "600" },
    });
    expect(told(servicesSentences(quarter(all), "resident"))).toMatch(new RegExp(`${words}。$`));
  });

  test("at the year's end there is nothing to annualize", () => {
    const all = services().map((each) => ({
      ...each,
      period: "2025Q4",
      id: each.id.replace("2025Q3", "2025Q4"),
    }));
    expect(told(servicesSentences(quarter(all, { period: "2025Q4" }), "employee"))).not.toContain(
      "折算",
    );
  });

  test("no care elsewhere, and dearer care elsewhere", () => {
    const none = [figure("out_of_area_share", "employee", "0")];
    expect(told(placesSentence(quarter(none), "employee"))).toBe("职工没有异地住院结算。");
    const some = [
      ...figures("employee", { out_of_area_share: { now: "0.062", yoy: "-0.0125" } }),
      figure("cost_per_admission", "employee", "25133", { basis: "place:out" }),
      figure("cost_per_admission", "employee", "25133", { basis: "place:local" }),
    ];
    expect(told(placesSentence(quarter(some), "employee"))).toBe(
      "职工异地住院占住院人次的6.20%，同比下降1.25个百分点；异地次均住院费用25133元，不高于本地的25133元。",
    );
  });
});
