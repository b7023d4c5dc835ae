import { fundOf } from "../../../models/fund.ts";
import { spanInWords } from "../../../models/period.ts";
import { type Run, say, type Table } from "../../document.ts";
import { amount, columnScale, roundingShows, yuan } from "../../format.ts";
import { ROUNDING_NOTE } from "../notes.ts";
import type { QuarterlyFacts, Reconciliation } from "./quarterly-facts.ts";

const PARTS: [key: "advance" | "lag" | "retention" | "unexplained", title: string][] = [
  ["advance", "预付金"],
  ["lag", "清算滞后"],
  ["retention", "保证金"],
  ["unexplained", "清算规则不能说明的"],
];

const isZero = (value: string): boolean => !/[1-9]/.test(yuan(value));
const withoutSign = (value: string): string => value.replace(/^-/, "");

const signed = (value: string): string =>
  `${value.startsWith("-") ? "−" : ""}${yuan(withoutSign(value))}`;

/** What a clearing rule leaves open: more than this share of the statement must be told. */
const TOLERATED = 0.01;

/** Whether more is unexplained than the check of the warehouse lets pass. */
export const isUnexplained = ({ unexplained, statement, note }: Reconciliation): boolean =>
  note === null && Math.abs(Number(unexplained)) > TOLERATED * Math.abs(Number(statement));

/** 职工月报列支待遇990万元，同期结算的基金支付880万元，月报多110万元：预付金增加98.25万元，… */
export function reconciliationSentence(line: Reconciliation): Run[] {
  const { fund, statement, settled, difference, note } = line;
  const head = `${fundOf(fund).short}月报列支待遇${yuan(statement)}，同期结算的基金支付${yuan(settled)}`;
  if (isZero(difference)) return [`${head}，两者一致。`];
  const parts = PARTS.filter(([key]) => key !== "unexplained" && !isZero(line[key])).map(
    ([key, title]) =>
      `${title}${line[key].startsWith("-") ? "减少" : "增加"}${yuan(withoutSign(line[key]))}`,
  );
  const isShort = !isZero(line.unexplained);
  const rest = isShort ? [`清算规则不能说明的为${signed(line.unexplained)}`] : [];
  const verdict = isShort || note !== null ? [] : ["差额均可由清算规则说明"];
  const open = note === null ? [] : [`${note}，差额尚不能完整核对`];
  const relation = `${difference.startsWith("-") ? "少" : "多"}${yuan(withoutSign(difference))}`;
  return say`${head}，月报${relation}：${[...parts, ...rest, ...verdict, ...open].join("，")}。`;
}

/** The two books side by side. Its numbers are sums of the ledger, not figures. */
export function reconciliationTable({ reconciliations, period }: QuarterlyFacts): Table | null {
  if (reconciliations.length === 0) return null;
  const rows: [string, keyof Reconciliation, "plain" | "part" | "total"][] = [
    ["结算的基金支付（权责发生制）", "settled", "plain"],
    ...PARTS.map(([key, title]): [string, keyof Reconciliation, "part"] => [
      key === "unexplained" ? title : `${title}影响`,
      key,
      "part",
    ]),
    ["月报待遇支出（收付实现制）", "statement", "total"],
  ];
  const scale = columnScale(
    reconciliations.flatMap(({ statement, settled, ...r }) => [
      statement,
      settled,
      ...PARTS.map(([key]) => r[key]),
    ]),
  );
  const shows = reconciliations.some((line) =>
    roundingShows([line.settled, ...PARTS.map(([key]) => line[key])], line.statement, scale),
  );
  return {
    kind: "table",
    title: `结算与月报的差额（${spanInWords(period)}）`,
    columns: [
      { title: "项目", unit: "", align: "left" },
      ...reconciliations.map(({ fund }) => ({
        title: fundOf(fund).short,
        unit: scale.unit,
        align: "right" as const,
      })),
    ],
    rows: rows.map(([label, key, kind]) => ({
      kind,
      cells: [[label], ...reconciliations.map((line) => [amount(line[key] ?? "0", scale)])],
    })),
    notes: [
      ["结算不含由公务员补助、医疗救助等其他资金支付的部分；影响按配置的清算规则计算。"],
      ...(shows ? [ROUNDING_NOTE] : []),
    ],
  };
}
