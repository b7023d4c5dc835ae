import { describe, expect, test } from "vitest";
import { factorsAt, START, type Summary } from "../../models/forecast/calibrate.ts";
import { finishGroup } from "../../models/forecast/finish.ts";
import {
  DEFAULT_SETTINGS,
  type FundForecast,
  type FundHistory,
} from "../../models/forecast/fund.ts";
import { prepareGroup } from "../../models/forecast/prepare.ts";
import { forecastGroup, rolling } from "../../models/forecast/rolling.ts";
import { addMonths } from "../../models/period.ts";
import { simulatedHistories } from "../../models/simulation/fund-history.ts";

const ORIGIN = "2024-08";
const settings = { ...DEFAULT_SETTINGS, paths: 300 };
const made = (more = {}) =>
  simulatedHistories({
    seed: 2,
    from: "2019-09",
    months: 72,
    counties: 2,
    anchored: ORIGIN,
    ...more,
  });
const employee = made().filter((h) => h.fund === "employee");
const resident = made().filter((h) => h.fund === "resident");
const [city, ...counties] = employee as [FundHistory, ...FundHistory[]];

const months = (forecasts: FundForecast[]) => forecasts.map((f) => f.months);

describe("a group", () => {
  const prepared = prepareGroup(employee, ORIGIN, settings);
  const forecasts = finishGroup(prepared, {});

  test("months after the origin change nothing", () => {
    const blind = employee.map((h) => ({
      ...h,
      lines: Object.fromEntries(
        Object.entries(h.lines).map(([line, v]) => [line, v.map((x, i) => (i < 60 ? x : 1e12))]),
      ),
      closing_yuan: h.closing_yuan.map((x, i) => (i < 60 ? x : null)),
      insured: h.insured.slice(0, 60),
    }));
    expect(months(finishGroup(prepareGroup(blind, ORIGIN, settings), {}))).toEqual(
      months(forecasts),
    );
  });

  test("the same seed gives the same forecast, whatever else is asked in between", () => {
    prepareGroup(resident, ORIGIN, settings);
    expect(months(finishGroup(prepareGroup(employee, ORIGIN, settings), {}))).toEqual(
      months(forecasts),
    );
    const other = prepareGroup(employee, ORIGIN, { ...settings, seed: 2 });
    expect(months(finishGroup(other, {}))).not.toEqual(months(forecasts));
  });

  test("a city is the sum of its counties, and says how far its own forecast was", () => {
    const [whole, ...parts] = forecasts;
    for (const [h, month] of whole!.months.entries()) {
      const sum = parts.reduce((a, f) => a + f.months[h]!.expenditure.mean, 0);
      // Each mean is widened about a median of its own.
      expect(Math.abs(month.expenditure.mean / sum - 1)).toBeLessThan(0.02);
    }
    expect(whole!.notes.join()).toMatch(/由2个下级地区.*收入相差年支出的[+−][\d.]+%/);
    const width = (f: FundForecast) =>
      (f.months[11]!.balance.q90 - f.months[11]!.balance.q10) / f.months[11]!.expenditure_sum.q50;
    expect(width(whole!)).toBeLessThan(Math.max(...parts.map(width)));
  });

  test("balance is the opening balance and what comes in and goes out", () => {
    for (const { opening_balance_yuan: opening, months: ahead } of forecasts)
      for (const { balance, income_sum, expenditure_sum } of ahead)
        expect(balance.q50 / (opening! + income_sum.q50 - expenditure_sum.q50)).toBeCloseTo(1, 1);
  });

  test("chances never fall for having crossed, and fall from a higher line to a lower", () => {
    for (const { months: ahead } of forecasts)
      for (const [h, { p_below, p_crossed }] of ahead.entries())
        for (const b of [0, 1, 2]) {
          expect(p_crossed[b]!).toBeGreaterThanOrEqual(
            Math.max(p_below[b]!, ahead[h - 1]?.p_crossed[b] ?? 0),
          );
          expect(p_below[b]!).toBeGreaterThanOrEqual(p_below[b + 1] ?? 0);
        }
  });

  test("premiums are forecast in the months they are collected in", () => {
    const lines = finishGroup(prepareGroup(resident, ORIGIN, settings), {})[1]!.lines;
    const premium = lines.find((l) => l.line === "income.contribution")!;
    const share = (month: string) =>
      premium.months.find((m) => m.month === month)!.value.q50 /
      premium.months.slice(0, 12).reduce((a, m) => a + m.value.q50, 0);
    expect(share("2024-11")).toBeGreaterThan(0.12);
    expect(share("2025-06")).toBeLessThan(0.02);
  });
});

