import { fundOf } from "../../../models/fund.ts";
import { join, type Row, type Run, say, type Table } from "../../document.ts";
import { amount, bare, size, words } from "../../format.ts";
import { metricTitle } from "../../titles.ts";
import { type Known, quote } from "../bulletin-facts.ts";
import type { Benchmark, QuarterlyFacts } from "./quarterly-facts.ts";
import { A_HEAD, counted, quoteHead } from "./quotes.ts";
import { yearRate } from "./service-columns.ts";

/** Rates and averages, which a part of a year may be held against a whole one by. */
const COMPARED = [
  "hospitalization_rate",
  "cost_per_admission",
  "length_of_stay",
  "in_scope_reimbursement_rate",
  "actual_reimbursement_rate",
  "drug_share",
  "material_share",
  "out_of_area_share",
];

/** Years, populations and counting rules differ: closer than this, a benchmark judges nothing. */
const NEAR = 0.01;

/** A figure beside what others published of it. */
export interface Compared {
  benchmark: Benchmark;
  figure: Known;
  /** −1, 0 or 1 as a reader of the printed numbers sees it. */
  side: -1 | 0 | 1;
  /** Less than a hundredth of the benchmark apart: said, but no problem. */
  isNear: boolean;
}

/** Against a whole year stands the annualized rate of a part of one; other rates stand as they are. */
function figureFor(facts: QuarterlyFacts, { metric, fund, period }: Benchmark): Known | undefined {
  const isOfYear = metric === "hospitalization_rate" && period.length === 4;
  return counted(facts, isOfYear ? yearRate(facts).metric : metric, fund);
}

/** Every comparison the loaded benchmarks allow, by fund and metric, nation before province. */
export function comparisons(facts: QuarterlyFacts): Compared[] {
  const order = ({ benchmark: { fund, metric, kind } }: Compared) =>
    `${fund}|${COMPARED.indexOf(metric)}|${["nation", "province", "peer"].indexOf(kind)}`;
  return facts.benchmarks
    .filter(({ metric, kind }) => COMPARED.includes(metric) && kind !== "peer")
    .flatMap((benchmark) => {
      const figure = figureFor(facts, benchmark);
      if (!figure) return [];
      const own = printed(figure, figure.value);
      const other = printed(figure, benchmark.value);
      const side = own === other ? 0 : Number(figure.value) > Number(benchmark.value) ? 1 : -1;
      const gap = Math.abs(Number(figure.value) - Number(benchmark.value));
      const isNear = gap < NEAR * Math.abs(Number(benchmark.value));
      return [{ benchmark, figure, side, isNear } satisfies Compared];
    })
    .toSorted((a, b) => order(a).localeCompare(order(b)));
}

const HIGHER_IS_BETTER = ["in_scope_reimbursement_rate", "actual_reimbursement_rate"];

/** What is clearly worse than published: costs above it (1), reimbursement below it (−1). */
export function unfavourable(facts: QuarterlyFacts, fund: string, worse: 1 | -1): Compared[] {
  return comparisons(facts).filter(
    ({ benchmark, side, isNear }) =>
      benchmark.fund === fund &&
      side === worse &&
      !isNear &&
      HIGHER_IS_BETTER.includes(benchmark.metric) === (worse === -1),
  );
}

const printed = ({ unit }: Known, value: string): string =>
  unit === "yuan" ? amount(value, A_HEAD) : bare(value, unit);

/** How a place is called that an average is of: 全国平均. */
const scopeInWords = (scope: string): string => (scope.endsWith("平均") ? scope : `${scope}平均`);

/** The benchmark as it stands beside the figure: 全国平均21.59%，2023年. */
export function besideInWords({ benchmark, figure }: Compared): string {
  const { scope, period, value } = benchmark;
  const said = figure.unit === "yuan" ? `${amount(value, A_HEAD)}元` : words({ ...figure, value });
  return `${scopeInWords(scope)}${said}，${periodInWords(period)}`;
}

/** The own figure as a sentence quotes it. */
export const quoteCompared = ({ figure }: Compared): Run =>
  figure.unit === "yuan" ? quoteHead(figure) : quote(figure, size(figure));

