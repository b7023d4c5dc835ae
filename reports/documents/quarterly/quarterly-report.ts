import { type Block, type Document, heading, numberBlocks, paragraph } from "../../document.ts";
import { annexTables } from "./annex.ts";
import { balancesSection } from "./balances.ts";
import { groundsBlocks, policyNotes } from "./grounds.ts";
import { insuredSection } from "./insured.ts";
import { basisBlocks, openingBlocks } from "./opening.ts";
import { operationSection } from "./operation.ts";
import { problemsSection, proposalsSection } from "./problems.ts";
import { quarterInWords } from "./quarter-words.ts";
import type { QuarterlyFacts } from "./quarterly-facts.ts";
import { risksSection } from "./risks.ts";
import type { Section } from "./section.ts";
import { treatmentSection } from "./treatment.ts";

/** The chapters in order; one whose tables are not there is left out, and the numbers close up. */
export const SECTIONS: readonly Section[] = [
  insuredSection,
  operationSection,
  balancesSection,
  treatmentSection,
  risksSection,
  problemsSection,
  proposalsSection,
];

/** The quarterly operation report 季度运行分析报告: what happened, why, and what to do about it. */
export function quarterlyReport(facts: QuarterlyFacts): Document {
  const { issuer, issuedOn, region, period } = facts;
  const chapters = SECTIONS.flatMap((section) => chapter(section, facts));
  const tables = annexTables(facts);
  const body = [
    ...openingBlocks(facts),
    heading(1, "编制说明"),
    ...basisBlocks(facts, tables.length > 0),
    ...numberBlocks(chapters.length > 0 ? chapters : [paragraph(["本期没有可分析的数据。"])]),
  ];
  return {
    title: `${region.name}${quarterInWords(period)}医保基金运行分析报告`,
    issuer,
    issuedOn,
    blocks: body,
    signature: { issuer, issuedOn },
    annexes: [
      ...titled("附表", tables),
      ...titled("口径说明", policyNotes(facts, [...body, ...tables])),
      ...titled("数据来源与版本", groundsBlocks(facts)),
    ],
  };
}

function chapter({ title, needs, blocks }: Section, facts: QuarterlyFacts): Block[] {
  if (!needs.every((table) => facts.tables.has(table))) return [];
  return titled(
    title,
    blocks(facts).filter((block) => block !== null),
  );
}

const titled = (title: string, blocks: Block[]): Block[] =>
  blocks.length === 0 ? [] : [heading(1, title), ...blocks];
