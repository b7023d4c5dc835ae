import { describe, expect, test } from "vitest";
import type { Unit } from "../../../models/figure.ts";
import { addMonths } from "../../../models/period.ts";
import { type TrendLine, trendChart } from "../../../reports/charts/trend.ts";
import { LOOK } from "../../../reports/look.ts";
import { figure } from "../city.ts";
import { flaws, placedTexts } from "./placed.ts";

const months = (
  values: (number | null)[],
  start = "2025-01",
  metric = "cost_per_admission",
  unit: Unit = "yuan",
) =>
  values.map((value, i) => ({
    ...figure(metric, "resident", value === null ? null : String(value), {
      period: addMonths(start, i),
      basis: "month",
    }),
    unit,
  }));
const chart = (lines: TrendLine[], yoy?: string | null) =>
  trendChart({
    subject: "居民次均住院费用",
    lines,
    yoy: yoy === undefined ? undefined : figure("cost_per_admission.yoy", "resident", yoy),
    policy: "",
    source: "来源：结算。",
  });
const line = (values: (number | null)[], start?: string): TrendLine => ({
  label: "本年",
  history: months(values, start),
});
const texts = (drawn: ReturnType<typeof chart>) => placedTexts(drawn!).map(({ text }) => text);
const paths = (drawn: ReturnType<typeof chart>) =>
  [...drawn!.svg.matchAll(/<g ([^>]*aria-label="line"[^>]*)>.*?<path d="([^"]*)"/gs)].map(
    ([, own, path]) => ({ stroke: /stroke="(#\w+)"/.exec(own!)?.[1], path: path! }),
  );

describe("the title speaks of the last month", () => {
  const head = "居民次均住院费用2025年3月为";
  test.each<[(number | null)[], string | null | undefined, string]>([
    [[9000, 9500, 9200.4], "0.052", "9200元，比上年同月上升5.20%"],
    [[9000, 9500, 9200], "-0.0004", "9200元，比上年同月下降0.04%"],
    [[9000, 9500, 9200], "-0.00004", "9200元，与上年同月持平"],
    [[9000, 9500, 9200], null, "9200元，最高是2025年2月的9500元"],
    [[9000, 9500, 9600], undefined, "9600元，为3个月中最高"],
    [[9000, 9500, 8600], undefined, "8600元，为3个月中最低"],
    [[0, 0, 0], undefined, "0元，3个月持平"],
  ])("%j %s", (values, yoy, said) => {
    expect(chart([line(values)], yoy)?.title).toBe(head + said);
  });
});

test("a missing month is a gap, one between gaps a dot", () => {
  const drawn = chart([line([1, 2, null, 3, null, 4, 5])])!;
  expect(paths(drawn)[0]!.path.match(/M/g)).toHaveLength(3);
  expect(drawn.svg.match(/<circle/g)).toHaveLength(2);
  expect(texts(drawn).join("")).toContain("缺月断开");
});

test("last year lies soft under the same months, named at its end", () => {
  const drawn = chart([
    line([9000, 9500, 9200]),
    { label: "上年同月", isLastYear: true, history: months([8000, 8100, 8200, 8300], "2024-01") },
  ])!;
  const [below, above] = paths(drawn);
  expect([below!.stroke, above!.stroke]).toEqual([LOOK.soft, LOOK.data]);
  expect(below!.path.split(/[ML]/)[1]!.split(",")[0]).toBe(
    above!.path.split(/[ML]/)[1]!.split(",")[0],
  );
  expect(texts(drawn)).toEqual(expect.arrayContaining(["本年9200元", "上年同月8200元"]));
  expect(drawn.figures).toHaveLength(6);
});

test("the axis starts at zero and keeps negatives", () => {
  expect(texts(chart([line([9000, 9500, 9200])]))).toContain("0");
  expect(texts(chart([line([-500, 300, 200])]))).toEqual(expect.arrayContaining(["−400", "0"]));
});

test("only the newest thirty-six months are drawn and quoted", () => {
  const drawn = chart([
    line(
      Array.from({ length: 50 }, (_, i) => 9000 + i),
      "2021-01",
    ),
  ])!;
  expect(drawn.figures).toHaveLength(36);
  expect(texts(drawn).join("")).toContain("2022年3月至2025年2月");
});

test("a line that ends early says its month", () => {
  const drawn = chart([line([1, 2, 3]), { label: "大病", history: months([1, 2]) }]);
  expect(texts(drawn)).toContain("大病2.00元（2月）");
  expect(drawn?.title).toBe("本年居民次均住院费用2025年3月为3.00元，为3个月中最高");
});

test("fewer than three months, or none, is no chart; mixed units are a mistake of ours", () => {
  expect(chart([line([1, 2, null])])).toBeNull();
  expect(chart([])).toBeNull();
  const days = months([1, 2, 3], "2025-01", "length_of_stay", "days");
  expect(() => chart([line([1, 2, 3]), { label: "天", history: days }])).toThrow(/units differ/);
});

const wave = Array.from({ length: 33 }, (_, i) => 11800 + 600 * Math.sin(i / 2));

test.each([
  [
    chart([
      line(wave, "2023-01"),
      { label: "上年同月", isLastYear: true, history: months(wave, "2022-01") },
    ]),
  ],
  [
    chart([
      {
        label: "",
        history: months([0.02, null, 0.0195, 0.03], "2024-11", "hospitalization_rate", "ratio"),
      },
    ]),
  ],
  [chart([line([0, 0, 0])])],
  [
    chart([
      line([41e6, 42e6, 43e6]),
      { label: "职工", history: months([41e6, 42e6, 43.1e6]) },
      { label: "大病", history: months([1e6, -2e6, 3e6]) },
    ]),
  ],
])("reads cleanly in print: %#", (drawn) => {
  expect(flaws(drawn!)).toEqual([]);
});
