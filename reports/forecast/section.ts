import { type Block, join } from "../document.ts";
import type { BulletinFacts } from "../documents/bulletin-facts.ts";
import { said, under } from "../documents/quarterly/section.ts";
import { fanCharts } from "./charts.ts";
import type { Outlook } from "./outlook.ts";
import { accuracySentence, outlookSentence } from "./sentences.ts";
import { aheadTable } from "./tables.ts";

/** 结余预测 of a report: each fund in a sentence, a table and its fans. */
export const outlookBlocks = (facts: BulletinFacts, outlooks: readonly Outlook[]): Block[] =>
  under(
    "结余预测",
    outlooks.flatMap((outlook) => [
      said(join([outlookSentence(facts, outlook), accuracySentence(outlook)], "")),
      aheadTable(facts, outlook),
      ...fanCharts(facts, outlook),
    ]),
  );
