import { describe, expect, test } from "vitest";
import type { Unit } from "../../../models/figure.ts";
import { type RankedBarsInput, rankedBarsChart } from "../../../reports/charts/ranked-bars.ts";
import { LOOK } from "../../../reports/look.ts";
import { figure } from "../city.ts";
import { drawnBars, flaws, placedTexts } from "./placed.ts";

const NATION = { label: "全国2023年", value: "0.2159" };
const WHOLE = { label: "全市", value: "0.2010", figure: "hospitalization_rate/city" };

const chart = (
  values: (string | null)[],
  lines: RankedBarsInput["lines"] = [NATION],
  changes: Partial<RankedBarsInput> & { unit?: Unit; metric?: string } = {},
) => {
  const { unit = "ratio", metric = "hospitalization_rate", ...rest } = changes;
  return rankedBarsChart({
    subject: "居民住院率",
    kind: "个地区",
    worse: "high",
    span: "2025年1—9月",
    source: "来源：结算。",
    lines,
    bars: values.map((value, i) => ({
      label: `第${i + 1}县`,
      figure: { ...figure(metric, "resident", value, { region: `r${i}` }), unit },
    })),
    ...rest,
  });
};
const texts = (drawn: ReturnType<typeof chart>) => placedTexts(drawn!).map(({ text }) => text);
const fills = (drawn: ReturnType<typeof chart>) => drawnBars(drawn!).map(({ fill }) => fill);

describe("the title ranks and judges by the first line", () => {
  test.each([
    [
      ["0.2", "0.253", "0.22"],
      "居民住院率：第2县最高（25.30%），3个地区中2个高于全国2023年的21.59%",
    ],
    [
      ["0.2", null, "0.22"],
      "居民住院率：第3县最高（22.00%），有数据的2个地区中1个高于全国2023年的21.59%",
    ],
    [["0.3", "0.25"], "居民住院率：第1县最高（30.00%），2个地区均高于全国2023年的21.59%"],
    [["0.1", "0.2"], "居民住院率：第2县最高（20.00%），2个地区均不高于全国2023年的21.59%"],
    [["0.2", "0.2"], "居民住院率：2个地区同为20.00%，均不高于全国2023年的21.59%"],
    [["0.25"], "居民住院率：第1县为25.00%，高于全国2023年的21.59%，相差3.41个百分点"],
    [["0.215904"], "居民住院率：第1县为21.59%，不高于全国2023年的21.59%"],
  ])("%j", (values, title) => {
    expect(chart(values)?.title).toBe(title);
  });
  test("a rate that should be high has its lowest on top", () => {
    const drawn = chart(["0.7", "0.6", "0.85"], [{ label: "全省2023年", value: "0.8" }], {
      worse: "low",
      subject: "居民报销比",
    });
    expect(drawn?.title).toBe(
      "居民报销比：第2县最低（60.00%），3个地区中2个低于全省2023年的80.00%",
    );
    expect(texts(drawn).filter((text) => text?.startsWith("第"))).toEqual([
      "第2县",
      "第1县",
      "第3县",
    ]);
  });
  test("without a line, and in other units", () => {
    const days = chart(["8.123", "9.5", "-1"], [], { unit: "days", metric: "length_of_stay" });
    expect(days?.title).toBe("居民住院率：第2县最高，为9.50天，与第3县相差10.50天");
    const yuan = chart(["12455.4", "9000"], [], { unit: "yuan", metric: "cost_per_admission" });
    expect(texts(yuan)).toContain("12455元");
  });
});

test("the worst, those beyond the line and the rest are told apart", () => {
  expect(fills(chart(["0.2", "0.253", "0.22"]))).toEqual([LOOK.attention, LOOK.data, LOOK.soft]);
  expect(fills(chart(["0.2", "0.21"]))).toEqual([LOOK.soft, LOOK.soft]);
});

test("lines are named where they stand, own figures among them by id", () => {
  const drawn = chart(["0.2", "0.253"], [NATION, WHOLE]);
  expect(texts(drawn)).toEqual(expect.arrayContaining(["全国2023年21.59%", "全市20.10%"]));
  expect(drawn?.figures).toContain(WHOLE.figure);
  expect(drawn?.figures).toHaveLength(3);
});

test("unknown regions are said, not drawn; too little is no chart", () => {
  const drawn = chart(["0.2", null, "0.22"]);
  expect(texts(drawn)).toContain("无数据");
  expect(drawn?.figures).toHaveLength(2);
  expect(chart([null, null])).toBeNull();
  expect(chart(["0.2"], [])).toBeNull();
});

test("bars of different units are a mistake of ours", () => {
  const bars = ["yuan", "days"].map((unit, i) => ({
    label: `${i}`,
    figure: { ...figure("x", "resident", "1", { region: `${i}` }), unit: unit as Unit },
  }));
  expect(() => chart([], [], { bars })).toThrow(/units differ/);
});

test("forty-five regions are cut to what a page holds, and say so", () => {
  const drawn = chart(Array.from({ length: 45 }, (_, i) => `0.${200 + i}`))!;
  expect(texts(drawn).join("")).toContain("共45行，只画前40行");
  expect((drawn.height * 156) / drawn.width).toBeLessThan(215);
  expect(drawn.figures).toHaveLength(40);
  expect(flaws(drawn)).toEqual([]);
});

test.each([
  [
    chart(
      ["0.253", "0.21", "0.205", "0.2", "0"],
      [NATION, WHOLE, { label: "全省2023年", value: "0.2033" }],
    ),
  ],
  [chart(["0"], [NATION])],
  [chart(["0", "0"], [])],
  [chart(["-0.2", "-0.1"], [])],
  [chart(["-1.2", "0.62", "-0.35"], [], { unit: "days" })],
])("reads cleanly in print: %#", (drawn) => {
  expect(flaws(drawn!)).toEqual([]);
});
