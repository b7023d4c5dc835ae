import { describe, expect, test } from "vitest";
import { waterfallChart } from "../../../reports/charts/waterfall.ts";
import { LOOK } from "../../../reports/look.ts";
import { figure } from "../city.ts";
import { drawnBars, flaws, placedTexts } from "./placed.ts";

const FACTORS = [
  ["参保人数", "增加", "减少", "insured_effect"],
  ["住院率", "上升", "下降", "admission_rate_effect"],
  ["次均费用", "上升", "下降", "cost_effect"],
  ["基金支付比例", "上升", "下降", "fund_share_effect"],
] as const;

const chart = (
  change: string | null,
  effects: (string | null)[],
  [before, now]: (string | null)[] = [null, null],
) =>
  waterfallChart({
    subject: "居民住院统筹支出",
    span: "2025年1—9月",
    source: "来源：结算。",
    before: figure("inpatient_fund_pay", "resident", before!, { period: "2024Q3" }),
    now: figure("inpatient_fund_pay", "resident", now!, { period: "2025Q3" }),
    change: figure("inpatient_spend_change", "resident", change),
    contributions: FACTORS.map(([label, up, down, metric], i) => ({
      label,
      up,
      down,
      figure: figure(metric, "resident", effects[i]!),
    })),
  });

const RISE = ["-12000000", "80000000", "45000000", "12000000"];
const rise = () => chart("125000000", RISE, ["310000000", "435000000"])!;
const texts = (drawn: ReturnType<typeof chart>) => placedTexts(drawn!).map(({ text }) => text);
const bars = (drawn: ReturnType<typeof chart>) => drawnBars(drawn!);

describe("the title names the change and who made it", () => {
  test.each([
    ["125000000", RISE, "比上年同期增加1.25亿元，主要因住院率上升（+0.80亿元）"],
    [
      "-50000000",
      ["-12000000", "-30000000", "-3000000", "-5000000"],
      "比上年同期减少5000万元，主要因住院率下降（−3000万元）",
    ],
    [
      "2000000",
      ["-3000000", "80000000", "-78000000", "3000000"],
      "比上年同期增加200万元，住院率上升（+8000万元）与次均费用下降（−7800万元）大体抵消",
    ],
    [
      "0",
      ["0", "80000000", "-80000000", "0"],
      "与上年同期持平，住院率上升（+8000万元）与次均费用下降（−8000万元）大体抵消",
    ],
    ["0", ["0", "0", "0", "0"], "与上年同期持平，各项因素均未变动"],
  ])("%s", (change, effects, said) => {
    expect(chart(change, effects)?.title).toBe(`居民住院统筹支出${said}`);
  });
});

test("each bar starts where the one before ended, and the total spans from last year to this", () => {
  const [insured, rate, cost, share, total] = bars(rise());
  expect(rate!.from).toBeCloseTo(insured!.from, 1);
  expect(cost!.from).toBeCloseTo(rate!.to, 1);
  expect(share!.from).toBeCloseTo(cost!.to, 1);
  expect(total!.from).toBeCloseTo(insured!.to, 1);
  expect(total!.to).toBeCloseTo(share!.to, 1);
});

test("only the driver of a rise is in the colour of attention", () => {
  const attention = (drawn: ReturnType<typeof chart>) =>
    bars(drawn).map(({ fill }) => fill === LOOK.attention);
  expect(attention(rise())).toEqual([false, true, false, false, false]);
  expect(attention(chart("-5", ["-1", "-3", "-2", "1"]))).not.toContain(true);
});

test("every move carries its sign, and start and end their amounts", () => {
  expect(texts(rise())).toEqual(
    expect.arrayContaining([
      "−0.12亿元",
      "+0.80亿元",
      "+1.25亿元",
      "上年同期3.10亿元",
      "本期4.35亿元",
    ]),
  );
});

test("a small move beside large ones is not printed as nothing", () => {
  const drawn = chart("900000000", ["300000", "1200000000", "-300300000", "0"]);
  expect(texts(drawn)).toEqual(expect.arrayContaining(["+30.00万元", "+12.00亿元", "0元"]));
});

test("parts that do not add up on the page say why", () => {
  expect(texts(rise()).join("")).not.toContain("四舍五入");
  const drawn = chart("3010000", ["1004000", "1004000", "1002000", "0"]);
  expect(texts(drawn).join("")).toContain("因四舍五入");
});

test("nothing is drawn where the change or an effect is unknown", () => {
  expect(chart(null, RISE)).toBeNull();
  expect(chart("125000000", [null, ...RISE.slice(1)])).toBeNull();
});

test("figures drawn are quoted by id, those unknown are not", () => {
  expect(rise().figures).toHaveLength(7);
  expect(chart("125000000", RISE)?.figures).toHaveLength(5);
});

test.each([
  [rise()],
  [chart("-50000000", ["-12000000", "-30000000", "-3000000", "-5000000"], ["435000000", null])],
  [chart("0", ["0", "0", "0", "0"])],
  [chart("2000000", ["-3000000", "80000000", "-78000000", "3000000"], ["310000000", "312000000"])],
])("reads cleanly in print: %#", (drawn) => {
  expect(flaws(drawn!)).toEqual([]);
});
