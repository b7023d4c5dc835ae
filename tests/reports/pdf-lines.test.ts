import { describe, expect, test } from "vitest";
import { OFFICIAL } from "../../reports/render/official-layout.ts";
import { breakLines, cellsOf, lineWidth } from "../../reports/render/pdf-breaks.ts";
import { type Box, paginate } from "../../reports/render/pdf-flow.ts";
import { tableColumns } from "../../reports/render/table-columns.ts";
import { titleLines } from "../../reports/render/title-lines.ts";
import { han } from "./official-document.ts";

const SIZE = OFFICIAL.body;
const WIDTH = OFFICIAL.area.width;
/** Chinese fills an em, digits half. */
const width = (text: string) =>
  [...text].reduce((sum, character) => sum + (character < "\u2e80" ? SIZE / 2 : SIZE), 0);
const broken = (...texts: (string | { figure: string })[]) => {
  const pieces = texts.map((text) =>
    typeof text === "string" ? { text, whole: false } : { text: text.figure, whole: true },
  );
  return breakLines(cellsOf(pieces, width), WIDTH, SIZE, 2 * SIZE);
};
const textsOf = (lines: ReturnType<typeof broken>) =>
  lines.map(({ cells }) => cells.map(({ text }) => text).join(""));

describe("lines of Chinese", () => {
  test("hold 28 characters, 26 in the first, and all that was said", () => {
    const lines = textsOf(broken(han(200)));
    expect(lines.map((line) => line.length)).toEqual([26, 28, 28, 28, 28, 28, 28, 6]);
    expect(lines.join("")).toBe(han(200));
  });

  test("reach both edges, all but the last", () => {
    const lines = broken(han(33), "收入", { figure: "3.06亿元" }, "，", han(61));
    lines.slice(0, -1).forEach((line, i) => {
      expect(lineWidth(line)).toBeCloseTo(WIDTH - (i === 0 ? 2 * SIZE : 0), 6);
    });
    expect(lineWidth(lines.at(-1)!)).toBeLessThan(WIDTH);
  });

  test.each(["，", "。", "；", "）", "”", "、", "%", "》"])("never begin with %s", (mark) => {
    for (let before = 20; before < 32; before++) {
      const lines = textsOf(broken(han(before), mark, han(40)));
      expect(lines.filter((line) => line.startsWith(mark))).toEqual([]);
    }
  });

  test.each(["（", "“", "《", "〔"])("never end with %s", (mark) => {
    for (let before = 20; before < 32; before++) {
      const lines = textsOf(broken(han(before), mark, han(40)));
      expect(lines.filter((line) => line.endsWith(mark))).toEqual([]);
    }
  });

  test("a comma that would begin a line is taken back where it fits", () => {
    expect(textsOf(broken(han(26), "，", han(10)))[0]).toBe(`${han(26)}，`);
  });

  test("figures, numbers with their units and words are not broken", () => {
    for (let before = 10; before < 40; before++) {
      const figure = "12345.67万元";
      const lines = textsOf(
        broken(han(before), { figure }, han(30), "2019年", han(9), "DIP", "等"),
      );
      for (const whole of [figure, "2019年", "DIP"])
        expect(lines.some((line) => line.includes(whole))).toBe(true);
    }
  });

  test("an address longer than a line is broken all the same", () => {
    const address = `https://example.invalid/${"0123456789".repeat(12)}`;
    const lines = broken("见", address);
    for (const line of lines) expect(lineWidth(line)).toBeLessThan(WIDTH + 1);
    expect(textsOf(lines).join("")).toBe(`见${address}`);
  });

  test("no character ends a paragraph alone", () => {
    for (let length = 27; length < 90; length++)
      expect(textsOf(broken(han(length), "。")).at(-1)!.length).toBeGreaterThan(2);
  });

  test("no words are no lines", () => {
    expect(broken("")).toEqual([]);
  });
});

describe("the lines of a title", () => {
  const lines = (title: string) => titleLines(title, WIDTH / OFFICIAL.title.size);

  test("a title that fits is one line", () => {
    expect(lines("示例市2019年1—7月医保基金运行情况通报")).toHaveLength(1);
  });

  test("a longer one is broken after its place or period, into lines alike", () => {
    expect(lines("呼伦贝尔市2024年1—12月医疗保障基金运行情况通报")).toEqual([
      "呼伦贝尔市2024年1—12月",
      "医疗保障基金运行情况通报",
    ]);
    expect(lines("示例市2019年第二季度医疗保障基金运行分析报告")).toEqual([
      "示例市2019年第二季度",
      "医疗保障基金运行分析报告",
    ]);
  });

  test("no line is one character, whatever the length, and nothing is lost", () => {
    for (let length = 1; length < 70; length++) {
      const title = han(length);
      const broken = lines(title);
      expect(broken.join("")).toBe(title);
      if (length > 1) for (const line of broken) expect(line.length).toBeGreaterThan(1);
      const longest = Math.max(...broken.map((line) => line.length));
      expect(longest).toBeLessThanOrEqual(20);
    }
  });
});

test("a title of a hundred lines is broken, too", () => {
  const lines = titleLines(han(297), 3);
  expect(lines).toHaveLength(99);
  expect(lines.join("")).toBe(han(297));
});

