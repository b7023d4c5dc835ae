import path from "node:path";
import type { Home } from "../home.ts";
import { appendRows, readRows } from "../rows.ts";

/**
 * `seen` and `gone`: since when an automation is asked for, and since when it no longer is. `begun`
 * is followed by `ran`, `skipped` or `failed`; by `stopped` where the program was asked to stop
 * first; by nothing where it was killed.
 */
export type TickState = "seen" | "gone" | "begun" | "stopped" | "ran" | "skipped" | "failed";

/** A decision about one time of one automation, as a row of the ledger. */
export interface Tick {
  at: string;
  automation: string;
  scheduled_for: string;
  state: TickState;
  why: string;
  run?: string;
  /** What the automation was when it was first seen. */
  pattern?: string;
}

/** What the ledger knows of one automation. */
export interface Account {
  /** Null before it is first seen and after it is gone. */
  seen: Tick | null;
  /** The latest time that anything was decided about since it was seen. */
  mark: string | null;
  /** The latest decision: anything but being seen, gone or begun. */
  last: Tick | null;
  /** Times that were begun and not ended, with how often they were cut off. */
  open: Map<string, { cuts: number }>;
}

/**
 * The ledger of what the automations did and why: rows of JSON in `state/ticks.jsonl`, only ever
 * added to. One process writes it; any may read it.
 */
export class Ledger {
  readonly #file: string;
  readonly #now: () => Date;
  readonly #accounts = new Map<string, Account>();

  constructor(home: Pick<Home, "state">, now: () => Date) {
    this.#file = path.join(home.state, "ticks.jsonl");
    this.#now = now;
    for (const tick of readTicks(this.#file)) this.#take(tick);
  }

  get file(): string {
    return this.#file;
  }

  get automations(): string[] {
    return [...this.#accounts.keys()];
  }

  account(automation: string): Account {
    let account = this.#accounts.get(automation);
    if (account === undefined) {
      account = { seen: null, mark: null, last: null, open: new Map() };
      this.#accounts.set(automation, account);
    }
    return account;
  }

  /** Adds rows, flushed to disk before anything follows from them. */
  record(decided: Omit<Tick, "at"> | readonly Omit<Tick, "at">[]): void {
    const at = this.#now().toISOString();
    const rows = [decided].flat().map((tick): Tick => ({ at, ...tick }));
    appendRows(this.#file, rows);
    for (const row of rows) this.#take(row);
  }

  #take(tick: Tick): void {
    const account = this.account(tick.automation);
    const { open } = account;
    const time = tick.scheduled_for;
    switch (tick.state) {
      case "seen":
        account.seen = tick;
        account.mark = null;
        return;
      case "gone":
        account.seen = null;
        open.clear();
        return;
      case "begun":
        open.set(time, { cuts: (open.get(time)?.cuts ?? 0) + 1 });
        break;
      case "stopped":
        open.set(time, { cuts: (open.get(time)?.cuts ?? 1) - 1 });
        account.last = tick;
        break;
      default:
        open.delete(time);
        account.last = tick;
    }
    if (account.mark === null || time > account.mark) account.mark = time;
  }
}

/** Every row of a ledger, oldest first; a row torn by a crash is left out. */
export const readTicks = (file: string): Tick[] =>
  readRows<Tick | null>(file).filter((tick): tick is Tick => typeof tick?.automation === "string");
