import { describe, expect, test } from "vitest";
import { expectedBalance, type Outlook } from "../../reports/forecast/outlook.ts";
import { fundSheet } from "../../reports/forecast/worksheet.ts";
import { type Cell, letter, type Sheet } from "../../reports/render/xlsx-book.ts";
import { outlook } from "./forecast-outlook.ts";

type Cells = Map<string, Cell>;

function cellsOf({ lines }: Sheet): Cells {
  const cells: Cells = new Map();
  lines.forEach((line, row) => {
    line.cells.forEach((cell, column) => {
      if (cell) cells.set(`${letter(column)}${row + 1}`, cell);
    });
  });
  return cells;
}

/** What a spreadsheet would compute: SUM and AVERAGE of ranges, places, and - + / from left to right. */
function evaluated(cells: Cells, place: string): number {
  const cell = cells.get(place);
  if (!cell) return Number.NaN;
  if (cell.formula === undefined) return Number(cell.value);
  const over = /^(SUM|AVERAGE)\(([A-Z]+)(\d+):([A-Z]+)(\d+)\)$/.exec(cell.formula);
  if (over) {
    const [, name, from, first, to, last] = over;
    const columns = [...Array(60).keys()].map(letter);
    const values: number[] = [];
    for (const column of columns.slice(columns.indexOf(from!), columns.indexOf(to!) + 1))
      for (let row = Number(first); row <= Number(last); row++)
        values.push(evaluated(cells, `${column}${row}`));
    const sum = values.reduce((all, value) => all + value, 0);
    return name === "SUM" ? sum : sum / values.length;
  }
  const [first, ...rest] = cell.formula.match(/[-+/]?[A-Z]+\d+/g)!;
  return rest.reduce(
    (value, part) => {
      const operand = evaluated(cells, part.slice(1));
      return part[0] === "+"
        ? value + operand
        : part[0] === "-"
          ? value - operand
          : value / operand;
    },
    evaluated(cells, first!),
  );
}

function sheetOf(one: Outlook) {
  const sheet = fundSheet(one);
  const titles = sheet.lines[2]!.cells.map((cell) => String(cell?.value).replace(/\n/g, ""));
  const cells = cellsOf(sheet);
  const column = (title: string) => letter(titles.findIndex((each) => each.startsWith(title)));
  const row = (month: string) =>
    sheet.lines.findIndex((line) => line.cells[0]?.value === month) + 1;
  return {
    sheet,
    titles,
    cells,
    at: (title: string, month: string) => `${column(title)}${row(month)}`,
  };
}

