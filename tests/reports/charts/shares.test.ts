import { describe, expect, test } from "vitest";
import { sharesChart } from "../../../reports/charts/shares.ts";
import { LOOK } from "../../../reports/look.ts";
import { figure } from "../city.ts";
import { drawnBars, flaws, placedTexts } from "./placed.ts";

type Part = [label: string, now: string | null, before: string | null];

const chart = (parts: Part[]) =>
  sharesChart({
    subject: "居民住院统筹支出",
    nowLabel: "2025年1—9月",
    beforeLabel: "上年同期",
    source: "来源：结算。",
    parts: parts.map(([label, now, before]) => ({
      label,
      now: figure("inpatient_fund_pay", "resident", now, { basis: label }),
      before: figure("inpatient_fund_pay", "resident", before, { basis: label, period: "2018-07" }),
    })),
  });
const texts = (drawn: ReturnType<typeof chart>) =>
  placedTexts(drawn!)
    .map(({ text }) => text)
    .join("|");

const LEVELS: Part[] = [
  ["三级", "62100000", "58000000"],
  ["二级", "27000000", "30000000"],
  ["一级", "9700000", "11000000"],
  ["未定级", "1200000", "1000000"],
];

describe("the title names the part that gained most", () => {
  test.each<[Part[], string]>([
    [LEVELS, "三级占居民住院统筹支出的62.10%，比上年同期上升4.10个百分点"],
    [
      [
        ["本地", "83", "90"],
        ["异地", "17", "10"],
      ],
      "异地占居民住院统筹支出的17.00%，比上年同期上升7.00个百分点",
    ],
    [
      [
        ["本地", "90", "9"],
        ["异地", "10", "1"],
      ],
      "本地占居民住院统筹支出的90.00%，各部分比重与上年同期持平",
    ],
    [
      [
        ["本地", "90", null],
        ["异地", "10", null],
      ],
      "本地占居民住院统筹支出的90.00%，比重最高",
    ],
    [
      [
        ["甲", "0", "5"],
        ["乙", "100", "95"],
      ],
      "乙占居民住院统筹支出的100.00%，比上年同期上升5.00个百分点",
    ],
  ])("%j", (parts, title) => {
    expect(chart(parts)?.title).toBe(title);
  });
});

test("both bars are a whole, and the part of the title stands out in both", () => {
  const bars = drawnBars(chart(LEVELS)!);
  const rows = [bars.slice(0, 4), bars.slice(4)];
  for (const row of rows) {
    expect(row.map(({ fill }) => fill === LOOK.data)).toEqual([true, false, false, false]);
    for (const [i, bar] of row.slice(1).entries()) expect(bar.from).toBeCloseTo(row[i]!.to, 1);
  }
  const share = ({ from, to }: (typeof bars)[number]) =>
    (to - from) / (bars[3]!.to - bars[0]!.from);
  expect(share(bars[0]!)).toBeCloseTo(0.621, 3);
  expect(share(bars[4]!)).toBeCloseTo(0.58, 3);
});

test("every part is named with its share, the narrow ones outside", () => {
  const said = texts(chart(LEVELS));
  for (const text of ["三级 62.10%", "未定级 1.20%", "未定级 1.00%"]) expect(said).toContain(text);
});

test("last year is left out, and that is said, where a part of it is unknown", () => {
  const drawn = chart([...LEVELS.slice(0, 3), ["未定级", "1200000", null]])!;
  expect(drawnBars(drawn)).toHaveLength(4);
  expect(texts(drawn)).toContain("上年同期缺未定级，不作比较");
  expect(drawn.figures.every((id) => !id.includes("2018-07"))).toBe(true);
  expect(chart(LEVELS)?.figures).toHaveLength(8);
});

test("no whole, no chart", () => {
  expect(chart([["本地", "1", "1"]])).toBeNull();
  expect(
    chart([
      ["本地", null, "1"],
      ["异地", "2", "1"],
    ]),
  ).toBeNull();
  expect(
    chart([
      ["本地", "-1", "1"],
      ["异地", "2", "1"],
    ]),
  ).toBeNull();
  expect(
    chart([
      ["本地", "0", "1"],
      ["异地", "0", "1"],
    ]),
  ).toBeNull();
});

const PLACES: Part[] = [
  ["村卫生室", "1", "2"],
  ["乡镇卫生院", "150", "151"],
  ["县级医院", "420", "410"],
  ["县外市内", "210", "200"],
  ["市外省内", "90", "80"],
  ["省外", "12", "11"],
  ["民营医院", "14", "13"],
  ["社区", "3", "2"],
  ["其他", "2", "3"],
];

test("the smallest of many parts are drawn as one and every figure is still quoted", () => {
  const drawn = chart(PLACES)!;
  expect(texts(drawn)).toContain("其余3项 0.67%");
  expect(drawn.figures).toHaveLength(18);
});

test.each([
  [chart(LEVELS)],
  [chart(PLACES)],
  [
    chart([
      ["零散村医", "2", "2"],
      ["县级", "2", "2"],
      ["乙", "100", "100"],
      ["定向机构", "1", "1"],
    ]),
  ],
  [
    chart([
      ["甲", "0", "5"],
      ["乙", "100", "95"],
    ]),
  ],
])("reads cleanly in print: %#", (drawn) => {
  expect(flaws(drawn!)).toEqual([]);
});
