import type { Actor } from "../publication-log.ts";

/** What a clue was when somebody acted on it: kept, because tables are made anew and ledgers are not. */
export interface Seen {
  kind: "疑点" | "随机抽查";
  subject_type: string;
  /** As received; of persons a pseudonym of the pseudonym. */
  subject: string;
  fixmedins_code: string | null;
  period: string;
  /** With their versions: `R01@1.0`. */
  rules: string[];
  amount_yuan: string;
}

/** What can happen to a clue. Amounts are yuan with two decimals, as text. */
export type ClueEvent =
  | (Common & { event: "assigned"; to: string })
  | (Common & { event: "explained" | "extended" | "closed" | "reopened" })
  | (Common & { event: "verified"; amount: string; confirmed: string[] })
  | (Common & { event: "recovered"; amount: string })
  | (Common & { event: "referred"; to: string });

interface Common {
  clue: string;
  seen: Seen;
  note: string | null;
  document: string | null;
}

/** What a bureau counted before there was a ledger, from a document. */
export interface TotalEvent {
  event: "total";
  /** A rule's number, a group of rules, or a name of its own. */
  name: string;
  period: string;
  suspicions: number;
  verified: number;
  recovered: string;
  document: string;
  note: string | null;
}

/** An event with who made it; `by` is the account, `os_user` the user the system knows. */
export type LedgerEvent = (ClueEvent | TotalEvent) & Actor;

/** An event with its place in the ledger. */
export type LedgerEntry = LedgerEvent & { seq: number; at: string; hash: string };
export type ClueEntry = Extract<LedgerEntry, { clue: string }>;
