import type { Deadline } from "../../models/clues/clock.ts";
import {
  type ClueState,
  deadlineOf,
  STATUSES,
  type Status,
  statesFrom,
  untouched,
} from "../../models/clues/state.ts";
import { monthsIn } from "../../models/period.ts";
import type { Home } from "../home.ts";
import { literal } from "../quote.ts";
import type { Store } from "../store.ts";
import { learnFrom } from "./learned.ts";
import { clueEntries, clueLedger } from "./ledger.ts";
import { readingClues, shownSubject } from "./read.ts";

export interface ClueFilter {
  /** A rule's number, or 随机抽查. */
  rule?: string | undefined;
  institution?: string | undefined;
  status?: Status | undefined;
  /** `2025-03`, `2025Q1` or `2025`. */
  period?: string | undefined;
  limit?: number | undefined;
  /** Only these. */
  ids?: string[] | undefined;
}

/** A clue as it is now: the published table and, over it, the ledger. Amounts are exact yuan. */
export interface Clue {
  id: string;
  kind: "疑点" | "随机抽查";
  rules: string[];
  subject_type: string;
  subject: string;
  subjects: string[];
  fixmedins_code: string | null;
  fixmedins_name: string | null;
  first_month: string;
  month: string;
  amount_yuan: string;
  /** Without what another clue counts. */
  counted_yuan: string;
  score: number;
  expected_yuan: number;
  /** No rule finds it any more; the ledger keeps it. */
  is_gone: boolean;
  /** Suspicions of months after it was closed. */
  has_newer: boolean;
  state: ClueState;
  deadline: Deadline | null;
  evidence: string[];
}

type Row = Omit<
  Clue,
  "rules" | "subjects" | "evidence" | "state" | "deadline" | "is_gone" | "has_newer"
>;

/**
 * Clues by what checking them is expected to bring, the most first: by the precision of their rules, or,
 * once enough have ended and it proved itself on the later of them, by what was learned from how they ended.
 */
export async function listClues(home: Home, filter: ClueFilter, today: string): Promise<Clue[]> {
  const states = statesFrom(clueEntries(clueLedger(home).read()));
  return readingClues(home, async (store) => {
    const learned = await learnFrom(store, states);
    const isLearned = "chances" in learned;
    const sql = chosen(isLearned ? { ...filter, limit: undefined } : filter, states);
    const plain = await store.rows<Row>(sql);
    const rows = isLearned ? reranked(plain, learned.chances) : plain;
    const rules = await gathered(store, sql, "rule", "clue_suspicion");
    const subjects = await gathered(
      store,
      sql,
      "subject_type || '\u001f' || subject",
      "clue_suspicion",
    );
    const evidence = await gathered(store, sql, "evidence", "clue_evidence");
    const extra = home.config.holidays;
    const found = rows.map((row): Clue => {
      const state = states.get(row.id) ?? untouched(row.id);
      return {
        ...row,
        subject: shownSubject(row.subject_type, row.subject),
        rules: rules.get(row.id) ?? [],
        subjects: subjects
          .get(row.id)
          ?.map((text) => shownSubject(...(text.split("\u001f") as [string, string]))) ?? [
          shownSubject(row.subject_type, row.subject),
        ],
        evidence: evidence.get(row.id) ?? (row.subject_type === "settlement" ? [row.subject] : []),
        is_gone: false,
        has_newer: state.ended_at !== null && row.month > state.ended_at.slice(0, 7),
        state,
        deadline: deadlineOf(state, today, extra),
      };
    });
    const gone = await goneFrom(store, filter, states);
    const all = [
      ...found,
      ...gone.map((state) => fromLedger(state, deadlineOf(state, today, extra))),
    ];
    return filter.limit === undefined ? all : all.slice(0, filter.limit);
  });
}

/** In the order of what the learned chances make of the amounts. */
function reranked(rows: Row[], chances: ReadonlyMap<string, number>): Row[] {
  return rows
    .map((row) => {
      const expected_yuan = (chances.get(row.id) ?? 0) * Number(row.amount_yuan);
      return row.kind === "疑点" ? { ...row, expected_yuan } : row;
    })
    .sort((a, b) => b.expected_yuan - a.expected_yuan || b.score - a.score);
}

