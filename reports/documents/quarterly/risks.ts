import { endMonth, monthsToDate, spanInWords } from "../../../models/period.ts";
import { trendChart } from "../../charts/trend.ts";
import { type Block, type Chart, join, type Run, say, type Table } from "../../document.ts";
import {
  A_CLUE,
  amount,
  bare,
  clues,
  columnScale,
  indicatorWords,
  NO_VALUE,
  yuan,
} from "../../format.ts";
import {
  funnelTable,
  isSupervised,
  ratesSentence,
  supervised,
  supervisionChart,
  supervisionSentence,
} from "../supervision.ts";
import { figureTable } from "../table-cells.ts";
import type { Outlier, QuarterlyFacts } from "./quarterly-facts.ts";
import { type Section, said, under } from "./section.ts";

/** 异常与风险: what rules found and what came of it, and whom to ask. */
export const risksSection: Section = {
  title: "异常与风险",
  needs: ["marts.supervision_month"],
  blocks: (facts) => [
    ...(isSupervised(facts)
      ? under("疑点核查与追回", [
          said(join([supervisionSentence(facts), ratesSentence(facts)], "")),
          funnelTable(facts),
          supervisionChart(facts),
          monthsTable(facts),
          monthsChart(facts),
        ])
      : []),
    ...under("疑点集中的机构", [said(institutionsSentence(facts)), institutionsTable(facts)]),
    ...under("建议约谈的机构", interviews(facts)),
  ],
};

const MONTHLY = ["supervision_suspicions", "supervision_verified"] as const;

/** Suspicions, verified and recovered of each month of the year. */
function monthsTable(facts: QuarterlyFacts): Table | null {
  const months = monthsToDate(facts.period).filter((period) =>
    supervised(facts, "supervision_clues", "month", period),
  );
  if (months.length < 2) return null;
  const of = (metric: string) => (period: string) => supervised(facts, metric, "month", period);
  const { scale: _, ...table } = figureTable(
    facts,
    "月份",
    [
      { title: "疑点", figure: of("supervision_suspicions") },
      { title: "线索", figure: of("supervision_clues") },
      { title: "有结论", figure: of("supervision_checked") },
      { title: "核实", figure: of("supervision_verified") },
      { title: "核实率", decimals: 1, figure: of("verification_rate") },
      { title: "追回", figure: of("supervision_recovered") },
      { title: "每条追回", scale: A_CLUE, figure: of("recovered_per_clue") },
    ],
    months.map((period) => ({
      label: `${Number(period.slice(5))}月`,
      subject: period,
      kind: "plain" as const,
    })),
  );
  const notes: Run[][] = [
    ["疑点计入其所属的月份，核实和追回计入登记的月份，同月的两数不是同一批线索。"],
  ];
  return {
    kind: "table",
    title: `各月疑点、核实与追回（${facts.period.slice(0, 4)}年）`,
    ...table,
    notes,
  };
}

function monthsChart(facts: QuarterlyFacts): Chart | null {
  const history = (metric: string) =>
    monthsToDate(facts.period).flatMap(
      (period) => supervised(facts, metric, "month", period) ?? [],
    );
  const [suspicions, verified] = MONTHLY.map(history);
  return trendChart({
    subject: "条数",
    lines: [
      { label: "疑点", history: suspicions! },
      { label: "核实", history: verified! },
    ],
    yoy: undefined,
    policy: "疑点按所属月，核实按登记月",
    source: `来源：${facts.issuer}规则筛查和线索台账。`,
  });
}

/** 疑点金额最多的是…，其次是… */
function institutionsSentence(facts: QuarterlyFacts): Run[] {
  const [first, second] = facts.supervision?.institutions ?? [];
  if (!first) return [];
  const next = second ? `，其次是${second.name}，${yuan(second.amount)}` : "";
  return [
    `本年线索涉及疑点金额最多的是${first.name}，${clues(first.clues)}，${yuan(first.amount)}${next}。疑点金额是待核查的金额，不是认定的违规金额。`,
  ];
}

function institutionsTable(facts: QuarterlyFacts): Table | null {
  const all = facts.supervision?.institutions ?? [];
  if (all.length < 2) return null;
  const scale = columnScale(all.map(({ amount: yuan }) => yuan));
  const right = (title: string, unit: string) => ({ title, unit, align: "right" as const });
  return {
    kind: "table",
    title: `疑点金额前${all.length}位的机构（${spanInWords(endMonth(facts.period))}）`,
    columns: [
      { title: "机构", unit: "", align: "left" },
      right("线索", "条"),
      right("疑点金额", scale.unit),
    ],
    rows: all.map(({ name, clues: count, amount: suspected }) => ({
      kind: "plain",
      cells: [[name], [bare(count, "clues")], [amount(suspected, scale)]],
    })),
    notes: [["一笔结算涉及几条线索的，金额只计一次；不含随机抽查。"]],
  };
}

/** What the peers of an indicator are. */
const PEERS: Record<string, string> = {
  "level and type": "同级同类",
  type: "同类",
  all: "全部",
};

const DECLARED =
  "列入名单只表示某些指标明显高于同类机构，是请机构说明情况的理由，不是对违规的认定；病种结构、专科特点、政策变化等都可能是原因。是否违规，以核查的事实和证据为准。";

/** Institutions by how unusual they are, each with the indicators that stand out, and what that means. */
function interviews(facts: QuarterlyFacts): (Block | null)[] {
  const all = facts.supervision?.outliers ?? [];
  if (all.length === 0) return [];
  const named = all.slice(0, 3).map(({ name }) => name);
  const head = `与同类机构相比，${named.join("、")}${all.length > 3 ? `等${all.length}家机构` : ""}有指标明显偏高，建议约谈了解情况。`;
  return [said(say`${head}${DECLARED}`), interviewsTable(facts, all)];
}

function interviewsTable(facts: QuarterlyFacts, all: Outlier[]): Table {
  const column = (title: string, align: "left" | "right") => ({ title, unit: "", align });
  return {
    kind: "table",
    title: `建议约谈机构及其偏高指标（${spanInWords(endMonth(facts.period))}止本季度）`,
    columns: [
      column("机构", "left"),
      column("偏高指标", "left"),
      column("本机构", "right"),
      column("同类中位数", "right"),
      column("比较范围", "left"),
    ],
    rows: all.flatMap(({ name, place, indicators }) =>
      indicators.map((one, i) => ({
        kind: "plain" as const,
        cells: [
          [i === 0 ? `${place}. ${name}` : ""],
          [one.title],
          [indicatorWords(one.value, one.unit)],
          [one.median === null ? NO_VALUE : indicatorWords(one.median, one.unit)],
          [`${PEERS[one.peersBy] ?? one.peersBy}机构${one.peers}家`],
        ],
      })),
    ),
    notes: [
      [
        "机构按偏离程度排列；指标高出同类中位数3.5个稳健标准差以上的列出，每家至多三项。费用和床日已按病种结构折算。",
      ],
    ],
  };
}
