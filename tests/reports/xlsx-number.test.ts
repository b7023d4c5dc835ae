import { SSF } from "@e965/xlsx";
import { describe, expect, test } from "vitest";
import type { Figure } from "../../models/figure.ts";
import { amount, bare, words } from "../../reports/format.ts";
import { formulaOf } from "../../reports/render/xlsx-formula.ts";
import { exactNumber, printedNumber } from "../../reports/render/xlsx-number.ts";
import { figure } from "./city.ts";

const income = (value: string | null): Figure => figure("income_ytd", "employee", value);
const rate = (value: string): Figure => figure("income_completion", "employee", value);

/** What a spreadsheet shows of a number. */
const shown = (number: { value: number; format: string } | null): string | null =>
  number && (SSF.format(number.format, number.value) as string);

describe("a printed number", () => {
  test.each([
    ["306000000", "3.06亿元", 3.06],
    ["82290000", "8229万元", 8229],
    ["-4000000", "−400万元", -400],
    ["123456.78", "12.35万元", 12.345678],
    ["8765.4", "8765.40元", 8765.4],
    ["0", "0元", 0],
  ])("%s yuan is %s, held as %d", (value, text, held) => {
    expect(words(income(value))).toBe(text);
    const number = printedNumber(income(value), text);
    expect(number?.value).toBe(held);
    expect(shown(number)?.replaceAll(",", "")).toBe(text);
  });

  test("per cent is a fraction, a difference of rates is a number of points", () => {
    expect(printedNumber(rate("0.57820219"), "57.82%")).toMatchObject({ value: 0.57820219 });
    expect(shown(printedNumber(rate("0.57820219"), "57.82%"))).toBe("57.82%");
    expect(shown(printedNumber(rate("0.57820219"), "57.82", "%"))).toBe("57.82%");
    const ahead = figure("ahead_of_even", "employee", "0.0711721983");
    expect(printedNumber(ahead, "7.12个百分点")?.value).toBe(7.11721983);
    expect(shown(printedNumber(ahead, "7.12个百分点"))).toBe("7.12个百分点");
    expect(shown(printedNumber(ahead, "7.12", "百分点"))).toBe("7.12");
  });

  test("a column's unit scales what has none of its own; thousands are grouped in amounts only", () => {
    const scale = { unit: "万元", decimals: 2 } as const;
    const number = printedNumber(income("12345678.9"), amount("12345678.9", scale), "万元");
    expect(number?.value).toBe(1234.56789);
    expect(shown(number)).toBe("1,234.57");
    const months = figure("months_payable", "employee", "1234.5");
    expect(shown(printedNumber(months, bare("1234.5", "months"), "个月"))).toBe("1234.50");
  });

  test("a sign is shown only where it is printed", () => {
    expect(shown(printedNumber(income("-4000000"), "400万元"))).toBe("400万元");
    expect(shown(printedNumber(rate("-0.000004"), "0.00%"))).toBe("0.00%");
    expect(shown(printedNumber(rate("0.0432"), "+4.32%"))).toBe("+4.32%");
    expect(printedNumber(rate("0.0432"), "−4.32%")).toBeNull();
  });

  test("marks around it stay text around a number", () => {
    expect(shown(printedNumber(income("306000000"), "30600", "万元", "约", "*"))).toBe("约30,600*");
  });

  test("what is not the figure rounded, or is too long for a double, stays text", () => {
    expect(printedNumber(income("306000000"), "3.07亿元")).toBeNull();
    expect(printedNumber(income("306000000"), "约三亿")).toBeNull();
    expect(printedNumber(income(null), "—")).toBeNull();
    expect(printedNumber(undefined, "3.06亿元")).toBeNull();
    const long = income("12345678901234567.89");
    expect(printedNumber(long, "123456789.01亿元")).toBeNull();
    expect(exactNumber(long)).toEqual({ value: "12345678901234567.89" });
  });

  test("amounts of a province fit: thirteen digits of yuan and two decimals", () => {
    const value = "9876543210123.45";
    expect(exactNumber(income(value)).value).toBe(9876543210123.45);
    expect(printedNumber(income(value), "98765.43亿元")?.value).toBe(98765.4321012345);
  });
});

describe("formulas", () => {
  const row = (
    label: string,
    values: [string | null, string | null, string | null],
  ): (Figure | null)[] => [
    null,
    ...(["income_ytd", "expenditure_ytd", "current_balance"] as const).map((metric, i) =>
      values[i] === null ? null : figure(metric, "resident", values[i]!, { region: label }),
    ),
  ];
  const held = [
    row("620725", ["100.10", "90.05", "10.05"]),
    row("620722", ["200.20", "90.05", null]),
    row("620700", ["300.30", "180.11", "120.19"]),
  ];
  const kinds = ["plain", "plain", "total"] as const;
  const formula = (r: number, c: number) => formulaOf([...kinds], held, r, c, 4);

  test("a total is a sum where it is exactly that, and a value where it is off by a fen", () => {
    expect(formula(2, 1)).toBe("SUM(B4:B5)");
    expect(formula(2, 2)).toBeUndefined();
  });

  test("a current balance is income less expenditure of its own row, where that is exact", () => {
    expect(formula(0, 3)).toBe("B4-C4");
    expect(formula(2, 3)).toBe("B6-C6");
    const other = held[0]!.map((each) => (each ? { ...each, region: "620723" } : null));
    expect(formulaOf(["plain"], [[null, other[1]!, held[0]![2]!, held[0]![3]!]], 0, 3, 4)).toBe(
      undefined,
    );
  });

  test("a row is the sum of its 其中 rows; a total passes over them", () => {
    const funds = ["500", "300", "200", "40", "540"].map((value) => [null, income(value)]);
    const of = (r: number) =>
      formulaOf(["plain", "part", "part", "plain", "total"], funds, r, 1, 4);
    expect([0, 1, 2, 3, 4].map(of)).toEqual([
      "SUM(B5:B6)",
      undefined,
      undefined,
      undefined,
      "SUM(B4,B7)",
    ]);
  });

  test("rates are never summed", () => {
    const rates = ["0.25", "0.25", "0.5"].map((value) => [null, rate(value)]);
    expect(formulaOf([...kinds], rates, 2, 1, 4)).toBeUndefined();
  });
});
