import { dayOf } from "../clues/clock.ts";
import type { ClueEntry, LedgerEntry, TotalEvent } from "../clues/event.ts";
import { RANDOM } from "../clues/feedback.ts";
import { keptCents } from "../clues/money.ts";
import { after, type ClueState, untouched } from "../clues/state.ts";
import { endMonth, type Month } from "../period.ts";
import { RULES, ruleNamed } from "../rules/index.ts";

/** What an entry of the ledger adds to (or takes from) a month, in one cut. Money in cents. */
export interface Contribution {
  /** The entry's place in the ledger. */
  seq: number;
  month: Month;
  /** `all`, `group:住院行为`, `name:规则筛查`. */
  cut: string;
  /** Whose clue; null where it is the whole bureau's, as in totals. */
  fixmedins_code: string | null;
  suspicions: number;
  clues: number;
  /** Those with a conclusion: verified, or closed without finding. */
  checked: number;
  verified: number;
  recovered: bigint;
  /** Verified and not yet recovered. */
  outstanding: bigint;
}

type Counts = Pick<Contribution, "checked" | "verified" | "recovered" | "outstanding">;

/**
 * What the ledger adds to each month, entry by entry: an event counts in the month in Shanghai in which
 * it was written, and one that takes back what an earlier one said is subtracted in its own month. So a
 * month that is over stays as it was.
 */
export function contributionsFrom(entries: readonly LedgerEntry[]): Contribution[] {
  const states = new Map<string, ClueState>();
  const totals = new Map<string, TotalEvent>();
  return entries.flatMap((entry) => {
    if (entry.event === "total") {
      const key = `${entry.name}\n${entry.period}`;
      const before = totals.get(key);
      totals.set(key, entry);
      return ofTotal(entry.seq, totalMonth(entry.period, entry.at), entry, before);
    }
    const before = states.get(entry.clue) ?? untouched(entry.clue);
    const now = after(before, entry);
    states.set(entry.clue, now);
    return ofClue(entry, before, now);
  });
}

/** A total counts at the end of its period, one that is not over yet when it was entered. */
function totalMonth(period: string, at: string): Month {
  const [end, entered] = [endMonth(period), monthAt(at)];
  return [end, entered].sort()[0]!;
}

const monthAt = (at: string): Month => dayOf(at).slice(0, 7);

function ofTotal(
  seq: number,
  month: Month,
  total: TotalEvent,
  before: TotalEvent | undefined,
): Contribution[] {
  const suspicions = total.suspicions - (before?.suspicions ?? 0);
  const verified = total.verified - (before?.verified ?? 0);
  const recovered = keptCents(total.recovered) - keptCents(before?.recovered ?? "0.00");
  const own = { suspicions, clues: suspicions, checked: suspicions, verified, recovered };
  return ["all", cutNamed(total.name)].map((cut) => {
    return { seq, month, cut, fixmedins_code: null, ...own, outstanding: 0n };
  });
}

/** A rule's total belongs to the rule's group. */
function cutNamed(name: string): string {
  const group = ruleNamed(name)?.group ?? RULES.find((rule) => rule.group === name)?.group;
  return group === undefined ? `name:${name.replaceAll("/", "／")}` : `group:${group}`;
}

const NOTHING: Counts = { checked: 0, verified: 0, recovered: 0n, outstanding: 0n };

function ofClue(entry: ClueEntry, before: ClueState, now: ClueState): Contribution[] {
  const month = monthAt(entry.at);
  const { fixmedins_code } = entry.seen;
  const [then, since] = [countsOf(before), countsOf(now)];
  return [...new Set([...then.keys(), ...since.keys()])].flatMap((cut): Contribution[] => {
    const [a, b] = [then.get(cut) ?? NOTHING, since.get(cut) ?? NOTHING];
    const change: Counts = {
      checked: b.checked - a.checked,
      verified: b.verified - a.verified,
      recovered: b.recovered - a.recovered,
      outstanding: b.outstanding - a.outstanding,
    };
    if (Object.values(change).every((value) => Number(value) === 0)) return [];
    const clues = cut === `name:${RANDOM}` ? change.checked : 0;
    return [{ seq: entry.seq, month, cut, fixmedins_code, suspicions: 0, clues, ...change }];
  });
}

/**
 * A clue as it stands, in the whole and in each group of its rules; groups none of whose rules was
 * confirmed were checked in vain. Random checks, which no rule asked for, are counted apart.
 */
function countsOf(state: ClueState): Map<string, Counts> {
  const { seen, refuted, verified_yuan } = state;
  if (!seen || (!refuted && verified_yuan === null)) return new Map();
  const recovered = keptCents(state.recovered_yuan);
  const found: Counts =
    verified_yuan === null
      ? { ...NOTHING, checked: 1 }
      : { checked: 1, verified: 1, recovered, outstanding: keptCents(verified_yuan) - recovered };
  if (seen.kind === RANDOM) return new Map([[`name:${RANDOM}`, found]]);
  const right = new Set(state.confirmed.flatMap(groupOf));
  const groups = new Set(seen.rules.flatMap((rule) => groupOf(rule.split("@")[0]!)));
  return new Map([
    ["all", found],
    ...[...groups].map((group): [string, Counts] => [
      `group:${group}`,
      right.has(group) ? found : { ...NOTHING, checked: 1 },
    ]),
  ]);
}

const groupOf = (rule: string): string[] => {
  const group = RULES.find(({ id }) => id === rule)?.group;
  return group === undefined ? [] : [group];
};