describe("columns of a table", () => {
  const column = (title: string, align: "left" | "right", unit = "") => ({ title, align, unit });
  const ems = (text: string) => width(text) / SIZE;
  const row = (...cells: string[]) => ({
    kind: "plain" as const,
    cells: cells.map((cell) => [cell]),
  });
  const laid = (columns: ReturnType<typeof column>[], ...rows: ReturnType<typeof row>[]) =>
    tableColumns({ kind: "table", title: "", columns, rows, notes: [] }, ems);
  const sum = ({ columns }: ReturnType<typeof laid>) =>
    columns.reduce((total, column) => total + column.width, 0);

  test("fill the type area, numbers under the middle of their header", () => {
    const found = laid(
      [column("地区", "left"), column("收入", "right", "万元")],
      row("甲县", "31400"),
      row("乙县", "812"),
    );
    expect(sum(found)).toBeCloseTo(WIDTH, 6);
    expect(found.size).toBe(10.5);
    const { width, inset, header } = found.columns[1]!;
    expect(header).toEqual(["收入", "（万元）"]);
    expect(inset).toBeCloseTo((width - 2 * OFFICIAL.table.padding - 2.5 * 10.5) / 2, 6);
  });

  test("of numbers hold them in one line, at smaller type where they are many", () => {
    const titles = Array.from({ length: 14 }, () => column("住院基金支出", "right", "万元"));
    const numbers = titles.map(() => "123456.78");
    const found = laid([column("地区", "left"), ...titles], row("肃南裕固族自治县", ...numbers));
    expect(sum(found)).toBeCloseTo(WIDTH, 6);
    expect(found.size).toBeLessThan(9);
    for (const { width, header } of found.columns.slice(1)) {
      expect(width - 2 * OFFICIAL.table.padding).toBeGreaterThanOrEqual(4.5 * found.size);
      expect(header).toEqual(["住院", "基金支出", "万元"]);
    }
  });

  test("of words share what is left, at the usual size", () => {
    const found = laid([column("项目", "left"), column("说明", "left")], row("口径", han(90)));
    expect(sum(found)).toBeCloseTo(WIDTH, 6);
    expect(found.size).toBe(10.5);
    expect(found.columns[0]!.width).toBeGreaterThanOrEqual(2 * 10.5);
    expect(found.columns[1]!.width).toBeGreaterThan(0.9 * WIDTH);
  });
});

describe("pages", () => {
  const body = (keepNext = false): Box => ({ height: 29, onGrid: true, keepNext, draw: () => {} });
  const blank: Box = { height: 29, space: "optional", draw: () => {} };
  const pages = (boxes: Box[]) => paginate(boxes, OFFICIAL.area.height, OFFICIAL.pitch);
  const bodies = (count: number) => Array.from({ length: count }, () => body());
  const signature = [blank, blank, body(true), body()];

  test("hold 22 lines", () => {
    expect(pages(bodies(50)).map((page) => page.length)).toEqual([22, 22, 6]);
  });

  test("a heading goes with the line after it", () => {
    const [first, second] = pages([...bodies(21), body(true), ...bodies(3)]);
    expect([first!.length, second!.length]).toEqual([21, 4]);
  });

  test("body lines return to the grid after something of another height", () => {
    const [page] = pages([...bodies(2), { height: 40, draw: () => {} }, ...bodies(2)]);
    expect(page!.map(({ y }) => y)).toEqual([0, 29, 58, 116, 145]);
  });

  test("a signature takes the place that is left, then takes the last line along", () => {
    const shape = (lines: number) =>
      pages([...bodies(lines - 1), body(true), ...signature]).map(
        (page) => page.filter(({ box }) => box.onGrid).length,
      );
    expect(shape(18)).toEqual([20]);
    expect(shape(20)).toEqual([22]);
    expect(shape(21)).toEqual([20, 3]);
    expect(shape(22)).toEqual([21, 3]);
  });

  const box = (height: number, more: Partial<Box> = {}): Box => ({
    height,
    draw: () => {},
    ...more,
  });

  test("space alone begins no page", () => {
    const chart = box(OFFICIAL.area.height - 3);
    const gap = box(6, { space: "fixed" });
    expect(pages([chart, gap]).map((page) => page.length)).toEqual([1]);
    expect(pages([chart, gap, body()]).map((page) => page.length)).toEqual([1, 1]);
  });

  test("what is kept together and higher than a page is divided, and stays on its pages", () => {
    const chart = [box(OFFICIAL.chartHeight, { keepNext: true }), box(6, { space: "fixed" })];
    const long = Array.from({ length: 60 }, () => box(20, { keepNext: true }));
    for (const boxes of [
      [...chart, ...signature],
      [body(), ...chart, ...signature],
      [body(true), ...long, body()],
    ]) {
      const laid = pages(boxes);
      for (const { box, y } of laid.flat())
        expect(y + box.height).toBeLessThan(OFFICIAL.area.height + 0.1);
      for (const page of laid) expect(page.length).toBeGreaterThan(0);
      const drawn = boxes.filter(({ space }) => !space);
      expect(laid.flat().map((each) => each.box)).toEqual(expect.arrayContaining(drawn));
    }
  });

  test("on the page that it begins a signature gives up its space before it leaves its text", () => {
    const text = box(OFFICIAL.area.height - 3 * 29, { keepNext: true });
    expect(pages([body(), body(), text, ...signature]).map((page) => page.length)).toEqual([2, 4]);
  });

  test("a header stands above rows that begin a page, and only there", () => {
    const header: Box = { height: 30, draw: () => {} };
    const rows = Array.from({ length: 40 }, (): Box => ({ height: 20, header, draw: () => {} }));
    const laid = pages([{ ...header, keepNext: true }, ...rows]);
    expect(laid.map((page) => page.filter(({ box }) => box.height === 30).length)).toEqual([1, 1]);
    for (const page of laid) expect(page[0]!.box.height).toBe(30);
    for (const page of laid) expect(page.at(-1)!.y + 20).toBeLessThanOrEqual(OFFICIAL.area.height);
  });
});
