import { monthsIn } from "../../models/period.ts";
import type { Home } from "../home.ts";
import { literal } from "../quote.ts";
import { readingClues, shownSubject } from "./read.ts";

/** A suspicion as a rule returned it, before merging. */
export interface Suspicion {
  rule: string;
  rule_version: string;
  subject_type: string;
  subject: string;
  /** As received. */
  evidence: string[];
  period: string;
  amount_yuan: string;
  severity: string;
  fixmedins_code: string | null;
  observed: string;
  exclusion: string | null;
}

export interface SuspicionFilter {
  rule?: string | undefined;
  institution?: string | undefined;
  period?: string | undefined;
  limit?: number | undefined;
  /** Those set aside, too. */
  excluded?: boolean;
}

export function listSuspicions(home: Home, filter: SuspicionFilter): Promise<Suspicion[]> {
  const { rule, institution, period, limit, excluded = false } = filter;
  const conditions = [excluded ? "true" : "exclusion is null"];
  if (rule !== undefined) conditions.push(`rule = ${literal(rule)}`);
  if (institution !== undefined) conditions.push(`fixmedins_code = ${literal(institution)}`);
  if (period !== undefined)
    conditions.push(`month in (${monthsIn(period).map(literal).join(", ")})`);
  const chosen = `
    select * from marts.suspicion where ${conditions.join(" and ")}
    order by rule, month, subject_type, subject ${limit === undefined ? "" : `limit ${limit}`}`;
  return readingClues(home, async (store) => {
    const rows = await store.rows<Omit<Suspicion, "evidence"> & { piece: string | null }>(`
      select chosen.rule, chosen.rule_version, chosen.subject_type, chosen.subject, chosen.month as period,
        cast(chosen.amount_yuan as varchar) as amount_yuan, chosen.severity, chosen.fixmedins_code,
        chosen.observed, chosen.exclusion, piece.evidence as piece
      from (${chosen}) as chosen
      left join marts.suspicion_evidence as piece
        on piece.rule = chosen.rule and piece.subject_type = chosen.subject_type
        and piece.subject = chosen.subject and piece.month = chosen.month
        and piece.evidence_type not like 'person%'
      order by chosen.rule, chosen.month, chosen.subject_type, chosen.subject,
        piece.amount_yuan > 0 desc, piece.evidence`);
    const found: Suspicion[] = [];
    let key = "";
    for (const { piece, ...row } of rows) {
      const own = [row.rule, row.period, row.subject_type, row.subject].join("\u001f");
      if (own !== key)
        found.push({ ...row, subject: shownSubject(row.subject_type, row.subject), evidence: [] });
      key = own;
      if (piece !== null) found.at(-1)!.evidence.push(piece);
    }
    return found;
  });
}
