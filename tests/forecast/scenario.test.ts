import { describe, expect, test } from "vitest";
import { finishGroup } from "../../models/forecast/finish.ts";
import { DEFAULT_SETTINGS, type FundHistory, type Scenario } from "../../models/forecast/fund.ts";
import { prepareGroup } from "../../models/forecast/prepare.ts";
import { rampAt, rampsOf } from "../../models/forecast/scenario.ts";
import { simulatedHistories } from "../../models/simulation/fund-history.ts";

const ORIGIN = "2024-08";
const settings = { ...DEFAULT_SETTINGS, paths: 300, horizon: 12 };
const histories = simulatedHistories({
  seed: 3,
  from: "2020-09",
  months: 48,
  counties: 2,
  anchored: ORIGIN,
}).filter((h) => h.fund === "resident");
const prepared = prepareGroup(histories, ORIGIN, settings);
const base = finishGroup(prepared, {});

const scenario = (ramps: Scenario["ramps"], more: Partial<Scenario> = {}): Scenario => ({
  name: "x",
  title: "试算",
  ramps,
  enrolment_elasticity: 0,
  ...more,
});
const at = "2024-09";
const once = (driver: Scenario["ramps"][number]["driver"], factor: number) => ({
  driver,
  factor,
  from: at,
  until: at,
});

describe("ramps", () => {
  test("grow evenly from nothing to all of it and stay", () => {
    const ramp = { driver: "premium", from: "2025-01", until: "2025-04", factor: 1.2 } as const;
    const months = ["2024-12", "2025-01", "2025-02", "2025-04", "2026-01"];
    expect(months.map((m) => Number(rampAt(ramp, m).toFixed(3)))).toEqual([1, 1.05, 1.1, 1.2, 1.2]);
  });

  const factorsOf = (s: Scenario, history: FundHistory = histories[1]!) => {
    const lines = [
      "income.contribution",
      "income.fiscal",
      "expenditure.benefit",
      "income.interest",
    ];
    const { factors, notes } = rampsOf(s, history, lines, ORIGIN, 3);
    return { factors: factors.map((f) => f?.[2] ?? null), notes };
  };

  test("premium acts on contributions alone, and on persons as far as the elasticity says", () => {
    expect(factorsOf(scenario([once("premium", 1.1)])).factors).toEqual([1.1, null, null, null]);
    const { factors, notes } = factorsOf(
      scenario([once("premium", 1.1)], { enrolment_elasticity: 0.5 }),
    );
    expect(factors[0]).toBeCloseTo(1.1 * 0.95, 10);
    expect(factors[1]).toBeCloseTo(0.95, 10);
    expect(factors[2]).toBeCloseTo(0.95, 10);
    expect(notes.join()).toMatch(/每提高1%，参保人数减少0.5%/);
  });

  test("costs of admissions act on the inpatient share, shown where the history has it, else stated", () => {
    const stated = factorsOf(scenario([once("cost_per_admission", 1.1)]));
    expect(stated.factors[2]).toBeCloseTo(1.075, 10);
    expect(stated.notes.join()).toMatch(/住院占待遇支出75%（没有分项数据，按设定值）/);
    const history = structuredClone(histories[1]!);
    const benefit = history.lines["expenditure.benefit"]!;
    history.lines["expenditure.benefit_inpatient"] = benefit.map((v) => v! * 0.4);
    const shown = factorsOf(scenario([once("cost_per_admission", 1.1)]), history);
    expect(shown.factors[2]).toBeCloseTo(1.04, 10);
    expect(shown.notes.join()).toMatch(/40%（近12个月）/);
  });

  test("funds and regions that are not meant are left alone", () => {
    const only = (more: object) => factorsOf(scenario([{ ...once("subsidy", 1.2), ...more }]));
    expect(only({ regions: ["990199"] }).factors).toEqual([null, null, null, null]);
    expect(only({ funds: ["employee"] }).factors).toEqual([null, null, null, null]);
    expect(only({ funds: ["resident"] }).factors[1]).toBe(1.2);
  });
});

