import { expect, test } from "vitest";
import { type FanInput, fanChart } from "../../../reports/charts/fan.ts";
import { fanCharts } from "../../../reports/forecast/charts.ts";
import { factsOf, outlook } from "../forecast-outlook.ts";
import { flaws, placedTexts } from "./placed.ts";

const texts = (chart: NonNullable<ReturnType<typeof fanChart>>) =>
  placedTexts(chart).map(({ text }) => text);

const input = (part: Partial<FanInput> = {}): FanInput => ({
  title: "职工基金累计结余",
  quantity: "累计结余",
  unit: "亿元",
  label: (value) => value.toFixed(2),
  history: [1, 2, 3, 4].map((value, i) => ({ month: `2025-0${i + 1}`, value })),
  ahead: [5, 6].map((value, i) => ({
    month: `2025-0${i + 5}`,
    value: { q025: value - 2, q10: value - 1, q50: value, q90: value + 1, q975: value + 2 },
  })),
  source: "来源：月报。",
  figures: [],
  ...part,
});

test.each([
  ["a safe fund", outlook()],
  ["a fund that runs out", outlook({ opening: 150e6, income: 40e6, spread: 20e6 })],
  ["a fund whose range is a hair", outlook({ spread: 1000 })],
  [
    "a small fund",
    outlook({ opening: 900_000, income: 210_000, expenditure: 200_000, spread: 9e4 }),
  ],
])("%s: both fans are drawn, and nothing touches", (_, one) => {
  const charts = fanCharts(factsOf([one]), one);
  expect(charts).toHaveLength(2);
  expect(charts.flatMap(flaws)).toEqual([]);
  expect(texts(charts[0]!)).toContain("实际｜预测");
  expect(texts(charts[1]!)).toEqual(
    expect.arrayContaining(["6个月", "3个月", "可支付月数（个月）"]),
  );
});

test("bands differ from each other and from paper in grey print", () => {
  const { svg } = fanChart(input())!;
  const grey = (colour: string) => {
    const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
    return 0.299 * r! + 0.587 * g! + 0.114 * b!;
  };
  const areas = [...svg.matchAll(/<g (?=[^>]*aria-label="area")[^>]*fill="(#\w{6})"/g)].map(
    ([, fill]) => grey(fill!),
  );
  expect(areas).toHaveLength(2);
  expect(255 - areas[0]!).toBeGreaterThan(12);
  expect(areas[0]! - areas[1]!).toBeGreaterThan(30);
});

test("a level is named where history leaves room for its name", () => {
  const nameAt = (values: number[]) => {
    const history = values.map((value, i) => ({
      month: `${2023 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}`,
      value,
    }));
    const value = { q025: 14, q10: 15, q50: 16, q90: 17, q975: 18 };
    const ahead = [{ month: "2025-01", value }];
    const chart = fanChart(input({ unit: "个月", history, ahead, levels: [6] }))!;
    return placedTexts(chart).find(({ text }) => text === "6个月")!.left;
  };
  const months = (count: number, value: number) => new Array<number>(count).fill(value);
  const clear = nameAt(months(24, 14));
  expect(nameAt([...months(12, 7), ...months(12, 14)])).toBeGreaterThan(clear + 100);
  expect(nameAt(months(24, 7))).toBe(clear);
});

test("the fan opens at the last known month and its data come along", () => {
  const { drawn } = fanChart(input())!;
  expect(drawn!.rows.at(3)).toEqual(["2025-04", 4, 4, 4, 4, 4, 4]);
  expect(drawn!.rows.at(-1)).toEqual(["2025-06", null, 6, 5, 7, 4, 8]);
});

test("without history, or without a forecast, there is no fan", () => {
  expect(fanChart(input({ ahead: [] }))).toBeNull();
  expect(fanChart(input({ history: [{ month: "2025-04", value: 4 }] }))).toBeNull();
  const closing = outlook({ status: "closing" });
  expect(fanCharts(factsOf([closing]), closing)).toEqual([]);
});
