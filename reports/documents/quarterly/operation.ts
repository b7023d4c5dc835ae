import { fundOf } from "../../../models/fund.ts";
import { endMonth, monthsIn, yearEarlier } from "../../../models/period.ts";
import { type Block, join, type Run, say } from "../../document.ts";
import { endInWords, signOf, size } from "../../format.ts";
import { countyCompletionChart, flowChart, fundCompletionChart } from "../bulletin-charts.ts";
import { fullName, fundsPresent, type Known, known, missingOf, quote } from "../bulletin-facts.ts";
import { currentClause, expenditureClause, incomeClause, missingClause } from "../sentences.ts";
import { fundTable } from "../tables.ts";
import { countiesSentence } from "./counties.ts";
import type { QuarterlyFacts } from "./quarterly-facts.ts";
import { type Section, said, under } from "./section.ts";

/** 基金收支与预算执行: the whole, then fund by fund, then by county. */
export const operationSection: Section = {
  title: "基金收支与预算执行",
  needs: ["marts.fund_month"],
  blocks: (facts) => {
    const funds = fundsPresent(facts);
    const isByCounty = funds.some((fund) =>
      facts.children.some(({ code }) =>
        known(facts, "expenditure_completion", fund, { region: code }),
      ),
    );
    return [
      ...under("总体情况", [
        fundTable(facts),
        flowChart(facts),
        isByCounty ? null : fundCompletionChart(facts),
      ]),
      ...funds.flatMap((fund) => under(`${fundOf(fund).title}基金`, fundBlocks(facts, fund))),
    ];
  },
};

function fundBlocks(facts: QuarterlyFacts, fund: string): (Block | null)[] {
  return [
    said(join([flowSentence(facts, fund), balanceTurn(facts, fund)], "")),
    said(join([monthsSentence(facts, fund), countiesSentence(facts, fund)], "")),
    countyCompletionChart(facts, fund),
  ];
}

/** Income and expenditure of a fund in a sentence, ended by which of the two grew faster. */
export function flowSentence(facts: QuarterlyFacts, fund: string): Run[] {
  const name = fullName(facts, fund);
  const gap = missingClause(facts, fund);
  const parts = [incomeClause(facts, fund), expenditureClause(facts, fund)];
  const told = parts.filter((part) => part.length > 0);
  if (told.length === 0) return [`${name}${gap === "" ? "本季度没有收支数据" : gap}。`];
  const sentence = say`截至${endInWords(endMonth(facts.period))}，${name}${join(told, "；")}${pace(facts, fund)}。`;
  return gap === "" ? sentence : say`${sentence}${name}${gap}，上述数字以已报数据为准。`;
}

/** ，支出增速快于收入 */
function pace(facts: QuarterlyFacts, fund: string): string {
  const income = known(facts, "income_ytd.yoy", fund);
  const spent = known(facts, "expenditure_ytd.yoy", fund);
  if (!income || !spent) return "";
  const [up, out] = [signOf(income)!, signOf(spent)!];
  if (up < 0 && out > 0) return "。收入下降而支出增长";
  if (up > 0 && out < 0) return "。收入增长而支出下降";
  if (size(income) === size(spent) && up === out) return "。收支增减幅度相当";
  const faster = Number(spent.value) > Number(income.value);
  if (up >= 0 && out >= 0) return faster ? "。支出增速快于收入" : "。收入增速快于支出";
  return faster ? "。收入降幅大于支出" : "。支出降幅大于收入";
}

/** How this year's balance of the period stands to last year's: 由结余转为赤字, 赤字扩大 … */
export function balanceTurn(facts: QuarterlyFacts, fund: string): Run[] {
  const current = known(facts, "current_balance", fund);
  const past = pastBalance(facts, fund);
  if (!current || !past) return [];
  const [now, then] = [signOf(current)!, signOf(past)!];
  const was = say`上年同期${then === -1 ? "赤字" : "结余"}${quote(past, size(past))}`;
  if (now === -1 && then === 1) return say`${was}，本年转为赤字。`;
  if (now === 1 && then === -1) return say`${was}，本年转为结余。`;
  if (now === 0 || then === 0)
    return say`${then === 0 ? "上年同期收支相抵" : was}，本年${currentClause(facts, fund)}。`;
  const more = Math.abs(Number(current.value)) - Math.abs(Number(past.value));
  if (size(current) === size(past)) return say`${was}，与本年相当。`;
  const kind = now === -1 ? ["赤字扩大", "赤字收窄"] : ["当期结余增加", "当期结余减少"];
  return say`${was}，${more > 0 ? kind[0]! : kind[1]!}。`;
}

function pastBalance(facts: QuarterlyFacts, fund: string): Known | undefined {
  if (!known(facts, "expenditure_ytd.yoy", fund) && !known(facts, "income_ytd.yoy", fund)) return;
  return known(facts, "current_balance", fund, { period: yearEarlier(facts.period) });
}

/** Spending of the quarter month by month: 本季度各月支出：7月1.02亿元、8月… */
export function monthsSentence(facts: QuarterlyFacts, fund: string): Run[] {
  const months = monthsIn(facts.period).map((period) => ({
    name: `${Number(period.slice(5))}月`,
    figure: known(facts, "expenditure_month", fund, { period }),
  }));
  const told = months.flatMap(({ name, figure }) => (figure ? [{ name, figure }] : []));
  if (told.length < 3 || missingOf(facts, fund).length > 0) return [];
  const each = told.map(({ name, figure }) => say`${name}${quote(figure)}`);
  return say`本季度各月支出：${join(each, "、")}。`;
}
