import type { Schedule } from "../../models/operation.ts";
import type { Home } from "../home.ts";
import { since, upcoming } from "./catch-up.ts";
import { shanghaiDay, shanghaiMinute } from "./clock.ts";
import { INBOX, timesBetween } from "./cron.ts";
import { type DeadlineState, deadlineStates } from "./deadlines.ts";
import { schedulesOf, watchedSince } from "./enrolment.ts";
import { existing } from "./existing.ts";
import { schedulerOf } from "./lock.ts";
import { Ledger, type Tick } from "./ticks.ts";

/** How one automation stands. */
export interface AutomationState {
  name: string;
  /** A cron pattern, or in words when it acts. */
  when: string;
  /** ISO; null where nothing is planned. */
  next: string | null;
  /** Times that have come and wait for a scheduler, counted up to `MOST_COUNTED`. */
  missed: number;
  /** The time that was begun and not ended. */
  open: string | null;
  /** The last decision, and why. */
  last: Pick<Tick, "at" | "scheduled_for" | "state" | "why" | "run"> | null;
  note: string | null;
}

export interface Explained {
  /** Whether a `serve` works in this home now. */
  serving: { running: boolean; pid: number | null };
  automations: AutomationState[];
  deadlines: DeadlineState[];
}

export const MOST_COUNTED = 999;

/** What the automations did last and why, when they act next, and how every deadline stands. */
export async function explain(home: Home, now: Date): Promise<Explained> {
  const ledger = new Ledger(home, () => now);
  const { config } = home;
  return {
    serving: await schedulerOf(home),
    automations: [
      ...(config.inbox.watch ? [inboxState(ledger, config.inbox)] : []),
      ...schedulesOf(config).map((schedule) => scheduleState(ledger, schedule, now)),
    ],
    deadlines: deadlineStates(
      config,
      shanghaiDay(now),
      watchedSince(ledger),
      config.deadlines.length > 0 ? await existing(home) : { regions: [], exists: () => false },
    ),
  };
}

function lastOf(ledger: Ledger, name: string): Pick<AutomationState, "open" | "last"> {
  const { open, last } = ledger.account(name);
  const { at, scheduled_for, state, why, run } = last ?? ({} as Tick);
  return {
    open: [...open.keys()].at(-1) ?? null,
    last: last && { at, scheduled_for, state, why, ...(run ? { run } : {}) },
  };
}

function inboxState(ledger: Ledger, inbox: Home["config"]["inbox"]): AutomationState {
  const when = `每 ${inbox.every_seconds} 秒看一次收件夹，文件 ${inbox.settle_seconds} 秒不变即载入`;
  return { name: INBOX, when, next: null, missed: 0, note: null, ...lastOf(ledger, INBOX) };
}

function scheduleState(ledger: Ledger, schedule: Schedule, now: Date): AutomationState {
  const { name, cron } = schedule;
  const state = { name, when: cron, next: null, missed: 0, note: null, ...lastOf(ledger, name) };
  const from = since(ledger.account(name));
  try {
    const next = upcoming(ledger, schedule, now)?.toISOString() ?? null;
    if (from === null) return { ...state, next, note: "还没有启动过 serve" };
    if (from.getTime() - now.getTime() > 3_600_000) {
      const note = `时钟比台账慢：${shanghaiMinute(from)} 以前的时刻都已有记录`;
      return { ...state, next, note };
    }
    let missed = 0;
    for (const _ of timesBetween(schedule, from, now)) if (++missed >= MOST_COUNTED) break;
    return { ...state, next, missed };
  } catch (error) {
    return { ...state, note: error instanceof Error ? error.message : String(error) };
  }
}
