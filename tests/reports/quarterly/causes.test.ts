import { describe, expect, test } from "vitest";
import { textOf } from "../../../reports/document.ts";
import { type CauseKind, causes } from "../../../reports/documents/quarterly/causes.ts";
import {
  decompositionChart,
  decompositionSentence,
  driverOf,
} from "../../../reports/documents/quarterly/decomposition.ts";
import { proposals } from "../../../reports/documents/quarterly/proposals.ts";
import {
  isUnexplained,
  reconciliationSentence,
} from "../../../reports/documents/quarterly/reconciliation.ts";
import {
  benchmark,
  effects,
  figures,
  institution,
  level,
  quarter,
  reconciliation,
  services,
} from "./quarter.ts";

const split = (change: string, values: (string | null)[], yoy?: string) =>
  quarter([
    ...figures("employee", {
      inpatient_fund_pay: { now: "3586484.42", was: "2771155.47", ...(yoy ? { yoy } : {}) },
    }),
    ...effects("employee", change, values),
  ]);
const sentence = (...args: Parameters<typeof split>) =>
  textOf(decompositionSentence(split(...args), "employee"));

describe("why inpatient spending changed", () => {
  test("the largest first, who drove it, who worked against", () => {
    expect(
      sentence("815328.95", ["-44944.94", "616423.53", "262387.55", "-18537.19"], "0.2942"),
    ).toBe(
      "职工住院基金支出比上年同期增加81.53万元（增长29.42%），主要来自住院率上升（增支61.64万元），其次是次均费用上升（增支26.24万元）；参保人数减少（减支4.49万元）、基金支付比例下降（减支1.85万元）抵消了一部分。",
    );
  });

  test("effects that cancel are not called calm", () => {
    const text = sentence("1000", ["0", "900000", "-899000", "0"]);
    expect(text).toContain("增支与减支因素大体相互抵消，净增减较小不表示各因素平稳");
    expect(text).not.toContain("主要来自");
    expect(driverOf(split("1000", ["0", "900000", "-899000", "0"]), "employee")).toBeUndefined();
  });

  test("no change, no effects, a fall, a factor missing", () => {
    expect(sentence("0", ["0", "0", "0", "0"])).toBe(
      "职工住院基金支出与上年同期持平，各项因素均未变动。",
    );
    expect(sentence("0", ["0", "500000", "-500000", "0"])).toContain(
      "与上年同期持平：住院率上升（增支50.00万元），次均费用下降（减支50.00万元）。增支与减支",
    );
    expect(sentence("-500000", ["0", "0", "-500000", "0"])).toBe(
      "职工住院基金支出比上年同期减少50.00万元，主要来自次均费用下降（减支50.00万元）。",
    );
    expect(sentence("100", ["50", null, "50", "0"])).toBe("");
    expect(decompositionChart(split("100", ["50", null, "50", "0"]), "employee")).toBeNull();
  });

  test("every effect that moved spending is told, the small ones after the large", () => {
    expect(sentence("-511800", ["-56000", "56000", "-432700", "-79100"])).toBe(
      "职工住院基金支出比上年同期减少51.18万元，主要来自次均费用下降（减支43.27万元），另有基金支付比例下降（减支7.91万元）、参保人数减少（减支5.60万元）；住院率上升（增支5.60万元）抵消了一部分。",
    );
  });
});

