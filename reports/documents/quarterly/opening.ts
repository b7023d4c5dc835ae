import { fundOf } from "../../../models/fund.ts";
import { endMonth, spanInWords } from "../../../models/period.ts";
import { type Block, join, paragraph, type Run, say } from "../../document.ts";
import { monthInWords, signOf } from "../../format.ts";
import { fundsPresent, whole } from "../bulletin-facts.ts";
import { findings } from "../findings.ts";
import { summarySentence } from "../summary.ts";
import { fundsWith } from "./cuts.ts";
import { driverOf } from "./decomposition.ts";
import { quarterInWords } from "./quarter-words.ts";
import type { QuarterlyFacts } from "./quarterly-facts.ts";
import { changed, counted } from "./quotes.ts";

/** What a leader must know first, before how it was counted. */
export function openingBlocks(facts: QuarterlyFacts): Block[] {
  const { period, region } = facts;
  const span = spanInWords(endMonth(period));
  const opening = `现将${whole(region)}${quarterInWords(period)}医保基金运行情况分析如下。除注明外，数字为${span}累计。`;
  const summary = summarySentence(facts, findings(facts));
  const served = servicesSummary(facts);
  return [
    paragraph([opening]),
    ...[summary, served].filter((runs) => runs.length > 0).map(paragraph),
  ];
}

/** 从住院服务看，职工住院基金支出增长29.42%，主要是住院率上升；居民…下降… */
export function servicesSummary(facts: QuarterlyFacts): Run[] {
  const clauses = fundsWith(facts, "inpatient_fund_pay").flatMap((fund) => {
    const yoy = counted(facts, "inpatient_fund_pay.yoy", fund);
    if (!yoy) return [];
    const driver = driverOf(facts, fund);
    const because = driver && signOf(yoy) !== 0 ? `，主要是${driver.cause}` : "";
    return [say`${fundOf(fund).short}住院基金支出同比${changed(yoy)}${because}`];
  });
  return clauses.length === 0 ? [] : say`从住院服务看，${join(clauses, "；")}。`;
}

/** 编制说明: which book each number is of, that the two are not added or compared unsaid, what is annexed. */
export function basisBlocks(facts: QuarterlyFacts, isAnnexed: boolean): Block[] {
  const { period } = facts;
  const settled = fundsWith(facts, "admissions").length > 0;
  const end = endMonth(period);
  const fund = fundsPresent(facts).length > 0;
  const own = period.endsWith("Q1")
    ? ""
    : `其中本季度为${Number(end.slice(5)) - 2}—${Number(end.slice(5))}月，`;
  const apart = facts.reconciliations.length > 0 ? "；二者的差额单独列示" : "";
  const sentences = [
    `统计期为${spanInWords(end)}，${own}参保和结余为${monthInWords(end)}底数。`,
    fund ? "基金收支、结余取自基金收支月报，按收付实现制。" : "",
    settled ? "住院、费用、待遇取自医保结算，按权责发生制，以结算时间归月。" : "",
    settled && fund ? `两套数口径不同，不相加、不混比${apart}。` : "",
    "同比只在两期口径一致时列出，比率的变动以百分点表示。",
    isAnnexed ? "明细列入文后附表，指标口径和数据来源附后。" : "指标口径和数据来源附后。",
  ];
  return [paragraph([sentences.join("")])];
}
