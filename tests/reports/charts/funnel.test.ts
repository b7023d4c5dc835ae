import { expect, test } from "vitest";
import { type Funnel, funnelChart } from "../../../reports/charts/funnel.ts";
import { LOOK } from "../../../reports/look.ts";
import { figure } from "../city.ts";
import { drawnBars, flaws, placedTexts } from "./placed.ts";

const funnel = (
  label: string,
  [clues, verified, recovered]: [string | null, string | null, string | null],
): Funnel => {
  const of = (metric: string, value: string | null) =>
    figure(metric, "all", value, { basis: `name:${label}` });
  const share = (a: string | null, b: string | null) =>
    a === null || b === null || Number(b) === 0 ? null : String(Number(a) / Number(b));
  return {
    label,
    clues: of("supervision_clues", clues),
    checked: of("supervision_checked", clues),
    verified: of("supervision_verified", verified),
    rate: of("verification_rate", share(verified, clues)),
    recovered: of("supervision_recovered", recovered),
    perClue: of("recovered_per_clue", share(recovered, verified)),
  };
};

const RULES = funnel("规则筛查", ["3132", "1850", "62500"]);
const CASES = funnel("病种分值", ["828", "251", "184400"]);
const WHOLE = funnel("合计", ["3960", "2101", "246900"]);
const chart = (parts: Funnel[], whole = WHOLE) =>
  funnelChart({ whole, parts, span: "2025年1—9月", source: "来源：台账。" });
const texts = (drawn: ReturnType<typeof chart>) => placedTexts(drawn!).map(({ text }) => text);

test("the two funnels of one county, with their rates and what a clue brought", () => {
  const drawn = chart([CASES, RULES]);
  expect(drawn!.title).toBe("线索3960条，核实2101条，核实率53.1%，追回24.69万元");
  expect(texts(drawn)).toEqual(
    expect.arrayContaining([
      ...["3132→1850", "59.1%", "6.25万元", "33.8元"],
      ...["828→251", "30.3%", "18.44万元", "734.7元"],
    ]),
  );
  expect(drawn!.figures).toHaveLength(18);
});

test("the verified part is drawn inside its clues, dark in light, the largest on top", () => {
  const bars = drawnBars(chart([CASES, RULES])!);
  expect(bars.map(({ fill }) => fill)).toEqual([LOOK.soft, LOOK.soft, LOOK.data, LOOK.data]);
  const [rules, cases, right] = bars.map(({ from, to }) => to - from);
  expect(cases! / rules!).toBeCloseTo(828 / 3132, 2);
  expect(right! / rules!).toBeCloseTo(1850 / 3132, 2);
});

test("nothing concluded is said, not drawn as nought", () => {
  const open = funnel("住院行为", ["40", null, null]);
  const drawn = chart([open], open);
  expect(drawn!.title).toBe("线索40条，尚无核实结论");
  expect(texts(drawn)).toEqual(expect.arrayContaining(["40→—", "—"]));
});

test("nothing is drawn where there is nothing", () => {
  expect(chart([])).toBeNull();
  expect(chart([funnel("住院行为", [null, null, null])])).toBeNull();
});

test.each([
  [[RULES, CASES]],
  [[funnel("医师与机构", ["123456", "99999", "1234567890.12"]), RULES]],
  [[funnel("聚集与身份", ["1", "0", "0"])]],
  [Array.from({ length: 14 }, (_, i) => funnel(`第${i}组`, [String(100 + i), "3", "10.5"]))],
])("reads cleanly in print: %#", (parts) => {
  expect(flaws(chart(parts)!)).toEqual([]);
});
