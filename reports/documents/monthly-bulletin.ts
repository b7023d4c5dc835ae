import { fundOf } from "../../models/fund.ts";
import { spanInWords } from "../../models/period.ts";
import {
  type Block,
  type Document,
  heading,
  join,
  numberBlocks,
  paragraph,
  type Run,
  say,
} from "../document.ts";
import {
  countyCompletionChart,
  flowChart,
  fundCompletionChart,
  payableCharts,
} from "./bulletin-charts.ts";
import { type BulletinFacts, fundsPresent, known } from "./bulletin-facts.ts";
import { countySentence } from "./counties.ts";
import { findings } from "./findings.ts";
import { nextSteps } from "./next-steps.ts";
import { fundSentence, openingSentence } from "./sentences.ts";
import { summarySentence } from "./summary.ts";
import { countyTable, fundTable, payableTable } from "./tables.ts";

/** The monthly bulletin 月度通报: what the figures say, in the order published bulletins have it. */
export function monthlyBulletin(facts: BulletinFacts): Document {
  const funds = fundsPresent(facts).map((fund) => fundBlocks(facts, fund));
  const byCounty = funds.flat().some((block) => block?.kind === "chart");
  const overview = [
    fundTable(facts),
    payableTable(facts),
    flowChart(facts),
    byCounty ? null : fundCompletionChart(facts),
    ...payableCharts(facts),
  ];
  const found = findings(facts);
  const steps = nextSteps(facts, found);
  const blocks: (Block | null)[] = [
    paragraph(openingSentence(facts)),
    said(summarySentence(facts, found)),
    heading(1, "医保基金运行情况"),
    ...(funds.length === 0 ? [paragraph(["本期没有可通报的基金数据。"])] : funds.flat()),
    ...(overview.every((block) => block === null) ? [] : [heading(2, "收支结余总体情况")]),
    ...overview,
    heading(1, "存在的问题"),
    ...(found.length === 0
      ? [paragraph([nothingFound(facts)])]
      : found.map((finding, index) => paragraph(say`${`${index + 1}. `}${finding.runs}`))),
    heading(1, "下一步重点"),
    ...(steps.length === 0
      ? [paragraph(["继续按月监测基金收支和预算执行情况。"])]
      : steps.map((step, index) => paragraph(say`${`${index + 1}. `}${step}`))),
  ];
  const { issuer, issuedOn } = facts;
  return {
    title: `${facts.region.name}${spanInWords(facts.period)}医保基金运行情况通报`,
    issuer,
    issuedOn,
    blocks: numberBlocks(blocks.filter((block) => block !== null)),
    signature: { issuer, issuedOn },
  };
}

function fundBlocks(facts: BulletinFacts, fund: string): (Block | null)[] {
  const sentences: Run[][] = [fundSentence(facts, fund), countySentence(facts, fund)];
  return [
    heading(2, `${fundOf(fund).title}基金运行情况`),
    said(join(sentences, "")),
    countyCompletionChart(facts, fund),
    countyTable(facts, fund),
  ];
}

/** A clean bill is given only where something was judged. */
function nothingFound(facts: BulletinFacts): string {
  const judged = fundsPresent(facts).some(
    (fund) => known(facts, "current_balance", fund) ?? known(facts, "ahead_of_even", fund),
  );
  return judged ? "按现有数据，本期未发现需要通报的问题。" : "本期数据不足，无法判断。";
}

const said = (runs: Run[]): Block | null => (runs.length === 0 ? null : paragraph(runs));
