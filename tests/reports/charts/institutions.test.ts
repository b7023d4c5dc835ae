import { describe, expect, test } from "vitest";
import { type InstitutionBar, institutionsChart } from "../../../reports/charts/institutions.ts";
import { LOOK } from "../../../reports/look.ts";
import { figure } from "../city.ts";
import { drawnBars, flaws, placedTexts } from "./placed.ts";

interface Given {
  name?: string;
  spending: string | null;
  cost?: string | null;
  mean?: string;
}

let serial = 0;
const institution = ({ name = "", spending, cost = null, mean }: Given): InstitutionBar => {
  const code = `H620700${String(++serial).padStart(5, "0")}`;
  return {
    code,
    name,
    spending: figure("inpatient_fund_pay", "resident", spending, { basis: `institution:${code}` }),
    cost: yuan(cost, `institution:${code}`),
    peers: mean === undefined ? undefined : { level: "三级", mean: yuan(mean, "level:3") },
  };
};
const yuan = (value: string | null, basis: string) => ({
  ...figure("cost_per_admission", "resident", value, { basis }),
  unit: "yuan" as const,
});
const chart = (given: Given[]) =>
  institutionsChart({
    subject: "居民住院统筹支出",
    institutions: given.map(institution),
    span: "2025年1—9月",
    source: "来源：结算。",
  });
const texts = (drawn: ReturnType<typeof chart>) => placedTexts(drawn!).map(({ text }) => text);
const dots = (drawn: ReturnType<typeof chart>) =>
  [...drawn!.svg.matchAll(/<circle [^>]*fill="(#\w+)"/g)].map((match) => match[1]);

const FIRST = { name: "甲医院", spending: "210000000", cost: "12455", mean: "9800" };
const SECOND = { name: "乙医院", spending: "105000000", cost: "9000", mean: "9800" };
const THIRD = { name: "丙医院", spending: "70000000", cost: "10100", mean: "9800" };

describe("the title says who was paid most and who is dear", () => {
  const head = "居民住院统筹支出最多的是甲医院（2.10亿元）";
  test.each<[Given[], string]>([
    [[SECOND, FIRST, THIRD], "；所列3家中2家次均费用高于同级平均，甲医院比三级平均高27%"],
    [[{ ...FIRST, cost: "9800.3" }, SECOND], "；所列2家次均费用均不高于同级平均"],
    [
      [FIRST, { ...SECOND, cost: null }],
      "；可比的1家中1家次均费用高于同级平均，甲医院比三级平均高27%",
    ],
    [[{ name: "甲医院", spending: "210000000" }, { spending: "1" }], ""],
  ])("%#", (given, rest) => {
    expect(chart(given)?.title).toBe(head + rest);
  });
});

test("the one farthest above its level stands out", () => {
  expect(dots(chart([FIRST, SECOND, THIRD]))).toEqual([LOOK.attention, LOOK.data, LOOK.data]);
  expect(dots(chart([{ ...FIRST, cost: "9000" }, SECOND]))).not.toContain(LOOK.attention);
});

test("words and signs say what colour says", () => {
  const said = texts(
    chart([
      FIRST,
      { ...SECOND, cost: "7000" },
      { ...THIRD, cost: "9800" },
      { spending: "9", cost: "5000" },
      { spending: "8" },
    ]),
  );
  for (const text of ["比三级+27%", "比三级−29%", "与三级持平", "未比较", "次均无数据"])
    expect(said).toContain(text);
});

test("bars start at zero and keep proportion", () => {
  const [first, second] = drawnBars(chart([FIRST, SECOND])!);
  expect(second!.from).toBe(first!.from);
  expect((second!.to - second!.from) / (first!.to - first!.from)).toBeCloseTo(0.5, 2);
});

test("a code stands for a missing name, a long name is cut, equal names keep their own rows", () => {
  const long = "示例市高台县新坝镇中心卫生院暨社区卫生服务中心（老年病康复医院）";
  const drawn = chart([
    { name: long, spending: "3" },
    { name: long, spending: "2" },
    { spending: "1" },
  ]);
  expect(texts(drawn).some((text) => /^H620700\d{5}$/.test(text))).toBe(true);
  expect(texts(drawn).filter((text) => text.endsWith("…"))).toHaveLength(2);
  expect(drawnBars(drawn!)).toHaveLength(3);
});

test("a name of characters beyond U+FFFF is cut between them", () => {
  const name = "𬭊".repeat(40);
  const drawn = chart([{ ...FIRST, name }, SECOND])!;
  expect(drawn.title).toContain(`${"𬭊".repeat(15)}…`);
  for (const text of [drawn.title, ...texts(drawn)]) expect(text).not.toMatch(/\p{Surrogate}/u);
  expect(flaws(drawn)).toEqual([]);
});

test("ids of all that is drawn, each once; fewer than two is no chart", () => {
  expect(chart([FIRST, SECOND])?.figures).toHaveLength(5);
  expect(chart([FIRST])).toBeNull();
  expect(chart([FIRST, { spending: null }])).toBeNull();
});

test.each([
  [chart([FIRST, SECOND, THIRD])],
  [
    chart([
      { ...FIRST, name: "示例市高台县新坝镇中心卫生院暨社区卫生服务中心", cost: "122000" },
      SECOND,
    ]),
  ],
  [chart([{ spending: "0" }, { spending: "-5000000", cost: "1" }])],
])("reads cleanly in print: %#", (drawn) => {
  expect(flaws(drawn!)).toEqual([]);
});
