import { mkdirSync } from "node:fs";
import path from "node:path";
import { dueAfter } from "../../models/clues/clock.ts";
import type { Status } from "../../models/clues/state.ts";
import { UserError } from "../../models/errors.ts";
import { FigureBook } from "../../models/figure.ts";
import type { Format } from "../../models/publication.ts";
import { ruleNamed } from "../../models/rules/index.ts";
import {
  type ListedClue,
  type ListedPiece,
  type ProblemListFacts,
  problemList,
} from "../../reports/documents/problem-list.ts";
import { type Clue, listClues } from "../clues/list.ts";
import { readingClues } from "../clues/read.ts";
import type { Home } from "../home.ts";
import { writeDocument } from "../publish/write-document.ts";
import { literal } from "../quote.ts";
import type { Store } from "../store.ts";

export interface ProblemListRequest {
  institution: string;
  period?: string | undefined;
  /** YYYY-MM-DD. */
  issuedOn: string;
  /** Until when an answer is asked for; else ten working days on. */
  due?: string | undefined;
  /** A folder of the user's own; otherwise `out/问题清单/`. */
  out?: string | undefined;
  formats?: readonly Format[] | undefined;
}

const DAYS_TO_ANSWER = 10;
/** What has no conclusion yet. */
const OPEN: readonly Status[] = ["new", "assigned", "explained", "reopened"];
const FORMATS: readonly Format[] = ["docx", "xlsx"];

/** Writes the clues of an institution that have no conclusion as a list for it to answer. */
export async function writeProblemList(
  home: Home,
  request: ProblemListRequest,
): Promise<{ files: string[]; clues: string[]; due: string }> {
  const { institution, period, issuedOn, out, formats = FORMATS } = request;
  const due = request.due ?? dueAfter(issuedOn, DAYS_TO_ANSWER, home.config.holidays);
  const all = await listClues(home, { institution, period }, issuedOn);
  const open = all.filter(
    ({ kind, is_gone, state }) => kind === "疑点" && !is_gone && OPEN.includes(state.status),
  );
  if (open.length === 0)
    throw new UserError(
      `${institution}${period === undefined ? "" : ` ${period}`} 没有待答复的线索`,
      "定点机构编码和线索见 fundwatch clues --institution 编码；随机抽查和已有结论的不列入。",
    );
  const facts: ProblemListFacts = {
    issuer: home.config.bureau,
    issuedOn,
    due,
    institution: { code: institution, name: open[0]!.fixmedins_name ?? institution },
    clues: await readingClues(home, (store) => listed(store, institution, open)),
  };
  const folder = path.resolve(out ?? path.join(home.out, "问题清单"));
  mkdirSync(folder, { recursive: true });
  const quoted = { figures: new FigureBook([]), traces: new Map() };
  const name = `问题清单_${institution}_${period ?? issuedOn}`;
  const files = await writeDocument(problemList(facts), quoted, folder, name, home, formats);
  return {
    files: files.map((file) => path.join(folder, file)),
    clues: open.map(({ id }) => id),
    due,
  };
}

const KINDS: Record<string, string> = {
  settlement: "结算",
  fee_line: "明细",
  prescription: "处方",
  trace_code: "追溯码",
  invoice: "票据",
  institution: "机构",
  practitioner: "医师药师",
  item: "项目",
};

/** Evidence at other institutions is not for this one to read. */
async function listed(store: Store, institution: string, clues: Clue[]): Promise<ListedClue[]> {
  const ids = clues.map(({ id }) => literal(id)).join(", ");
  const findings = await store.rows<{ clue: string; rule: string; observed: string }>(`
    select distinct belongs.clue, suspicion.rule, suspicion.observed, suspicion.severity_rank,
      suspicion.amount_yuan
    from marts.clue_suspicion as belongs
    join marts.suspicion as suspicion
      on suspicion.rule = belongs.rule and suspicion.subject_type = belongs.subject_type
      and suspicion.subject = belongs.subject and suspicion.month = belongs.month
    where belongs.clue in (${ids})
    order by belongs.clue, suspicion.severity_rank desc, suspicion.amount_yuan desc, suspicion.rule,
      suspicion.observed`);
  const pieces = await store.rows<ListedPiece & { clue: string; type: string }>(`
    select piece.clue, piece.evidence_type as type, piece.evidence, piece.setl_id as settlement,
      cast(line.begndate as varchar) as "from", cast(line.enddate as varchar) as "to",
      cast(piece.net_yuan as varchar) as amount
    from marts.clue_evidence as piece
    left join core.settlement as line on line.setl_id = piece.setl_id
    where piece.clue in (${ids}) and piece.evidence_type not like 'person%'
      and coalesce(piece.fixmedins_code, ${literal(institution)}) = ${literal(institution)}
    order by piece.clue, piece.net_yuan desc, piece.evidence_type, piece.evidence`);
  return clues.map((clue): ListedClue => {
    const own = findings.filter((each) => each.clue === clue.id);
    const card = ruleNamed(own[0]!.rule)!;
    return {
      id: clue.id,
      rule: {
        id: card.id,
        title: card.title,
        basis: card.card.监管依据,
        verdict: card.card.规则运行结果类型,
      },
      months: [clue.first_month, clue.month],
      amount: clue.amount_yuan,
      countedAmount: clue.counted_yuan,
      observed: [...new Set(own.map(({ observed }) => observed))],
      pieces: pieces
        .filter((piece) => piece.clue === clue.id)
        .map(({ type, clue: _, ...piece }) => ({ ...piece, kind: KINDS[type] ?? type })),
    };
  });
}
