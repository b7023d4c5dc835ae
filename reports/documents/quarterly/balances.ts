import { endMonth } from "../../../models/period.ts";
import { join, type Run, say } from "../../document.ts";
import { outlookBlocks } from "../../forecast/section.ts";
import { endInWords, signOf } from "../../format.ts";
import { bandInWords, breachOf } from "../../warning.ts";
import { payableCharts } from "../bulletin-charts.ts";
import { bandOf, fullName, fundsPresent, known, payableOf, shortName } from "../bulletin-facts.ts";
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
      ...outlookBlocks(facts, facts.outlooks ?? []),
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

/** The levels funds are judged by, each once, with the authority it has for each fund. */
export function levelsSentence(facts: QuarterlyFacts): Run[] {
  const levels = new Map<string, Map<string, string[]>>();
  for (const fund of fundsPresent(facts).filter((each) => payableOf(facts, each))) {
    const band = bandOf(facts, fund);
    if (!band) continue;
    const level = levels.get(bandInWords(band)) ?? new Map<string, string[]>();
    const authority = band.basisText === null ? "为本级设定" : `依据${band.basisText}`;
    level.set(authority, [...(level.get(authority) ?? []), shortName(facts, fund)]);
    levels.set(bandInWords(band), level);
  }
  if (levels.size === 0) return [];
  const told = [...levels].map(([words, authorities]) => {
    const named = [...authorities].map(([authority, names]) => `${names.join("、")}${authority}`);
    return `${words}（${named.join("，")}）`;
  });
  return [`判断界限：${told.join("；")}。`];
}
