import type { ClueEntry } from "../../models/clues/event.ts";
import { UserError } from "../../models/errors.ts";
import type { Home } from "../home.ts";
import { literal } from "../quote.ts";
import { clueEntries, clueLedger } from "./ledger.ts";
import { type Clue, listClues } from "./list.ts";
import { readingClues } from "./read.ts";

/** What a rule saw of a clue. */
export interface Finding {
  rule: string;
  title: string;
  rule_version: string;
  severity: string;
  period: string;
  amount_yuan: string;
  observed: string;
}

export interface Piece {
  type: string;
  evidence: string;
  setl_id: string | null;
  fixmedins_code: string | null;
  /** The rule whose amount counts. */
  rule: string;
  amount_yuan: string;
}

/** A clue with its findings, evidence and history. */
export interface ClueFile extends Clue {
  findings: Finding[];
  pieces: Piece[];
  history: ClueEntry[];
}

export async function showClue(home: Home, id: string, today: string): Promise<ClueFile> {
  const [clue] = await listClues(home, { ids: [id] }, today);
  if (!clue) throw new UserError(`没有编号为 ${id} 的线索`, "编号见 fundwatch clues。", 2);
  const history = clueEntries(clueLedger(home).read()).filter((entry) => entry.clue === id);
  return readingClues(home, async (store) => {
    const findings = await store.rows<Finding>(`
      select suspicion.rule, title, rule_version, severity, suspicion.month as period,
        cast(amount_yuan as varchar) as amount_yuan, observed
      from marts.clue_suspicion as belongs
      join marts.suspicion as suspicion
        on suspicion.rule = belongs.rule and suspicion.subject_type = belongs.subject_type
        and suspicion.subject = belongs.subject and suspicion.month = belongs.month
      where belongs.clue = ${literal(id)}
      order by severity_rank desc, suspicion.amount_yuan desc, suspicion.rule, period`);
    const pieces = await store.rows<Piece>(`
      select evidence_type as type, evidence, setl_id, fixmedins_code, rule,
        cast(net_yuan as varchar) as amount_yuan
      from marts.clue_evidence
      where clue = ${literal(id)} and evidence_type not like 'person%'
      order by net_yuan desc, evidence_type, evidence`);
    return { ...clue, findings, pieces, history };
  });
}
