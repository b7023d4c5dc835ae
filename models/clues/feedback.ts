import Big from "big.js";
import type { Severity } from "../rules/define.ts";
import type { RuleSetting } from "../rules/settings.ts";
import type { LedgerEntry, TotalEvent } from "./event.ts";
import { keptCents, yuanText } from "./money.ts";
import type { ClueState } from "./state.ts";

/** What verification has shown of a rule, or of settlements drawn at random. */
export interface Feedback {
  /** `R01`, or 随机抽查. */
  rule: string;
  /** Clues with a conclusion, and those of them that this rule was right about. */
  checked: number;
  confirmed: number;
  /** (confirmed + 1) / (checked + 2). */
  rule_precision: number;
  verified_yuan: string;
  recovered_yuan: string;
  /** Recovered yuan for each confirmed clue, exact; null where none is. */
  yuan_per_verified: string | null;
  /** Median days from assignment to the end; null where none has ended. */
  median_days: number | null;
}

export const RANDOM = "随机抽查";

/** What a suspicion weighs by the severity of its rule, in the score. */
export const WEIGHTS: Record<Severity, number> = { critical: 1, high: 0.8, medium: 0.5, low: 0.2 };

/** Totals in force: of one name and period the last. */
export function totalsFrom(entries: readonly LedgerEntry[]): TotalEvent[] {
  const totals = new Map<string, TotalEvent>();
  for (const entry of entries)
    if (entry.event === "total") totals.set(`${entry.name}\n${entry.period}`, entry);
  return [...totals.values()];
}

/** Share verified and recovered yuan for each verified, exact quotients; null where nothing is below. */
export const funnelOf = ({ suspicions, verified, recovered }: TotalEvent) => ({
  share: suspicions === 0 ? null : String(new Big(verified).div(suspicions)),
  yuan_per_verified: verified === 0 ? null : String(new Big(recovered).div(verified)),
});

/** Feedback on every rule and on random checks; totals entered for a rule count with it. */
export function feedbackFrom(
  settings: readonly RuleSetting[],
  states: Iterable<ClueState>,
  totals: readonly TotalEvent[],
): Feedback[] {
  const concluded = [...states].filter((s) => s.seen && (s.refuted || s.verified_yuan !== null));
  const ofRules = settings.map(({ card }) => {
    const own = concluded.filter((s) => rulesSeen(s).includes(card.id));
    const right = own.filter((s) => s.confirmed.includes(card.id));
    const names = [card.id, card.name, card.title];
    return feedbackOn(
      card.id,
      own,
      right,
      totals.filter(({ name }) => names.includes(name)),
    );
  });
  const drawn = concluded.filter((s) => s.seen!.kind === "随机抽查");
  const found = drawn.filter((s) => s.verified_yuan !== null);
  return [...ofRules, feedbackOn(RANDOM, drawn, found, [])];
}

const rulesSeen = (state: ClueState): string[] =>
  state.seen!.rules.map((rule) => rule.split("@")[0]!);

function feedbackOn(
  rule: string,
  own: ClueState[],
  right: ClueState[],
  totals: readonly TotalEvent[],
): Feedback {
  const sum = (texts: string[]) => texts.map(keptCents).reduce((a, b) => a + b, 0n);
  const checked = own.length + totals.reduce((n, t) => n + t.suspicions, 0);
  const confirmed = right.length + totals.reduce((n, t) => n + t.verified, 0);
  const recovered = sum(right.map((s) => s.recovered_yuan)) + sum(totals.map((t) => t.recovered));
  return {
    rule,
    checked,
    confirmed,
    rule_precision: (confirmed + 1) / (checked + 2),
    verified_yuan: yuanText(sum(right.map((s) => s.verified_yuan!))),
    recovered_yuan: yuanText(recovered),
    yuan_per_verified: confirmed === 0 ? null : String(new Big(yuanText(recovered)).div(confirmed)),
    median_days: median(own.flatMap(daysOf)),
  };
}

const daysOf = ({ begun_at, ended_at }: ClueState): number[] =>
  begun_at === null || ended_at === null
    ? []
    : [(Date.parse(ended_at) - Date.parse(begun_at)) / 86_400_000];

function median(values: number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
