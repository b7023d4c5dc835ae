import { describe, expect, test } from "vitest";
import type { Break } from "../../models/forecast/fund.ts";
import { cleanedLine, lineModel } from "../../models/forecast/line.ts";
import {
  type LineModel,
  type LineSeries,
  type Pooled,
  SPARE,
} from "../../models/forecast/line-model.ts";
import { quantileOf } from "../../models/forecast/quantile.ts";
import { selected } from "../../models/forecast/selection.ts";
import { knownFund } from "../../models/forecast/series.ts";
import { normalShocks } from "../../models/forecast/shocks.ts";
import { randomFrom } from "../../models/random.ts";

const HORIZON = 12;
const ALONE: Pooled = { beta: 0, profile: null, growth: null };
const random = randomFrom(5);
const noise = Array.from({ length: 96 }, () => 1 + 0.06 * (random() - 0.5));
const care = (i: number) => 1e7 * 1.005 ** i * (1 + 0.1 * Math.sin((i * Math.PI) / 6));
const history = (months: number, factor: (i: number) => number = () => 1): LineSeries => ({
  line: "expenditure.benefit",
  from: "2019-01",
  values: Float64Array.from({ length: months }, (_, i) => care(i) * noise[i]! * factor(i)),
  known: new Uint8Array(months).fill(1),
});
const modelOf = (series: LineSeries, breaks: Break[] = [], pooled = ALONE): LineModel =>
  lineModel(cleanedLine(series, "employee", breaks, 1), [], pooled, HORIZON);

function quantiles(model: LineModel, h: number): [q10: number, q50: number, q90: number] {
  const out = new Float64Array(HORIZON);
  const values = normalShocks(600, SPARE + HORIZON, randomFrom(1)).map((row) => {
    model.write({ spare: row.subarray(0, SPARE), months: row.subarray(SPARE) }, out, 0);
    return out[h]!;
  });
  const sorted = Float64Array.from(values).sort();
  return [quantileOf(sorted, 0.1), quantileOf(sorted, 0.5), quantileOf(sorted, 0.9)];
}

describe("continuous lines", () => {
  test("60 months of seasons and growth go on", () => {
    const model = modelOf(history(60));
    for (const h of [0, 5, 11]) expect(quantiles(model, h)[1] / care(60 + h)).toBeGreaterThan(0.95);
    for (const h of [0, 5, 11]) expect(quantiles(model, h)[1] / care(60 + h)).toBeLessThan(1.05);
    expect(model.method).toMatch(/ETS.*DOTM.*Theta/);
  });

  const epidemic: Break = {
    id: "covid",
    kind: "pulse",
    from: "2022-12",
    to: "2023-02",
    title: "新冠疫情",
  };
  const hit = (i: number) => (i >= 47 && i <= 49 ? 0.5 : 1);

  test("a listed epidemic does not move the forecast, and does not make it narrower than the fund was", () => {
    const plain = quantiles(modelOf(history(60)), 11);
    const cleaned = quantiles(modelOf(history(60, hit), [epidemic]), 11);
    expect(cleaned[1] / plain[1]).toBeCloseTo(1, 1);
    expect(cleaned[2] - cleaned[0]).toBeGreaterThan(1.3 * (plain[2] - plain[0]));
  });

  const reform: Break = { id: "drg", kind: "level", from: "2023-04", title: "DRG付费改革" };
  const cheaper = (i: number) => (i >= 51 ? 0.8 : 1);

  test("nine months after a listed reform its ratio and both totals are printed", () => {
    const model = modelOf(history(60, cheaper), [reform]);
    const notes = model.notes.join("\n");
    expect(notes).toMatch(/DRG付费改革.*2023年4月.*乘以0\.[78]\d+/);
    expect(notes).toMatch(/不足18个月.*调整后历史\d+万元，不调整则为\d+万元/);
    expect(quantiles(model, 8)[1] / (0.8 * care(68))).toBeCloseTo(1, 1);
  });

  test("a reform nobody listed is only pointed out", () => {
    const model = modelOf(history(60, cheaper));
    expect(model.notes.join()).toMatch(/2023年4月.*未登记为断点，本次未作调整/);
  });

  test("30 months take the season of siblings, 14 months their growth too, each says so", () => {
    const profile = Float64Array.from(
      { length: 12 },
      (_, s) => 1 + 0.1 * Math.sin((s * Math.PI) / 6),
    );
    const pooled = { beta: 0, profile, growth: { log: 0.06, deviation: 0.03 } };
    const middle = modelOf(history(30), [], pooled);
    expect(middle.notes.join()).toMatch(/30个月，不足36个月.*同类地区合并值/);
    const short = modelOf(history(14), [], pooled);
    expect(short.notes.join()).toMatch(/只有14个月.*同类地区每年6%/);
    for (const [model, n] of [
      [middle, 30],
      [short, 14],
    ] as const)
      expect(quantiles(model, 6)[1] / care(n + 6)).toBeCloseTo(1, 1);
  });

  test("a line that has stopped is not forecast to go on; one that always paused is", () => {
    const stopped = modelOf(history(60, (i) => (i >= 56 ? 0 : 1)));
    expect(stopped.notes.join()).toMatch(/最近4个月没有发生额/);
    expect(quantiles(stopped, 6)).toEqual([0, 0, 0]);
    const paused = modelOf(history(60, (i) => (i % 12 >= 8 ? 0 : 1)));
    expect(quantiles(paused, 6)[1]).toBeGreaterThan(0);
  });

  test("a month in which a fund began says nothing of it, and is told of", () => {
    const whole = modelOf(history(60));
    const begun = modelOf(history(60, (i) => (i === 0 ? 0.01 : 1)));
    expect(begun.notes.join()).toMatch(/2019年1月起的前1个月发生额不到.*按起步月份处理/);
    expect(whole.notes).toEqual([]);
    const [, plain] = quantiles(whole, 11);
    expect(Math.abs(quantiles(begun, 11)[1] / plain - 1)).toBeLessThan(0.01);
    expect(modelOf(history(60, (i) => (i === 9 ? 0.01 : 1))).notes.join()).not.toMatch(/起步/);
  });

  test("a series that never was negative has no negative path", () => {
    const tiny = history(60, (i) => (i % 5 === 0 ? 0.15 : 1));
    expect(quantiles(modelOf(tiny), 3)[0]).toBeGreaterThanOrEqual(0);
  });
});

