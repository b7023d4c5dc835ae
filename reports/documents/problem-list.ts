import Big from "big.js";
import {
  type Block,
  type Column,
  type Document,
  heading,
  numberBlocks,
  paragraph,
  type Table,
} from "../document.ts";
import { amount, clues as counted, dateInWords, NO_VALUE, type Scale, yuan } from "../format.ts";

/** A piece of evidence of a clue; persons are nowhere named but by their settlements. */
export interface ListedPiece {
  /** 结算, 明细, 处方 … */
  kind: string;
  evidence: string;
  settlement: string | null;
  /** YYYY-MM-DD, of the settlement. */
  from: string | null;
  to: string | null;
  amount: string;
}

/** A clue as an institution is asked about it, under its severest rule. */
export interface ListedClue {
  id: string;
  rule: { id: string; title: string; basis: string; verdict: "可疑" | "违规" };
  /** First and last month. */
  months: [string, string];
  amount: string;
  /** Without what another clue of the list counts. */
  countedAmount: string;
  /** What each of its rules saw. */
  observed: string[];
  pieces: ListedPiece[];
}

export interface ProblemListFacts {
  issuer: string;
  /** YYYY-MM-DD. */
  issuedOn: string;
  /** Until when an answer is asked for, YYYY-MM-DD. */
  due: string;
  institution: { code: string; name: string };
  clues: ListedClue[];
}

const CENTS: Scale = { unit: "元", decimals: 2 };

const ASKED = {
  可疑: "请逐条说明是否属实及理由，并附病历首页、医嘱、费用清单等材料。",
  违规: "请逐条核对：属实的写明应退回的金额，不属实的附证据。",
};

/** 问题清单: what an institution is asked to answer, rule by rule, with the evidence annexed. */
export function problemList(facts: ProblemListFacts): Document {
  const { issuer, issuedOn, due, institution, clues } = facts;
  const sum = clues.reduce((all, each) => all.plus(each.countedAmount), new Big(0)).toFixed(2);
  const rules = [...new Set(clues.map(({ rule }) => rule.id))];
  const until = dateInWords(due);
  const blocks: Block[] = [
    paragraph([`${institution.name}（${institution.code}）：`]),
    paragraph([
      `经对医保结算数据筛查，你单位有下列疑点线索${counted(String(clues.length))}，涉及基金支付${yuan(sum)}。请于${until}前书面答复我局。`,
    ]),
    paragraph([
      "清单所列是需要说明的疑点，不是对违规的认定；金额是待核查的金额。如有异议，请一并陈述并提供证据。",
    ]),
    ...rules.flatMap((id) =>
      ruleBlocks(
        clues.filter(({ rule }) => rule.id === id),
        until,
      ),
    ),
  ];
  return {
    title: `${institution.name}医保基金使用疑点问题清单`,
    issuer,
    issuedOn,
    blocks: numberBlocks(blocks),
    signature: { issuer, issuedOn },
    annexes: [heading(1, "附件　证据清单"), evidenceTable(clues)],
  };
}

function ruleBlocks(clues: ListedClue[], until: string): Block[] {
  const { title, id, basis, verdict } = clues[0]!.rule;
  return [
    heading(1, `${title}（${id}，${counted(String(clues.length))}）`),
    paragraph([`依据：${basis.replace(/。$/, "")}。`]),
    paragraph([`需答复：${ASKED[verdict]}答复期限${until}。`]),
    {
      kind: "table",
      title: `${title}疑点`,
      columns: [column("线索编号"), column("起止日期"), column("金额", "元"), column("所见")],
      rows: clues.map((clue) => ({
        kind: "plain",
        cells: [
          [clue.id],
          [spanOf(clue)],
          [amount(clue.amount, CENTS)],
          [clue.observed.join("；")],
        ],
      })),
      notes: [],
    },
  ];
}

/** Centred columns are never broken over two lines: numbers that are looked up. */
const column = (
  title: string,
  unit = "",
  align: Column["align"] = unit === "" ? "left" : "right",
): Column => ({ title, unit, align });

function spanOf({ pieces, months }: ListedClue): string {
  const days = pieces.flatMap(({ from, to }) => [from, to].filter((day) => day !== null)).sort();
  const [first, last] = days.length > 0 ? [days[0]!, days.at(-1)!] : months;
  return first === last ? first : `${first}至${last}`;
}

function evidenceTable(clues: ListedClue[]): Table {
  return {
    kind: "table",
    title: "附表1　各线索的证据",
    columns: [
      column("线索编号"),
      column("证据"),
      column("编号", "", "center"),
      column("结算编号", "", "center"),
      column("日期", "", "center"),
      column("计入金额", "元"),
    ],
    rows: clues.flatMap((clue) =>
      clue.pieces.map((piece) => ({
        kind: "plain" as const,
        cells: [
          [clue.id],
          [piece.kind],
          [piece.evidence === piece.settlement ? NO_VALUE : piece.evidence],
          [piece.settlement ?? NO_VALUE],
          [piece.to ?? piece.from ?? ""],
          [amount(piece.amount, CENTS)],
        ],
      })),
    ),
    notes: [["计入金额为0的是印证用的前后结算等，不另计金额。"]],
  };
}
