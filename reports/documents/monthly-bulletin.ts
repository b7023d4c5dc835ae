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
import { type BulletinFacts, fundsPresent } from "./bulletin-facts.ts";
import { countySentence } from "./counties.ts";
import { type Finding, findings } from "./findings.ts";
import { nextSteps } from "./next-steps.ts";
import { fundSentence, openingSentence } from "./sentences.ts";
import { summarySentence } from "./summary.ts";
import {
  funnelTable,
  isSupervised,
  monthSentence,
  ratesSentence,
  supervisionChart,
  supervisionSentence,
} from "./supervision.ts";
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
    ...supervisionBlocks(facts),
    heading(1, "存在的问题"),
    ...(funds.length === 0 ? [paragraph(["无数据可以判断。"])] : problems(found)),
    heading(1, "下一步重点"),
    ...numbered(steps),
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

/** Left out where nothing was found, verified or recovered this year. */
function supervisionBlocks(facts: BulletinFacts): (Block | null)[] {
  if (!isSupervised(facts)) return [];
  const told = [supervisionSentence(facts), monthSentence(facts), ratesSentence(facts)];
  return [
    heading(1, "基金监管工作"),
    said(join(told, "")),
    funnelTable(facts),
    supervisionChart(facts),
  ];
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

/** The findings, numbered; a clean bill is given only as far as the data could be judged. */
function problems(found: Finding[]): Block[] {
  const gaps = found.filter((finding) => finding.kind === "unjudged");
  if (found.length > gaps.length) return numbered(found.map((finding) => finding.runs));
  const clean =
    gaps.length === 0
      ? "本期未发现需要通报的问题。"
      : "在现有数据可以判断的范围内，本期未发现需要通报的问题。";
  return [paragraph(join([[clean], ...gaps.map((finding) => finding.runs)], ""))];
}

const numbered = (items: Run[][]): Block[] =>
  items.map((runs, index) => paragraph(say`${`${index + 1}. `}${runs}`));

const said = (runs: Run[]): Block | null => (runs.length === 0 ? null : paragraph(runs));