describe("what cannot be forecast is not", () => {
  const only = (h: FundHistory, from: number, until = 60): FundHistory => ({
    ...h,
    lines: Object.fromEntries(
      Object.entries(h.lines).map(([l, v]) => [
        l,
        v.map((x, i) => (i < from || i >= until ? null : x)),
      ]),
    ),
  });
  const one = (h: FundHistory) => finishGroup(prepareGroup([h], ORIGIN, settings), {})[0]!;

  test("14 months: labelled; 8 months: none, and what is missing", () => {
    const short = one(only(counties[0]!, 46));
    expect(short.status).toBe("short");
    expect(short.notes[0]).toMatch(/只有14个月，不足24个月/);
    expect(short.months).toHaveLength(18);
    const none = one(only(counties[0]!, 52));
    expect(none.status).toBe("insufficient");
    expect(none.months).toEqual([]);
    expect(none.notes[0]).toMatch(/已有8个月.*至少需要连续12个月/);
  });

  test("a fund that ended or fell silent is closing", () => {
    const ended = one(only(counties[0]!, 0, 56));
    expect([ended.status, ended.months.length]).toEqual(["closing", 0]);
  });

  test("without a balance flows are forecast and the balance is not", () => {
    const blind = one({ ...counties[0]!, closing_yuan: counties[0]!.closing_yuan.map(() => null) });
    expect(blind.status).toBe("ok");
    expect(blind.months[3]!.balance.q50).toBeNaN();
    expect(blind.months[3]!.expenditure.q50).toBeGreaterThan(0);
    expect(blind.notes.join()).toMatch(/不预测结余/);
  });

  test("a balance that does not follow the flows is not carried on", () => {
    const odd = counties[0]!.closing_yuan.map((v, i) => v! * (1 + i / 20));
    expect(one({ ...counties[0]!, closing_yuan: odd }).opening_balance_yuan).toBeNull();
  });

  test("a missing county leaves the city to its own history", () => {
    const [whole] = finishGroup(prepareGroup([city, counties[0]!], ORIGIN, settings), {});
    expect(whole!.notes.join()).not.toMatch(/下级地区/);
    expect(whole!.status).toBe("ok");
  });
});

describe("calibration", () => {
  const back = (n: number) => addMonths(ORIGIN, -n);
  const summaries = [12, 6].flatMap((n) => prepareGroup(employee, back(n), settings).summaries);
  const narrowed = (by: number): Summary[] =>
    summaries.map((s) => ({
      ...s,
      flows: Object.fromEntries(
        Object.entries(s.flows).map(([flow, band]) => [
          flow,
          {
            ...band,
            upper80: band.upper80.map((v) => v / by),
            lower80: band.lower80.map((v) => v / by),
          },
        ]),
      ),
    }));

  test("nothing learned is the start, never below 1; sums start at 1.5", () => {
    expect(factorsAt(ORIGIN, [], employee)).toEqual({});
    expect(START.balance.f80).toBe(1.5);
    const wide = factorsAt(ORIGIN, narrowed(0.01), employee).employee!;
    for (const widening of Object.values(wide)) expect(widening.f80).toBeGreaterThanOrEqual(1);
  });

  test("intervals ten times too narrow are found out and widened", () => {
    const plain = factorsAt(ORIGIN, summaries, employee).employee!;
    const narrow = factorsAt(ORIGIN, narrowed(10), employee).employee!;
    expect(narrow.balance.f80).toBeGreaterThan(1.5 * plain.balance.f80);
    expect(narrow.expenditure.f80).toBeGreaterThan(1.5 * plain.expenditure.f80);
  });

  test("what was not known at the origin teaches nothing: not later months, not later summaries", () => {
    const changed = employee.map((h) => ({
      ...h,
      closing_yuan: h.closing_yuan.map((v, i) => (i < 60 ? v : 0)),
    }));
    const later = prepareGroup(employee, addMonths(ORIGIN, 6), settings).summaries;
    expect(factorsAt(ORIGIN, [...summaries, ...later], changed)).toEqual(
      factorsAt(ORIGIN, summaries, employee),
    );
  });

  test("origins in turn give what each alone gives with the summaries before it", () => {
    const steps = [...rolling(counties, [back(12), back(6), ORIGIN], settings)];
    expect(steps.map((s) => s.origin)).toEqual([back(12), back(6), ORIGIN]);
    const kept = steps.slice(0, 2).flatMap((s) => s.summaries);
    const alone = finishGroup(
      prepareGroup(counties, ORIGIN, settings),
      factorsAt(ORIGIN, kept, counties),
    );
    expect(months(steps[2]!.forecasts)).toEqual(months(alone));
  });

  test("forecastGroup calibrates itself", () => {
    const past = [6, 12, 18, 24].flatMap(
      (n) => prepareGroup(counties, back(n), settings).summaries,
    );
    const alone = finishGroup(
      prepareGroup(counties, ORIGIN, settings),
      factorsAt(ORIGIN, past, counties),
    );
    expect(months(forecastGroup(counties, ORIGIN, settings))).toEqual(months(alone));
  });
});
