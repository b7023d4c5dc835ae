import { fundOf } from "../../../models/fund.ts";
import { spanInWords, yearEarlier } from "../../../models/period.ts";
import { waterfallChart } from "../../charts/waterfall.ts";
import { type Chart, join, type Run, say } from "../../document.ts";
import { signOf, size } from "../../format.ts";
import { type Known, quote } from "../bulletin-facts.ts";
import type { QuarterlyFacts } from "./quarterly-facts.ts";
import { changed, counted } from "./quotes.ts";

/** A factor of inpatient spending and what its move did to it, in yuan. */
export interface Effect {
  metric: string;
  /** 住院率上升, in the direction it moved. */
  cause: string;
  figure: Known;
}

interface Factor {
  metric: string;
  title: string;
  up: string;
  down: string;
}

const FACTORS: Factor[] = [
  { metric: "insured_effect", title: "参保人数", up: "增加", down: "减少" },
  { metric: "admission_rate_effect", title: "住院率", up: "上升", down: "下降" },
  { metric: "cost_effect", title: "次均费用", up: "上升", down: "下降" },
  { metric: "fund_share_effect", title: "基金支付比例", up: "上升", down: "下降" },
];

/** The change of a fund's inpatient spending and its effects, the largest first; null where unknown. */
export function decompositionOf(
  facts: QuarterlyFacts,
  fund: string,
): { change: Known; effects: Effect[] } | null {
  const change = counted(facts, "inpatient_spend_change", fund);
  const effects = FACTORS.flatMap(({ metric, title, up, down }): Effect[] => {
    const figure = counted(facts, metric, fund);
    if (!figure) return [];
    const direction = { 1: up, 0: "未变", "-1": down }[signOf(figure)!];
    return [{ metric, cause: `${title}${direction}`, figure }];
  });
  if (!change || effects.length < FACTORS.length) return null;
  const weight = ({ figure }: Effect) => Math.abs(Number(figure.value));
  return { change, effects: effects.toSorted((a, b) => weight(b) - weight(a)) };
}

/** The effect that moved spending the way it went, the largest; undefined where they cancelled out. */
export function driverOf(facts: QuarterlyFacts, fund: string): Effect | undefined {
  const parts = decompositionOf(facts, fund);
  if (!parts || isCancelled(parts)) return undefined;
  const way = signOf(parts.change);
  return parts.effects.find(({ figure }) => signOf(figure) === way);
}

/** Factors moved spending by more than twice what was left of it in the end. */
function isCancelled({ change, effects }: { change: Known; effects: Effect[] }): boolean {
  const largest = Math.abs(Number(effects[0]!.figure.value));
  return signOf(change) === 0 || largest > 2 * Math.abs(Number(change.value));
}

/** 职工住院基金支出比上年同期增加…，主要来自住院率上升（增支…），其次是…；…抵消了一部分 */
export function decompositionSentence(facts: QuarterlyFacts, fund: string): Run[] {
  const parts = decompositionOf(facts, fund);
  if (!parts) return [];
  const { change, effects } = parts;
  const yoy = changed(counted(facts, "inpatient_fund_pay.yoy", fund));
  const inRate = yoy.length === 0 ? [] : say`（${yoy}）`;
  const name = `${fundOf(fund).short}住院基金支出`;
  const head =
    signOf(change) === 0
      ? [`${name}与上年同期持平`]
      : say`${name}比上年同期${signOf(change) === 1 ? "增加" : "减少"}${quote(change, size(change))}${inRate}`;
  const moving = effects.filter(({ figure }) => signOf(figure) !== 0);
  if (moving.length === 0) return say`${head}，各项因素均未变动。`;
  const driver = driverOf(facts, fund);
  if (!driver)
    return say`${head}：${listed(moving, "，")}。增支与减支因素大体相互抵消，净增减较小不表示各因素平稳。`;
  const way = signOf(change)!;
  const weight = ({ figure }: Effect) => Math.abs(Number(figure.value));
  const along = moving.filter(
    ({ metric, figure }) => metric !== driver.metric && signOf(figure) === way,
  );
  const next = along.filter((each) => weight(each) > weight(driver) / 3);
  const rest = along.filter((each) => !next.includes(each));
  const against = moving.filter(({ figure }) => signOf(figure) !== way);
  const clauses = [
    say`主要来自${listed([driver])}`,
    next.length > 0 ? say`其次是${listed(next)}` : [],
    rest.length > 0 ? say`另有${listed(rest)}` : [],
  ];
  const offset = against.length > 0 ? say`；${listed(against)}抵消了一部分` : [];
  return say`${head}，${join(clauses, "，")}${offset}。`;
}

/** 住院率上升（增支61.64万元）、次均费用上升（增支26.24万元） */
const listed = (effects: Effect[], separator = "、"): Run[] =>
  join(
    effects.map(
      ({ cause, figure }) =>
        say`${cause}（${signOf(figure) === 1 ? "增支" : "减支"}${quote(figure, size(figure))}）`,
    ),
    separator,
  );

/** From last year's inpatient spending to this year's, drawn step by step. */
export function decompositionChart(facts: QuarterlyFacts, fund: string): Chart | null {
  if (!decompositionOf(facts, fund)) return null;
  return waterfallChart({
    subject: `${fundOf(fund).short}住院基金支出`,
    before: counted(facts, "inpatient_fund_pay", fund, { period: yearEarlier(facts.period) }),
    now: counted(facts, "inpatient_fund_pay", fund),
    change: counted(facts, "inpatient_spend_change", fund),
    contributions: FACTORS.map(({ metric, title, up, down }) => ({
      label: title,
      up,
      down,
      figure: counted(facts, metric, fund),
    })),
    span: spanInWords(facts.period),
    source: `来源：${facts.issuer}医保结算；对数均值迪氏指数法（LMDI）。`,
  });
}
