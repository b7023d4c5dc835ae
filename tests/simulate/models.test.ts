import { describe, expect, test } from "vitest";
import { CLEARING } from "../../models/simulation/clearing.ts";
import { DISEASES } from "../../models/simulation/diseases.ts";
import { monthsFrom, statements } from "../../models/simulation/fund-files.ts";
import { budgetsOf, flowsOf, type Spend, share } from "../../models/simulation/fund-flows.ts";
import { ITEMS } from "../../models/simulation/items.ts";
import { NATIONAL, targetOf } from "../../models/simulation/national.ts";
import { KINDS, planLike } from "../../models/simulation/plan.ts";
import { regionFor } from "../../models/simulation/region.ts";
import { dayNumber, quietDays } from "../../models/simulation/spring-festival.ts";
import { DEAR, INPATIENT_SIZES, templates } from "../../models/simulation/templates.ts";

test("residents' published rates come from published discharges and insured", () => {
  expect(targetOf("resident", 2021).hospitalization_rate).toBeCloseTo(0.152, 3);
  expect(targetOf("resident", 2023).hospitalization_rate).toBeCloseTo(0.207, 3);
  expect(targetOf("resident", 2023).cost_per_admission).toBeCloseTo(7674, 0);
  expect(targetOf("employee", 2023).cost_per_admission).toBeCloseTo(12176, 0);
});

test("a figure that a year did not print is the nearest year's, and says so", () => {
  const target = targetOf("employee", 2022);
  expect(target.bed_days).toBe(9.8);
  expect(target.borrowed).toEqual({ bed_days: 2023, in_scope_rate: 2023, actual_rate: 2019 });
  expect(() => targetOf("employee", 2010)).toThrow();
});

test.each(Object.keys(NATIONAL).map(Number))("the plan like %i shares out every visit", (like) => {
  const plan = planLike(like);
  for (const kind of KINDS)
    for (const fund of ["employee", "resident"] as const) {
      const own = plan.tariffs.filter((t) => t.kind === kind && t.fund === fund);
      expect(own.reduce((sum, t) => sum + t.share, 0)).toBe(1000);
      for (const { rate } of own) expect(rate).toBeLessThan(970);
    }
});

test("the lines of a bill cover each grade once", () => {
  for (const { id, lines, own, partly, overLine } of templates()) {
    const money = { A: 1, B: partly, C: own };
    for (const grade of ["A", "B", "C"] as const) {
      const spans = lines.filter((l) => l.grade === grade).sort((a, b) => a.from - b.from);
      expect(spans.length > 0 || money[grade] === 0, `${id} ${grade}`).toBe(true);
      let at = 0;
      for (const span of spans) {
        expect(span.from, `${id} ${grade}`).toBe(at);
        at = span.to;
      }
      if (spans.length > 0) expect(at).toBe(10_000);
    }
    if (overLine >= 0) expect(lines[overLine]!.grade).toBe("B");
    expect(lines.every((line) => !ITEMS[line.item]!.reserved)).toBe(true);
    expect(lines.length).toBeLessThan(64);
  }
});

test("an ordinary bill has one grade of nursing, one operation, one bed", () => {
  for (const { id, lines } of templates()) {
    const names = lines.map(({ item }) => ITEMS[item]!.name);
    expect(names.filter((name) => /级护理$/.test(name)).length, String(id)).toBeLessThan(2);
    expect(names.filter((name) => name.endsWith("床位费")).length).toBeLessThan(2);
    const operations = lines.filter(({ item }) => ITEMS[item]!.charge === "06");
    const accompanying = names.filter((name) => name === "麻醉" || name === "手术监测");
    expect(operations.length - accompanying.length, String(id)).toBeLessThan(2);
  }
});

test("codes are not used twice", () => {
  expect(new Set(ITEMS.map((i) => i.code)).size).toBe(ITEMS.length);
});

test("the Spring Festival is quiet", () => {
  expect(quietDays(2025)).toEqual([dayNumber("2025-01-27"), dayNumber("2025-02-04")]);
  expect(quietDays(1999)).toBeNull();
});

test("halves are rounded up", () => {
  expect([share(5n, 1n, 10n), share(4n, 1n, 10n), share(-5n, 1n, 10n)]).toEqual([1n, 0n, -1n]);
});

describe("clearing", () => {
  const months = monthsFrom("2025-01", 15);
  const spend = (month: string, pay_loc: Spend["pay_loc"], pooled: bigint): Spend => ({
    month,
    fund: "resident",
    county: 0,
    pay_loc,
    pooled,
    critical: 0n,
    personal: 0n,
  });
  const spends = [
    spend("2025-01", "1", 1_000n),
    spend("2025-01", "2", 10_010n),
    spend("2025-01", "3", 500n),
    spend("2025-02", "4", 70n),
    spend("2025-12", "2", 2_000n),
  ];
  const withoutAdvance = { ...CLEARING, advance: { ...CLEARING.advance, months: 0 } };

  test("pays after the lag, less the deposit, which comes the year after", () => {
    const paid = flowsOf({ months, counties: 1, spends, clearing: withoutAdvance })
      .filter((row) => row.fund === "resident")
      .map((row) => row.lines["expenditure.benefit"] ?? 0n);
    // 95 % of 100.10 is 95.095, printed 95.10; 5.00 and 1.00 come back in March 2026.
    expect(paid).toEqual([
      1000n,
      9510n,
      500n,
      70n,
      0n,
      0n,
      0n,
      0n,
      0n,
      0n,
      0n,
      0n,
      1900n,
      0n,
      600n,
    ]);
  });

  test("the advance is a twelfth of the budget, taken back whole", () => {
    const input = { months, counties: 1, spends: [spend("2025-01", "1", 1_200_000_000n)] };
    const plain = flowsOf({ ...input, clearing: withoutAdvance });
    const budget = budgetsOf(input).find((b) => b.fund === "resident" && b.year === 2025)!;
    const extra = flowsOf(input).map(
      (row, i) =>
        (row.lines["expenditure.benefit"] ?? 0n) - (plain[i]!.lines["expenditure.benefit"] ?? 0n),
    );
    const year = extra.slice(-15, -3);
    expect(year[0]).toBe(share(budget.benefit, 1n, 12n));
    expect(year.reduce((a, b) => a + b, 0n)).toBe(0n);
  });

  test("statements of a city are those of its counties, and close", () => {
    const region = regionFor(1000);
    const all = statements(region, {
      months,
      counties: region.counties.length,
      spends: region.counties.flatMap((_, county) => spends.map((s) => ({ ...s, county }))),
    });
    const cents = (text: string) => BigInt(text.replace(".", ""));
    for (const lines of all.values()) {
      const cells = lines.map((line) => line.split(","));
      const value = (code: string, item: string) =>
        cents(cells.find((c) => c[0] === code && c[2] === "居民" && c[6] === item)![8]!);
      for (const { code } of [region.city, ...region.counties])
        expect(value(code, "上年结余") + value(code, "收入合计") - value(code, "支出合计")).toBe(
          value(code, "累计结余"),
        );
      expect(region.counties.reduce((sum, c) => sum + value(c.code, "累计结余"), 0n)).toBe(
        value(region.city.code, "累计结余"),
      );
    }
  });
});

test("bills of dear items stand where they are looked for", () => {
  const all = templates();
  expect(all).toHaveLength(DEAR + DISEASES.length * INPATIENT_SIZES.length);
  expect(all.every(({ id }, i) => id === i)).toBe(true);
});
