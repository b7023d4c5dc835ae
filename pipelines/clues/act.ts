import { existsSync } from "node:fs";
import type { ClueEvent, LedgerEntry, Seen, TotalEvent } from "../../models/clues/event.ts";
import { requirePossible } from "../../models/clues/refusal.ts";
import { after, type ClueState, statesFrom, untouched } from "../../models/clues/state.ts";
import { UserError } from "../../models/errors.ts";
import type { Actor } from "../../models/publication-log.ts";
import type { Home } from "../home.ts";
import { literal } from "../quote.ts";
import { clueEntries, clueLedger, holdingLedger } from "./ledger.ts";
import { readingClues, shownSubject } from "./read.ts";

/** What is asked to be written of each clue; the ledger adds what the clue is. */
export type Asked = ClueEvent extends infer Event
  ? Event extends ClueEvent
    ? Omit<Event, "clue" | "seen">
    : never
  : never;

/** Writes one event for each clue, all of them or, where one is refused, none. */
export async function actOnClues(
  home: Home,
  ids: readonly string[],
  asked: (seen: Seen) => Asked,
  actor: Actor,
  now: Date,
): Promise<ClueState[]> {
  requireActor(actor);
  const clues = [...new Set(ids)];
  return holdingLedger(home, async () => {
    const ledger = clueLedger(home);
    const states = statesFrom(clueEntries(ledger.read()));
    const seen = await seenOf(home, clues);
    const at = now.toISOString();
    const events = clues.map((clue) => {
      const state = states.get(clue) ?? untouched(clue);
      const own = seen.get(clue) ?? state.seen;
      if (!own)
        throw new UserError(
          `没有编号为 ${clue} 的线索`,
          "编号见 fundwatch clues；已发布的数据更新后可能已不再是疑点。",
          2,
        );
      const event = { ...asked(own), clue, seen: own } as ClueEvent;
      requirePossible(state, event, at, home.config.holidays);
      return { ...event, by: actor.by, os_user: actor.os_user };
    });
    const entries = clueEntries(ledger.append(events, now) as LedgerEntry[]);
    return entries.map((entry) => after(states.get(entry.clue) ?? untouched(entry.clue), entry));
  });
}

/** Writes what a bureau counted before; a second one of the same name and period takes its place. */
export async function addTotal(
  home: Home,
  total: Omit<TotalEvent, "event">,
  actor: Actor,
  now: Date,
): Promise<void> {
  requireActor(actor);
  const refuse = (why: string, remedy: string): never => {
    throw new UserError(`不能登记：${why}`, remedy, 2);
  };
  if (total.verified > total.suspicions)
    refuse(`核实 ${total.verified} 条，比疑点 ${total.suspicions} 条还多`, "请核对条数。");
  if (total.verified === 0 && Number(total.recovered) > 0)
    refuse("没有核实的，却有追回金额", "请核对条数和金额。");
  await holdingLedger(home, async () => {
    const { by, os_user } = actor;
    clueLedger(home).append([{ event: "total", ...total, by, os_user }], now);
  });
}

function requireActor({ by }: Actor): void {
  if (by.trim() === "")
    throw new UserError("没有写明由谁办理", "如 --by 张三，或设环境变量 FUNDWATCH_ACCOUNT。", 2);
}

interface SeenRow {
  clue: string;
  kind: Seen["kind"];
  subject_type: string;
  subject: string;
  fixmedins_code: string | null;
  period: string;
  amount_yuan: string;
  rule: string | null;
}

/** What the clues are in the published data. */
async function seenOf(home: Home, clues: string[]): Promise<Map<string, Seen>> {
  const found = new Map<string, Seen>();
  if (!existsSync(home.snapshot)) return found;
  const rows = await readingClues(home, (store) =>
    store.rows<SeenRow>(`
      select distinct clue.clue, clue.kind, clue.subject_type, clue.subject, clue.fixmedins_code,
        clue.month as period, cast(clue.amount_yuan as varchar) as amount_yuan,
        suspicion.rule || '@' || suspicion.rule_version as rule
      from marts.clue as clue
      left join marts.clue_suspicion as belongs on belongs.clue = clue.clue
      left join marts.suspicion as suspicion
        on suspicion.rule = belongs.rule and suspicion.subject_type = belongs.subject_type
        and suspicion.subject = belongs.subject and suspicion.month = belongs.month
      where clue.clue in (${clues.map(literal).join(", ")})
      order by clue.clue, rule`),
  );
  for (const { clue, rule, ...rest } of rows) {
    const subject = shownSubject(rest.subject_type, rest.subject);
    const before = found.get(clue)?.rules ?? [];
    found.set(clue, { ...rest, subject, rules: rule === null ? before : [...before, rule] });
  }
  return found;
}
