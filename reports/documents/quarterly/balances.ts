import { endMonth } from "../../../models/period.ts";
import { join, type Run, say } from "../../document.ts";
import { endInWords, signOf } from "../../format.ts";
import { bandInWords, breachOf } from "../../warning.ts";
import { payableCharts } from "../bulletin-charts.ts";
import { bandOf, fullName, fundsPresent, known, payableOf, shortName } from "../bulletin-facts.ts";
import { payableNote } from "../notes.ts";
import { balanceClause } from "../sentences.ts";
import type { QuarterlyFacts } from "./quarterly-facts.ts";
import { changed } from "./quotes.ts";
import { type Section, said } from "./section.ts";

/** 结余与支付能力: balances, months payable against their levels, and how they moved. */
export const balancesSection: Section = {
  title: "结余与支付能力",
  needs: ["marts.fund_month"],
  blocks: (facts) => {
    const funds = fundsPresent(facts);
    return [
      ...funds.map((fund) => said(balanceSentence(facts, fund))),
      said(levelsSentence(facts)),
      ...payableCharts(facts),
    ];
  },
};

/** 截至9月底，职工基金累计结余…，可支付10.25个月；可支付月数比上年同期减少…，比上季度末增加… */
export function balanceSentence(facts: QuarterlyFacts, fund: string): Run[] {
  const balance = balanceClause(facts, fund);
  if (balance.length === 0) return [];
  const place = placeInBand(facts, fund);
  const moves = join([movedSince(facts, fund, "yoy"), movedSince(facts, fund, "mom")], "，");
  const head = say`截至${endInWords(endMonth(facts.period))}，${fullName(facts, fund)}${balance}${place}`;
  const lead = place === "" ? "。可支付月数" : "，";
  return moves.length === 0 ? say`${head}。` : say`${head}${lead}${moves}。`;
}

/** Where months payable that break no level stand: 在6—9个月的正常区间 or above it. */
function placeInBand(facts: QuarterlyFacts, fund: string): string {
  const payable = payableOf(facts, fund);
  const band = bandOf(facts, fund);
  if (!payable || !band || breachOf(payable.figure, band) !== null) return "";
  const { normalLow, normalHigh, excess } = band;
  if (normalLow === null || normalHigh === null || signOf(payable.figure) === -1) return "";
  const range = `${normalLow}—${normalHigh}个月的正常区间`;
  if (Number(payable.figure.value) <= normalHigh) return `。可支付月数在${range}`;
  return `。可支付月数高于${range}${excess === null ? "" : `，未到${excess}个月的偏高界限`}`;
}

const SINCE = { yoy: "上年同期", mom: "上季度末" };

function movedSince(facts: QuarterlyFacts, fund: string, gap: "yoy" | "mom"): Run[] {
  const payable = payableOf(facts, fund);
  if (!payable || signOf(payable.figure) === -1) return [];
  const { basis } = payable.basis;
  const move = known(facts, `months_payable.${gap}`, fund, { basis });
  if (!move) return [];
  return signOf(move) === 0 ? [`与${SINCE[gap]}持平`] : say`比${SINCE[gap]}${changed(move)}`;
}

/** The levels each fund is judged by, with their authority, and how months payable are counted. */
function levelsSentence(facts: QuarterlyFacts): Run[] {
  const judged = fundsPresent(facts).filter((fund) => payableOf(facts, fund));
  const levels = new Map<string, string[]>();
  for (const fund of judged) {
    const band = bandOf(facts, fund);
    if (!band) continue;
    const authority = band.basisText === null ? "本级设定" : `依据${band.basisText}`;
    const text = `${bandInWords(band)}（${authority}）`;
    levels.set(text, [...(levels.get(text) ?? []), shortName(facts, fund)]);
  }
  const told = [...levels].map(([text, names]) => [`${names.join("、")}：${text}`]);
  const counting = payableNote(facts, judged);
  const bands = told.length > 0 ? say`判断界限：${join(told, "；")}。` : [];
  return join([bands, ...counting], "");
}
