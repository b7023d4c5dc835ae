import { isOfSettlements, type Metric, type Variant } from "../../../models/metrics/define.ts";
import { METRICS, metricOf } from "../../../models/metrics/index.ts";
import {
  type Block,
  figuresIn,
  type Note,
  paragraph,
  type Run,
  type Table,
} from "../../document.ts";
import { monthInWords } from "../../format.ts";
import { fundsPresent, payableOf } from "../bulletin-facts.ts";
import { isSupervised } from "../supervision.ts";
import { fundsWith } from "./cuts.ts";
import type { Ground, QuarterlyFacts } from "./quarterly-facts.ts";

interface Definition {
  metric: Metric;
  variant: Variant;
}

/** 口径说明: every metric that stands in these blocks, with the definition it was computed by. */
export function policyNotes(facts: QuarterlyFacts, blocks: Block[]): Note[] {
  const used = definitionsIn(facts, blocks);
  if (used.length === 0) return [];
  const byPolicy = new Map<string, string[]>();
  for (const { metric, variant } of used) {
    const text = variant.policy.replace(OF_SETTLEMENTS, "");
    byPolicy.set(text, [...(byPolicy.get(text) ?? []), metric.title]);
  }
  const settled = used.find(({ metric }) => isOfSettlements(metric.mart));
  const lastSettled = used.findLast(({ metric }) => isOfSettlements(metric.mart));
  const supervised = used.find(({ metric }) => metric.mart === "supervision_month");
  const upTo = supervised && lastSettled ? `至“${lastSettled.metric.title}”` : "及以后";
  const ofSettlements = settled
    ? `“${settled.metric.title}”${upTo}各项取自结算：权责发生制，按结算时间归月，1月起累计；分月的数为当月数。`
    : "";
  const ofSupervision = supervised
    ? `“${supervised.metric.title}”及以后各项取自规则筛查和线索台账，除期末数外1月起累计。`
    : "";
  return [
    ...[...byPolicy].map(([text, titles]) => `${titles.join("、")}：${text}。`),
    `${ofSettlements}${ofSupervision}同比、环比由同一口径的两期相比得出；分机构、分人群的数与合计口径相同。${versionsOf(used)}`,
  ].map((text) => ({ kind: "note", runs: [text] }));
}

/** What the last note says of all settlement figures at once. */
const OF_SETTLEMENTS = /^权责发生制，按结算时间；|；1月至当月累计$/g;

/** Definitions quoted, in the order of the register; other ways to count months payable stand in their table. */
function definitionsIn(facts: QuarterlyFacts, blocks: Block[]): Definition[] {
  const bases = fundsPresent(facts).map((fund) => payableOf(facts, fund)?.basis.basis);
  const used = new Map<string, Definition>();
  for (const id of figuresIn({ blocks })) {
    const figure = facts.figures.byId(id);
    const metric = figure && metricOf(figure.metric);
    if (!metric || (metric.id === "months_payable" && !bases.includes(figure.basis))) continue;
    const variant = metric.variants.find((v) => v.basis === figure.basis) ?? metric.variants[0]!;
    if (!variant.isOfMonth) used.set(`${metric.id}|${variant.basis}`, { metric, variant });
  }
  return [...used.values()].toSorted(
    (a, b) =>
      METRICS.indexOf(a.metric) - METRICS.indexOf(b.metric) ||
      a.metric.variants.indexOf(a.variant) - b.metric.variants.indexOf(b.variant),
  );
}

/** Which version of its definition each metric was computed by, the rule first, then the exceptions. */
function versionsOf(used: Definition[]): string {
  const raised = [...new Set(used.map(({ metric }) => metric))].filter(
    ({ version }) => version > 1,
  );
  const named = raised.map(({ title, version }) => `${title}为第${version}版`).join("，");
  return named === "" ? "各项定义均为第1版。" : `定义版本：${named}，其余为第1版。`;
}

/** 数据来源与版本: which files the figures rest on, which program and run made them. */
export function groundsBlocks(facts: QuarterlyFacts): Block[] {
  const { grounds, program, run } = facts;
  const made = [
    `本报告由基金监测程序${program}版生成${run === "" ? "" : `，数字出自运行${run}`}。`,
    waysBack(facts),
  ];
  return [grounds.length === 0 ? paragraph([made.join("")]) : groundsTable(grounds, made.join(""))];
}

/** Which numbers lead back to what: figures have ids, what is no figure has none. */
function waysBack(facts: QuarterlyFacts): string {
  const settled = fundsWith(facts, "admissions").length > 0;
  const apart = [
    ...(facts.reconciliations.length > 0 ? ["两套数的差额"] : []),
    ...(facts.specialGroups.length > 0 ? ["特殊人群人数"] : []),
    ...(facts.benchmarks.length > 0 ? ["公布基准"] : []),
    ...((facts.supervision?.institutions ?? []).length > 0 ? ["机构的疑点金额"] : []),
    ...((facts.supervision?.outliers ?? []).length > 0 ? ["机构的偏高指标"] : []),
    ...((facts.outlooks ?? []).some(({ scores }) => scores.length > 0) ? ["预测的回测误差"] : []),
    ...(facts.grounds.length > 0 ? ["本表"] : []),
  ];
  return [
    "报告中的指标都有编号：收支、预算、参保的可查到来文的行和列",
    settled ? "，结算的可查到所用的文件和各文件的行数" : "",
    (facts.outlooks ?? []).length > 0 ? "，预测的可查到方法、起点和随机数种子" : "",
    isSupervised(facts) ? "，监管的可查到规则版本和线索台账的条目" : "",
    apart.length > 0 ? `；${apart.join("、")}的数不是指标，没有编号。` : "。",
  ].join("");
}

function groundsTable(grounds: Ground[], made: string): Table {
  const columns = [
    { title: "来文", unit: "", align: "left" as const },
    { title: "文件", unit: "个", align: "right" as const },
    { title: "数据", unit: "行", align: "right" as const },
    { title: "隔离", unit: "行", align: "right" as const },
    { title: "所属期", unit: "", align: "center" as const },
  ];
  const cells = ({ title, files, rows, quarantined, span }: Ground): Run[][] => [
    [title],
    [String(files)],
    [String(rows)],
    [String(quarantined)],
    [span === null ? "—" : spanOf(span)],
  ];
  return {
    kind: "table",
    title: "本报告所依据的来文",
    columns,
    rows: grounds.map((ground) => ({ kind: "plain", cells: cells(ground) })),
    notes: [["隔离的行未读入，不在上述数字内。"], [made]],
  };
}

function spanOf([first, last]: [string, string]): string {
  const words = (period: string) => (period.length === 4 ? `${period}年` : monthInWords(period));
  return first === last ? words(first) : `${words(first)}—${words(last)}`;
}