describe("a fund's sheet", () => {
  test("every formula comes to the value that is kept with it", () => {
    const { cells } = sheetOf(outlook());
    const formulas = [...cells].filter(([, cell]) => cell.formula !== undefined);
    expect(formulas.length).toBeGreaterThan(200);
    for (const [place, cell] of formulas)
      expect(evaluated(cells, place), `${place} =${cell.formula}`).toBeCloseTo(
        Number(cell.value),
        6,
      );
  });

  test("the last balance is the known one with all that is expected since", () => {
    const one = outlook();
    const { cells, at } = sheetOf(one);
    const expected = expectedBalance(one.forecast).at(-1)!;
    expect(evaluated(cells, at("累计结余", "2027-06"))).toBeCloseTo(expected / 1e4, 4);
    expect(cells.get(at("累计结余", "2026-01"))!.formula).toMatch(/^C\d+\+[A-Z]+\d+$/);
    expect(cells.get(at("近12个月", "2026-03"))!.formula).toMatch(/^AVERAGE\(([A-Z]+)\d+:\1\d+\)$/);
  });

  test("months payable are measured by twelve months across the boundary", () => {
    const one = outlook();
    const { cells, at } = sheetOf(one);
    const known = one.history.lines["expenditure.benefit"]!.slice(-9) as number[];
    const coming = one.forecast.months.slice(0, 3).map(({ expenditure }) => expenditure.mean);
    const average = [...known, ...coming].reduce((a, b) => a + b, 0) / 12;
    expect(evaluated(cells, at("可支付月数", "2026-03"))).toBeCloseTo(
      expectedBalance(one.forecast)[2]! / average,
      6,
    );
  });

  test("a balance that its flows do not explain is copied, not computed", () => {
    const one = outlook();
    one.history.closing_yuan[30] = one.history.closing_yuan[30]! + 12_345;
    const { cells, at } = sheetOf(one);
    expect(cells.get(at("累计结余", "2025-07"))!.formula).toBeUndefined();
    expect(cells.get(at("累计结余", "2025-07"))!.value).toBe(one.history.closing_yuan[30]! / 1e4);
    expect(cells.get(at("累计结余", "2025-06"))!.formula).toBeDefined();
  });

  test("a balance that was carried forward to the origin is gone on from", () => {
    const one = outlook();
    one.history.closing_yuan[35] = null;
    const { cells, at } = sheetOf(one);
    expect(cells.get(at("累计结余", "2025-12"))!.value).toBe(53_600);
    expect(cells.get(at("累计结余", "2026-12"))!.formula).toBeDefined();
  });

  test("what goes to other levels is spent, but not measured by", () => {
    const one = outlook();
    one.history.lines["expenditure.remit_upper"] = one.history.closing_yuan.map(() => 1_000_000);
    one.forecast.lines.push({
      line: "expenditure.remit_upper",
      method: "年度计划",
      notes: [],
      months: one.forecast.months.map(({ month, balance }) => ({
        month,
        value: { ...balance, mean: 1_000_000 },
      })),
    });
    for (const month of one.forecast.months) month.expenditure.mean += 1_000_000;
    const { cells, at } = sheetOf(one);
    const spent = evaluated(cells, at("支出合计", "2026-01"));
    expect(evaluated(cells, at("支出（不含上解", "2026-01"))).toBeCloseTo(spent - 100, 6);
    for (const [place, cell] of cells)
      if (cell.formula) expect(evaluated(cells, place)).toBeCloseTo(Number(cell.value), 6);
  });

  test("lines that miss the total are made up for in sight", () => {
    const one = outlook();
    for (const month of one.forecast.months) month.income.mean += 70_000;
    const { cells, titles, at } = sheetOf(one);
    expect(titles.filter((title) => title.startsWith("未分科目"))).toHaveLength(1);
    expect(evaluated(cells, at("未分科目", "2026-05"))).toBeCloseTo(7, 6);
    expect(evaluated(cells, at("收入合计", "2026-05"))).toBeCloseTo(5007, 6);
  });

  test("a month that was not reported leaves no average over it", () => {
    const one = outlook();
    one.history.lines["expenditure.benefit"]![33] = null;
    const { cells, at } = sheetOf(one);
    expect(cells.get(at("近12个月", "2025-12"))).toBeUndefined();
    expect(cells.get(at("可支付月数", "2026-09"))).toBeUndefined();
    expect(cells.get(at("可支付月数", "2026-10"))).toBeDefined();
  });

  test("a balance with personal accounts in it pays for no months that are told", () => {
    const one = outlook();
    const unknown = { mean: NaN, q025: NaN, q10: NaN, q50: NaN, q90: NaN, q975: NaN };
    for (const month of one.forecast.months)
      Object.assign(month, { months_payable: unknown, p_below: [NaN, NaN, NaN], p_crossed: [] });
    const { cells, at } = sheetOf(one);
    for (const month of ["2025-12", "2026-12"])
      expect(cells.get(at("可支付月数（", month))).toBeUndefined();
    expect(cells.get(at("累计结余", "2026-12"))!.formula).toBeDefined();
    expect(evaluated(cells, at("结余中位数", "2026-12"))).toBeGreaterThan(0);
  });
});