function chosen(filter: ClueFilter, states: Map<string, ClueState>): string {
  const { rule, institution, status, period, limit, ids } = filter;
  const conditions = ["true"];
  if (ids) conditions.push(`clue in (${listOf(ids)})`);
  if (rule === "随机抽查") conditions.push("kind = '随机抽查'");
  else if (rule !== undefined)
    conditions.push(
      `clue in (select clue from marts.clue_suspicion where rule = ${literal(rule)})`,
    );
  if (institution !== undefined)
    conditions.push(`(fixmedins_code = ${literal(institution)} or clue in (
      select clue from marts.clue_evidence where fixmedins_code = ${literal(institution)}))`);
  if (period !== undefined) {
    const [first, last] = spanOf(period);
    conditions.push(`first_month <= ${literal(last)} and month >= ${literal(first)}`);
  }
  if (status !== undefined) {
    const isNew = status === "new";
    const named = [...states.values()].filter((s) => isNew || s.status === status);
    conditions.push(`clue ${isNew ? "not in" : "in"} (${listOf(named.map(({ clue }) => clue))})`);
  }
  return `
    select clue as id, kind, subject_type, subject, fixmedins_code, fixmedins_name, first_month, month,
      cast(amount_yuan as varchar) as amount_yuan, cast(counted_yuan as varchar) as counted_yuan,
      score, expected_yuan
    from marts.clue where ${conditions.join(" and ")}
    order by expected_yuan desc, score desc, clue ${limit === undefined ? "" : `limit ${limit}`}`;
}

const listOf = (ids: string[]): string => (ids.length === 0 ? "''" : ids.map(literal).join(", "));

async function gathered(
  store: Store,
  sql: string,
  column: string,
  table: string,
): Promise<Map<string, string[]>> {
  const rows = await store.rows<{ clue: string; value: string }>(`
    select distinct clue, ${column} as value from marts.${table}
    where clue in (select id from (${sql}) as chosen) order by clue, value`);
  const found = new Map<string, string[]>();
  for (const { clue, value } of rows) {
    const own = found.get(clue);
    if (own) own.push(value);
    else found.set(clue, [value]);
  }
  return found;
}

/** Clues of the ledger that no table has any more. */
async function goneFrom(
  store: Store,
  filter: ClueFilter,
  states: Map<string, ClueState>,
): Promise<ClueState[]> {
  if (states.size === 0) return [];
  const rows = await store.rows<{ clue: string }>(
    `select clue from marts.clue where clue in (${listOf([...states.keys()])})`,
  );
  const there = new Set(rows.map(({ clue }) => clue));
  return [...states.values()].filter((state) => !there.has(state.clue) && isAsked(state, filter));
}

function isAsked({ clue, seen, status }: ClueState, filter: ClueFilter): boolean {
  const rules = seen!.rules.map((text) => text.split("@")[0]!);
  const [first, last] = filter.period === undefined ? ["", "9999"] : spanOf(filter.period);
  return (
    (filter.ids === undefined || filter.ids.includes(clue)) &&
    (filter.rule === undefined || filter.rule === seen!.kind || rules.includes(filter.rule)) &&
    (filter.institution === undefined || filter.institution === seen!.fixmedins_code) &&
    (filter.status === undefined || filter.status === status) &&
    seen!.period >= first &&
    seen!.period <= last
  );
}

function fromLedger(state: ClueState, deadline: Deadline | null): Clue {
  const { kind, subject_type, subject, fixmedins_code, period, rules, amount_yuan } = state.seen!;
  return {
    ...{ id: state.clue, kind, subject_type, subject, subjects: [subject], fixmedins_code },
    ...{ fixmedins_name: null, first_month: period, month: period, amount_yuan },
    ...{ counted_yuan: "0.00", score: 0, expected_yuan: 0, is_gone: true, has_newer: false },
    ...{ state, deadline, evidence: [], rules: rules.map((text) => text.split("@")[0]!) },
  };
}

function spanOf(period: string): [first: string, last: string] {
  const months = monthsIn(period);
  return [months[0]!, months.at(-1)!];
}

/** A status by its English or Chinese name. */
export const statusNamed = (text: string): Status | undefined =>
  (Object.keys(STATUSES) as Status[]).find((key) => key === text || STATUSES[key] === text);
