import type { ExtraDays } from "../workday.ts";
import { type Deadline, dayOf, dueAfter, VERIFICATION } from "./clock.ts";
import type { ClueEntry, Seen } from "./event.ts";
import { keptCents, yuanText } from "./money.ts";

export const STATUSES = {
  new: "新线索",
  assigned: "已分派",
  explained: "已说明",
  reopened: "重新核查",
  verified: "已核实",
  partly_recovered: "部分追回",
  recovered: "全部追回",
  referred: "已移送",
  closed: "已办结",
} as const;
export type Status = keyof typeof STATUSES;

/** What the ledger says of one clue. Amounts in yuan, two decimals. */
export interface ClueState {
  clue: string;
  status: Status;
  seen: Seen | null;
  assignee: string | null;
  /** Null until it is verified. */
  verified_yuan: string | null;
  recovered_yuan: string;
  payments: number;
  /** Rules that verification confirmed; those seen but not among them it did not. */
  confirmed: string[];
  /** Closed without anything verified. */
  refuted: boolean;
  extended: boolean;
  /** When the clock of verification began (ISO); null while nobody has the clue. */
  begun_at: string | null;
  /** When the first conclusion was reached, and when it was closed or all was recovered (ISO). */
  concluded_at: string | null;
  ended_at: string | null;
}

export const untouched = (clue: string): ClueState => ({
  clue,
  status: "new",
  seen: null,
  assignee: null,
  verified_yuan: null,
  recovered_yuan: "0.00",
  payments: 0,
  confirmed: [],
  refuted: false,
  extended: false,
  begun_at: null,
  concluded_at: null,
  ended_at: null,
});

/** The state after one more event, which is taken to be possible. */
export function after(state: ClueState, entry: ClueEntry): ClueState {
  const { at, seen } = entry;
  const next = { ...state, seen };
  switch (entry.event) {
    case "assigned": {
      const begun_at = state.begun_at ?? at;
      const status = state.status === "new" ? "assigned" : state.status;
      return { ...next, status, begun_at, assignee: entry.to };
    }
    case "explained":
      return { ...next, status: "explained" };
    case "extended":
      return { ...next, extended: true };
    case "verified": {
      const verified_yuan = entry.amount;
      const status = statusOfMoney(verified_yuan, state.recovered_yuan);
      const concluded_at = state.concluded_at ?? at;
      return { ...next, status, verified_yuan, confirmed: entry.confirmed, concluded_at };
    }
    case "recovered": {
      const sum = keptCents(state.recovered_yuan) + keptCents(entry.amount);
      const recovered_yuan = yuanText(sum);
      const status = statusOfMoney(state.verified_yuan!, recovered_yuan);
      const ended_at = status === "recovered" ? at : state.ended_at;
      return { ...next, status, recovered_yuan, payments: state.payments + 1, ended_at };
    }
    case "referred":
      return { ...next, status: "referred", concluded_at: state.concluded_at ?? at };
    case "closed": {
      const refuted = state.verified_yuan === null && state.status !== "referred";
      const concluded_at = state.concluded_at ?? at;
      return { ...next, status: "closed", refuted, concluded_at, ended_at: at };
    }
    case "reopened": {
      const stays = state.payments > 0 ? state.verified_yuan : null;
      const fresh = { refuted: false, extended: false, concluded_at: null, ended_at: null };
      const confirmed = stays === null ? [] : state.confirmed;
      return {
        ...next,
        ...fresh,
        confirmed,
        status: "reopened",
        verified_yuan: stays,
        begun_at: at,
      };
    }
  }
}

function statusOfMoney(verified: string, recovered: string): Status {
  const [whole, part] = [keptCents(verified), keptCents(recovered)];
  if (part === 0n) return "verified";
  return part < whole ? "partly_recovered" : "recovered";
}

/** Every clue the ledger speaks of. */
export function statesFrom(entries: readonly ClueEntry[]): Map<string, ClueState> {
  const states = new Map<string, ClueState>();
  for (const entry of entries)
    states.set(entry.clue, after(states.get(entry.clue) ?? untouched(entry.clue), entry));
  return states;
}

/** The clock of verification on a day; null while nobody has the clue. */
export function deadlineOf(state: ClueState, today: string, extra?: ExtraDays): Deadline | null {
  if (state.begun_at === null) return null;
  const count = VERIFICATION.days + (state.extended ? VERIFICATION.extension : 0);
  const due = dueAfter(dayOf(state.begun_at), count, extra);
  return { due, overdue: state.concluded_at === null && today > due };
}