/** What is compared: 折算全年住院率 where a part of a year meets a whole one. */
export const comparedTitle = ({ figure }: Compared): string =>
  figure.metric === "annualized_hospitalization_rate"
    ? "折算全年住院率"
    : metricTitle(figure.metric);

/** 职工折算全年住院率、次均住院费用高于全国平均，政策范围内报销比略低于全国平均。 */
export function benchmarkSentence(facts: QuarterlyFacts, fund: string): Run[] {
  const groups = new Map<string, string[]>();
  for (const each of comparisons(facts).filter(({ benchmark }) => benchmark.fund === fund)) {
    const scope = scopeInWords(each.benchmark.scope);
    const relation = each.side === 0 ? `与${scope}相同` : `${relationOf(each)}${scope}`;
    groups.set(relation, [...(groups.get(relation) ?? []), comparedTitle(each)]);
  }
  const clauses = [...groups].map(([relation, titles]): Run[] => [
    `${titles.join("、")}${relation}`,
  ]);
  const told = join([join(clauses, "，"), ...ranks(facts, fund)], "；");
  return told.length === 0 ? [] : say`${fundOf(fund).short}${told}。`;
}

const relationOf = ({ side, isNear }: Compared): string =>
  side === 0 ? "相同" : `${isNear ? "略" : ""}${side === 1 ? "高于" : "低于"}`;

/** 2023年, 2025Q3 */
export const periodInWords = (period: string): string =>
  period.length === 4 ? `${period}年` : period;

/** 次均住院费用在同类8个地区中居第3位（由高到低）, where peers published the same period. */
function ranks(facts: QuarterlyFacts, fund: string): Run[][] {
  return COMPARED.flatMap((metric) => {
    const peers = facts.benchmarks.filter(
      (b) =>
        b.metric === metric && b.fund === fund && b.kind === "peer" && b.period === facts.period,
    );
    const figure = counted(facts, metric, fund);
    if (peers.length === 0 || !figure) return [];
    const place = peers.filter(({ value }) => Number(value) > Number(figure.value)).length + 1;
    return [
      say`${metricTitle(metric)}${figure.unit === "yuan" ? quoteHead(figure) : quote(figure)}，在有数据的${String(peers.length + 1)}个地区中由高到低居第${String(place)}位`,
    ];
  });
}

/** Every comparison in a table, own figure first; the source of each in the notes. */
export function benchmarkTable(facts: QuarterlyFacts): Table | null {
  const all = comparisons(facts);
  if (all.length === 0) return null;
  const unit = ({ figure }: Compared) =>
    ({
      yuan: "元",
      days: "天",
      ratio: "%",
      months: "个月",
      persons: "人",
      visits: "人次",
      clues: "条",
    })[figure.unit];
  const rows = all.map((each): Row => {
    const { benchmark, figure } = each;
    return {
      kind: "plain",
      cells: [
        [`${fundOf(benchmark.fund).short}${comparedTitle(each)}（${unit(each)}）`],
        [quote(figure, printed(figure, figure.value))],
        [printed(figure, benchmark.value)],
        [`${benchmark.scope}，${periodInWords(benchmark.period)}`],
        [relationOf(each)],
      ],
    };
  });
  const sources = new Map<string, Set<string>>();
  for (const { benchmark } of all) {
    const { source, metric, scope, period } = benchmark;
    const of = `${scope}${periodInWords(period)}来源：${source}`;
    sources.set(of, (sources.get(of) ?? new Set()).add(metricTitle(metric)));
  }
  const isAnnualized = all.some(({ figure, benchmark }) => figure.metric !== benchmark.metric);
  const notes: Run[][] = [
    [
      `本期为1月起累计，基准为所列期间的数。${isAnnualized ? "住院率以折算全年的数与全年基准相比。" : ""}相差不到基准百分之一的为“略高”“略低”。`,
    ],
    ...[...sources].map(([of, titles]): Run[] => [`${[...titles].join("、")}，${of}`]),
  ];
  return {
    kind: "table",
    title: "与公布基准的比较",
    columns: [
      { title: "指标", unit: "", align: "left" },
      { title: "本期", unit: "", align: "right" },
      { title: "基准", unit: "", align: "right" },
      { title: "基准范围", unit: "", align: "center" },
      { title: "本期较基准", unit: "", align: "center" },
    ],
    rows,
    notes,
  };
}