describe("what is told as a problem", () => {
  const kinds = (...args: Parameters<typeof quarter>) =>
    causes(quarter(...args), ["employee"]).map(({ kind }) => kind);

  test("a rise names its driver; a fall is none", () => {
    expect(kinds(services())).toContain("admission_rate_effect");
    const fallen = effects("employee", "-500000", ["0", "0", "-500000", "0"]);
    expect(kinds(fallen)).toEqual([]);
  });

  test("expenditure that falls more slowly than income is not called growth", () => {
    const flows = (income: string, spent: string) =>
      kinds(
        figures("employee", {
          income_ytd: { now: "1", yoy: income },
          expenditure_ytd: { now: "1", yoy: spent },
        }),
      );
    expect(flows("0.01", "0.05")).toEqual(["faster"]);
    expect(flows("-0.05", "-0.01")).toEqual([]);
    expect(flows("0.05", "0.0500001")).toEqual([]);
  });

  test("an institution is held against its level only on enough admissions", () => {
    const directory = { institutions: [{ code: "H1", name: "甲医院", level: "2" }] };
    const all = (admissions: string, cost: string) => [
      ...level("employee", "2", "141", "10360", "0.1"),
      ...institution("employee", "H1", "500000", admissions, cost),
    ];
    expect(kinds(all("30", "11397"), directory)).toEqual(["institutions"]);
    expect(kinds(all("30", "11396"), directory)).toEqual([]);
    expect(kinds(all("29", "99999"), directory)).toEqual([]);
    expect(kinds(all("30", "10360"), directory)).toEqual([]);
  });

  test("out-of-area spending is a problem from a point up", () => {
    const share = (yoy: string) =>
      kinds(
        figures("employee", { out_of_area_share: { now: "0.11", yoy } }, { basis: "fund_spend" }),
      );
    expect(share("0.01")).toEqual(["out_of_area"]);
    expect(share("0.0099")).toEqual([]);
    expect(share("-0.05")).toEqual([]);
  });

  test("each step follows from something found; with nothing found, watching goes on", () => {
    const facts = quarter(services());
    const steps = (kind?: "admission_rate_effect") =>
      proposals(facts, [], kind ? [{ kind, fund: "employee", clause: [] }] : []).map(textOf);
    expect(steps("admission_rate_effect")).toEqual([
      "核查职工住院率上升的原因，按机构、病种检查低标准入院和分解住院。",
    ]);
    expect(steps()).toEqual(["继续按月监测基金收支和预算执行情况。"]);
  });

  test("what is dearer than published is named, unless another step asks for it already", () => {
    const facts = quarter(services(), {
      benchmarks: [benchmark(), benchmark({ metric: "hospitalization_rate", value: "0.2159" })],
    });
    const found = (...kinds: CauseKind[]) =>
      proposals(
        facts,
        [],
        kinds.map((kind) => ({ kind, fund: "employee", clause: [] })),
      ).map(textOf);
    expect(found("above_benchmark")).toEqual([
      "对照公布基准，分析职工折算全年住院率、次均住院费用偏高的成因，列入下季度重点监测。",
    ]);
    expect(found("admission_rate_effect", "above_benchmark")[1]).toBe(
      "对照公布基准，分析职工次均住院费用偏高的成因，列入下季度重点监测。",
    );
    expect(found("admission_rate_effect", "cost_effect", "above_benchmark")).toHaveLength(2);
  });
});

describe("the two books", () => {
  test("the difference is explained part by part, or said to be unexplained", () => {
    expect(textOf(reconciliationSentence(reconciliation()))).toBe(
      "职工月报列支待遇990万元，同期结算的基金支付880万元，月报多110万元：预付金增加98.25万元，清算滞后增加6.02万元，保证金增加5.50万元，差额均可由清算规则说明。",
    );
    const short = reconciliation({
      statement: "8000000.00",
      difference: "-800750.79",
      lag: "-500000.00",
      retention: "0.00",
      advance: "0.00",
      unexplained: "-300750.79",
    });
    expect(textOf(reconciliationSentence(short))).toContain(
      "月报少80.08万元：清算滞后减少50.00万元，清算规则不能说明的为−30.08万元。",
    );
    expect(isUnexplained(short)).toBe(true);
    expect(isUnexplained(reconciliation({ unexplained: "98000" }))).toBe(false);
    expect(isUnexplained({ ...short, note: "上年的结算未全部载入" })).toBe(false);
  });

  test("where settlements are missing the difference is not called explained", () => {
    const text = textOf(
      reconciliationSentence(reconciliation({ note: "上年的结算未全部载入，返还的保证金不全" })),
    );
    expect(text).toMatch(/，上年的结算未全部载入，返还的保证金不全，差额尚不能完整核对。$/);
    expect(text).not.toContain("均可由清算规则说明");
  });

  test("no difference is said in a word", () => {
    const same = reconciliation({ settled: "9898366.71", difference: "0.00" });
    expect(textOf(reconciliationSentence(same))).toMatch(/，两者一致。$/);
  });
});
