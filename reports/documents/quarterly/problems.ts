import { fundOf } from "../../../models/fund.ts";
import { type Block, join, paragraph, type Run, say } from "../../document.ts";
import { fundsPresent, shortName } from "../bulletin-facts.ts";
import { type Finding, findings } from "../findings.ts";
import { type Cause, type CauseKind, causes } from "./causes.ts";
import { fundsWith } from "./cuts.ts";
import { decompositionChart, decompositionSentence } from "./decomposition.ts";
import { proposals } from "./proposals.ts";
import type { QuarterlyFacts } from "./quarterly-facts.ts";
import { reconciliationSentence } from "./reconciliation.ts";
import { listed, type Section, said, under } from "./section.ts";

/** 问题与原因: what the figures show, why spending changed, how the two books differ. */
export const problemsSection: Section = {
  title: "问题与原因",
  needs: ["marts.figure"],
  blocks: (facts) => {
    const paying = fundsWith(facts, "inpatient_fund_pay");
    const why = [
      ...under("住院基金支出变动的原因", [
        ...paying.map((fund) => said(decompositionSentence(facts, fund))),
        ...paying.map((fund) => decompositionChart(facts, fund)),
      ]),
      ...under(
        "结算与月报的差额",
        facts.reconciliations.map((line) => said(reconciliationSentence(line))),
      ),
    ];
    const found = problems(facts);
    return why.length === 0 ? found : [...under("存在的问题", found), ...why];
  },
};

/** 建议: what follows, and nothing that follows from nothing. */
export const proposalsSection: Section = {
  title: "建议",
  needs: ["marts.figure"],
  blocks: (facts) => listed(proposals(facts, findings(facts), causesOf(facts))),
};

const fundsOf = (facts: QuarterlyFacts): string[] => [
  ...new Set([...fundsPresent(facts), ...fundsWith(facts, "admissions")]),
];

const causesOf = (facts: QuarterlyFacts): Cause[] => causes(facts, fundsOf(facts));

/** Two items a fund at most, its money and its care; a clean bill only as far as could be judged. */
function problems(facts: QuarterlyFacts): Block[] {
  const found = findings(facts);
  const caused = causesOf(facts);
  const ofFunds = fundsOf(facts).flatMap((fund) => [
    item(shortName(facts, fund), [
      ...found.filter((each) => each.fund === fund).map((each) => briefOf(facts, each)),
      ...caused.filter((each) => each.fund === fund && OF_MONEY.includes(each.kind)).map(clauseOf),
    ]),
    item(
      `${fundOf(fund).short}住院`,
      caused.filter((each) => each.fund === fund && !OF_MONEY.includes(each.kind)).map(clauseOf),
    ),
  ]);
  const others = found.filter((each) => each.fund === null && each.kind !== "unjudged");
  const all = [...ofFunds, ...others.map(({ runs }) => runs)].filter((runs) => runs.length > 0);
  const gaps = found.filter(({ kind }) => kind === "unjudged").map(({ runs }) => runs);
  if (all.length > 0) return listed([...all, ...gaps]);
  if (fundsPresent(facts).length === 0) return [paragraph(["没有数据可以判断。"])];
  const clean =
    gaps.length === 0
      ? "本季度未发现需要报告的问题。"
      : "在现有数据可以判断的范围内，本季度未发现需要报告的问题。";
  return [paragraph([clean, ...gaps.flat()])];
}

const OF_MONEY: CauseKind[] = ["faster", "unexplained"];

const clauseOf = ({ clause }: Cause): Run[] => clause;

const item = (name: string, clauses: Run[][]): Run[] =>
  clauses.length === 0 ? [] : say`${name}：${join(clauses, "；")}。`;

/** A finding without its fund's name, to stand among others of the fund. */
const briefOf = (facts: QuarterlyFacts, { fund, brief }: Finding): Run[] =>
  brief.map((run) => (typeof run === "string" ? run.replace(shortName(facts, fund!), "") : run));
