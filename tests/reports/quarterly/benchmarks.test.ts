import { describe, expect, test } from "vitest";
import { textOf } from "../../../reports/document.ts";
import {
  benchmarkSentence,
  benchmarkTable,
  comparisons,
} from "../../../reports/documents/quarterly/benchmarks.ts";
import { causes } from "../../../reports/documents/quarterly/causes.ts";
import { levelsSentence, levelsTable } from "../../../reports/documents/quarterly/levels.ts";
import { benchmark, figure, level, quarter, services } from "./quarter.ts";

const rate = (value: string, part = {}) =>
  benchmark({ metric: "hospitalization_rate", value, ...part });

describe("against published benchmarks", () => {
  test("a whole year is met by the annualized rate, other years by the figure as it stands", () => {
    const facts = quarter(services(), {
      benchmarks: [rate("0.21591"), benchmark({ value: "15000" })],
    });
    expect(comparisons(facts).map(({ figure: { metric }, side }) => [metric, side])).toEqual([
      ["annualized_hospitalization_rate", 1],
      ["cost_per_admission", -1],
    ]);
    const quarterly = quarter(services(), { benchmarks: [rate("0.16", { period: "2025Q3" })] });
    expect(comparisons(quarterly)[0]!.figure.metric).toBe("hospitalization_rate");
  });

  test("a whole year is met by its own rate", () => {
    const year = services().map((each) => ({
      ...each,
      period: "2025Q4",
      id: each.id.replace("2025Q3", "2025Q4"),
    }));
    const facts = quarter(year, { period: "2025Q4", benchmarks: [rate("0.21591")] });
    expect(comparisons(facts)[0]!.figure.metric).toBe("hospitalization_rate");
    expect(benchmarkTable(facts)!.notes.map(textOf).join()).not.toContain("折算");
  });

  test("what prints alike is alike, and what is near is no problem", () => {
    const judged = (value: string) => {
      const facts = quarter(services(), { benchmarks: [rate(value)] });
      const told = causes(facts, ["employee"]).some(({ kind }) => kind === "above_benchmark");
      return [textOf(benchmarkSentence(facts, "employee")), told];
    };
    expect(judged("0.23831")).toEqual(["职工折算全年住院率与全国平均相同。", false]);
    expect(judged("0.2370")).toEqual(["职工折算全年住院率略高于全国平均。", false]);
    expect(judged("0.2159")).toEqual(["职工折算全年住院率高于全国平均。", true]);
  });

  test("a lower reimbursement rate is the problem, not a higher one", () => {
    const kinds = (value: string) =>
      causes(
        quarter([figure("actual_reimbursement_rate", "employee", "0.7441")], {
          benchmarks: [benchmark({ metric: "actual_reimbursement_rate", value })],
        }),
        ["employee"],
      ).map(({ kind }) => kind);
    expect(kinds("0.8")).toEqual(["below_benchmark"]);
    expect(kinds("0.6")).toEqual([]);
  });

  test("the value, its scope, year and source are printed", () => {
    const table = benchmarkTable(quarter(services(), { benchmarks: [benchmark()] }))!;
    expect(table.rows[0]!.cells.map(textOf)).toEqual([
      "职工次均住院费用（元）",
      "12455",
      "12176",
      "全国，2023年",
      "高于",
    ]);
    expect(table.notes.map(textOf).at(-1)).toBe(
      "次均住院费用，全国2023年来源：https://www.nhsa.gov.cn/art/2024/7/25/art_7_13340.html",
    );
  });

  test("rank counts only peers of the same period", () => {
    const peer = (scope: string, value: string, period: string) =>
      benchmark({ kind: "peer", scope, value, period });
    const facts = quarter(services(), {
      benchmarks: [
        peer("甲市", "13000", "2025Q3"),
        peer("乙市", "9000", "2025Q3"),
        peer("丙市", "20000", "2023"),
      ],
    });
    expect(textOf(benchmarkSentence(facts, "employee"))).toBe(
      "职工次均住院费用12455元，在有数据的3个地区中由高到低居第2位。",
    );
  });

  test("without benchmarks, or of another fund, nothing is said", () => {
    expect(benchmarkTable(quarter(services()))).toBeNull();
    const facts = quarter(services(), { benchmarks: [benchmark({ fund: "resident" })] });
    expect(benchmarkTable(facts)).toBeNull();
    expect(benchmarkSentence(facts, "employee")).toEqual([]);
  });
});

describe("by institution level", () => {
  const facts = (third: string, second: string) =>
    quarter([
      ...services(),
      ...level("employee", "3", "203", "15230", third),
      ...level("employee", "2", "141", "10360", second),
    ]);

  test("the busiest, the dearest and the fastest are said once each", () => {
    expect(textOf(levelsSentence(facts("0.2083", "0.1"), "employee"))).toBe(
      "职工住院集中在三级医疗机构，203人次，同比增长20.83%，增幅为各等级最大；次均费用15230元，也为各等级最高。",
    );
    expect(textOf(levelsSentence(facts("0.1", "0.2"), "employee"))).toMatch(
      /二级住院人次增长最快，同比增长20.00%。$/,
    );
    expect(textOf(levelsSentence(facts("-0.1", "-0.2"), "employee"))).toMatch(
      /各等级住院人次均未增长，二级降幅最大，同比下降20.00%。$/,
    );
  });

  test("the change stands beside each figure, and one level is no table", () => {
    const table = levelsTable(facts("0.1", "-0.2"))!;
    const rows = table.rows.map((row) => row.cells.slice(0, 3).map(textOf));
    expect(table.columns.slice(1, 3).map(({ title, unit }) => title + unit)).toEqual([
      "住院人次人次",
      "同比%",
    ]);
    expect(rows).toEqual([
      ["职工三级", "203", "10.00"],
      ["职工二级", "141", "−20.00"],
      ["职工合计", "387", "19.81"],
    ]);
    const one = quarter([...services(), ...level("employee", "3", "203", "15230", "0.1")]);
    expect(levelsTable(one)).toBeNull();
  });
});