describe("on the same shocks", () => {
  test("a scenario that does nothing is the base to the last digit", () => {
    const same = finishGroup(prepared, {}, scenario([once("premium", 1)]));
    expect(same.map((f) => f.months)).toEqual(base.map((f) => f.months));
  });

  test("twice the subsidy adds exactly the fiscal line, at every quantile of it", () => {
    const twice = finishGroup(prepared, {}, scenario([once("subsidy", 2)]));
    for (const [i, forecast] of twice.entries()) {
      const fiscal = (f: typeof forecast) => f.lines.find((l) => l.line === "income.fiscal")!;
      if (i > 0)
        for (const [h, { value }] of fiscal(forecast).months.entries())
          expect(value.q90).toBeCloseTo(2 * fiscal(base[i]!).months[h]!.value.q90, 2);
      for (const [h, month] of forecast.months.entries()) {
        const before = base[i]!.months[h]!;
        expect(month.expenditure).toEqual(before.expenditure);
        const more = month.income_sum.mean - before.income_sum.mean;
        const gained = month.balance.mean - before.balance.mean;
        expect(gained / more).toBeCloseTo(1, 6);
      }
    }
  });

  test("a city moves by what its counties move by", () => {
    const less = finishGroup(prepared, {}, scenario([once("admission_rate", 0.9)]));
    const moved = (i: number) =>
      less[i]!.months[11]!.expenditure_sum.mean - base[i]!.months[11]!.expenditure_sum.mean;
    expect(moved(0)).toBeLessThan(0);
    expect(moved(0) / (moved(1) + moved(2))).toBeCloseTo(1, 6);
  });

  test("what is limited to a county reaches the city through the sum, in totals and in lines", () => {
    const county = histories[1]!.region_code;
    const more = finishGroup(
      prepared,
      {},
      scenario([{ ...once("subsidy", 1.5), regions: [county] }]),
    );
    const moved = (i: number) =>
      more[i]!.months[11]!.income_sum.mean - base[i]!.months[11]!.income_sum.mean;
    expect(moved(1)).toBeGreaterThan(0);
    expect(moved(2)).toBe(0);
    expect(moved(0) / moved(1)).toBeCloseTo(1, 6);
    const year = (f: (typeof base)[number]) =>
      f.lines
        .find(({ line }) => line === "income.fiscal")!
        .months.reduce((sum, { value }) => sum + value.mean, 0);
    const share = (year(more[0]!) - year(base[0]!)) / (year(more[1]!) - year(base[1]!));
    expect(share).toBeGreaterThan(0.8);
    expect(share).toBeLessThan(1.25);
  });

  test("what is limited to a city acts on its counties; a city forecast for itself says what it leaves out", () => {
    const [city, ...counties] = histories as [FundHistory, ...FundHistory[]];
    const inCity = scenario([{ ...once("subsidy", 1.5), regions: [city.region_code] }]);
    const everywhere = scenario([once("subsidy", 1.5)]);
    const months = (s: Scenario) => finishGroup(prepared, {}, s).map((f) => f.months);
    expect(months(inCity)).toEqual(months(everywhere));
    const part = prepareGroup([city, counties[0]!], ORIGIN, settings);
    const inCounty = scenario([{ ...once("subsidy", 1.5), regions: [counties[0]!.region_code] }]);
    const [alone] = finishGroup(part, {}, inCounty);
    expect(alone!.notes.join()).toContain(`只限于${counties[0]!.region_code}的变化没有计入`);
    expect(alone!.months).toEqual(finishGroup(part, {})[0]!.months);
  });

  test("chances move the right way", () => {
    const worse = finishGroup(prepared, {}, scenario([once("cost_per_admission", 1.3)]));
    for (const [i, forecast] of worse.entries())
      for (const [h, month] of forecast.months.entries())
        for (const [b, p] of month.p_below.entries())
          expect(p).toBeGreaterThanOrEqual(base[i]!.months[h]!.p_below[b]!);
  });
});