describe("selection", () => {
  test("where each month remembers only itself, seasonal naive is mixed in, and that is said", () => {
    const chance = randomFrom(1);
    const values = new Float64Array(60);
    for (let i = 0; i < 60; i++)
      values[i] = i < 12 ? 50 + 100 * chance() : values[i - 12]! * Math.exp(chance() - 0.5);
    const notes: string[] = [];
    const fitted = selected(values, notes);
    expect(fitted.label).toMatch(/\+ 季节朴素$/);
    expect(notes).toEqual([expect.stringMatching(/默认组合的误差比季节朴素高\d+%，改用两者平均/)]);
  });

  test("an ordinary series keeps the default and nothing is said", () => {
    const notes: string[] = [];
    expect(selected(history(60).values, notes).label).toMatch(/ETS/);
    expect(notes).toEqual([]);
  });
});

describe("which lines are forecast", () => {
  const n = 40;
  const list = (value: number) => new Array<number | null>(n).fill(value);
  const fund = (lines: Record<string, (number | null)[]>) => ({
    region_code: "990101",
    fund: "employee",
    account: "all",
    from: "2021-01",
    lines,
    closing_yuan: list(5),
    insured: [],
  });
  const base = {
    "income.contribution": list(8),
    "income.fiscal": list(2),
    "income.total": list(10),
    "expenditure.benefit": list(9),
    "expenditure.benefit_inpatient": list(6),
    "expenditure.total": list(9),
  };
  const names = (lines: Record<string, (number | null)[]>) =>
    knownFund(fund(lines), "2024-04").series.map((s) => s.line);

  test("parts that add up, without parts of parts; the total where they do not", () => {
    expect(names(base)).toEqual(["income.contribution", "income.fiscal", "expenditure.benefit"]);
    expect(names({ ...base, "income.total": list(11) })).toEqual([
      "income.total",
      "expenditure.benefit",
    ]);
    const wrong = knownFund(fund({ ...base, "income.total": list(11) }), "2024-04");
    expect(wrong.notes.join()).toMatch(/收入分项之和与合计不符/);
  });

  test("a part left out of a month whose total the others make up was nothing, not a hole", () => {
    const lines = structuredClone(base);
    for (const i of [5, 17, 29]) {
      lines["income.fiscal"][i] = null;
      lines["income.total"][i] = 8;
    }
    const known = knownFund(fund(lines), "2024-04");
    expect(known.notes).toEqual([]);
    const fiscal = known.series.find((s) => s.line === "income.fiscal")!;
    expect([fiscal.values[17], fiscal.known[17]]).toEqual([0, 1]);
  });

  test("holes are told by their months", () => {
    const lines = structuredClone(base);
    lines["expenditure.benefit"][30] = null;
    lines["expenditure.total"][30] = null;
    const known = knownFund(fund(lines), "2024-04");
    expect(known.status).toBe("known");
    expect(known.notes.join()).toMatch(/2023年7月缺数/);
  });

  test("three silent months are an end, not a forecast", () => {
    const lines = structuredClone(base);
    for (const values of Object.values(lines)) values.fill(0, 37);
    const known = knownFund(fund(lines), "2024-04");
    expect(known.status).toBe("closing");
    expect(known.notes.join()).toMatch(/2024年1月以后连续3个月没有收支/);
  });

  test("less than a year is not enough, nor is one side alone", () => {
    expect(knownFund(fund(base), "2021-11").status).toBe("insufficient");
    const { "expenditure.benefit": _, "expenditure.total": __, ...income } = base;
    const oneSided = knownFund(fund(income), "2024-04");
    expect(oneSided.status).toBe("insufficient");
    expect(oneSided.notes.join()).toMatch(/只有收入/);
  });
});
