import type { Schedule } from "../../models/operation.ts";
import { shanghaiMinute } from "./clock.ts";
import { INBOX, nextTime, timesBetween } from "./cron.ts";
import type { Account, Ledger } from "./ticks.ts";

/** A time of an automation that has come and was not dealt with. */
export interface Due {
  automation: string;
  scheduledFor: string;
  /** Null for the inbox, and for what the config no longer has. */
  schedule: Schedule | null;
  /** Begun by an earlier process that did not end it. */
  resumed: boolean;
}

/** A second cut is the last: what kills the program again and again is not begun a third time. */
const MOST_CUTS = 1;

/** Where a schedule goes on from: the last time decided about, or when it was first seen. */
export function since({ seen, mark }: Account): Date | null {
  if (seen === null) return null;
  return new Date(mark !== null && mark > seen.scheduled_for ? mark : seen.scheduled_for);
}

/**
 * Enters what is asked for and is not in the ledger yet, so that it has no past to make up for; a
 * changed pattern is a new beginning. What is no longer asked for is crossed out.
 */
export function enrol(
  ledger: Ledger,
  asked: { automation: string; pattern: string }[],
  now: Date,
): void {
  const moment = now.toISOString();
  for (const { automation, pattern } of asked) {
    const { seen, mark } = ledger.account(automation);
    const row = { automation, scheduled_for: moment, state: "seen", pattern } as const;
    if (seen === null) ledger.record({ ...row, why: "从这时起按计划执行，不追补以前的时刻" });
    else if (seen.pattern !== pattern) {
      ledger.record({
        ...row,
        why: `计划由 ${seen.pattern} 改为 ${pattern}，从这时起按新计划执行`,
      });
    } else if (mark === null && moment < seen.scheduled_for) {
      ledger.record({ ...row, why: "时钟往回拨了，而计划还没有执行过：从这时起重新算" });
    }
  }
  const names = new Set(asked.map(({ automation }) => automation));
  for (const automation of ledger.automations) {
    const { seen, open } = ledger.account(automation);
    if (seen === null || names.has(automation)) continue;
    for (const scheduled_for of [...open.keys()]) {
      ledger.record({ automation, scheduled_for, state: "skipped", why: "配置里已没有这个计划" });
    }
    ledger.record({
      automation,
      scheduled_for: moment,
      state: "gone",
      why: "配置里已没有这个计划",
    });
  }
}

/** Settles without acting what is not to be acted on: all but the latest time, and what was cut off twice. */
export function settle(ledger: Ledger, schedules: readonly Schedule[], now: Date): void {
  for (const automation of ledger.automations) {
    for (const [scheduled_for, { cuts }] of ledger.account(automation).open) {
      if (cuts <= MOST_CUTS) continue;
      const why = `做到一半程序中断，重做时又中断，不再重做；请查看运行记录后手工执行 fundwatch run`;
      ledger.record({ automation, scheduled_for, state: "failed", why });
    }
  }
  for (const schedule of schedules) {
    if (schedule.catch_up !== "latest") continue;
    const account = ledger.account(schedule.name);
    const from = since(account);
    if (from === null) continue;
    const times = [...timesBetween(schedule, from, now)].map((time) => time.toISOString());
    const latest = times.pop() ?? null;
    const missed = latest === null ? [] : [...account.open.keys(), ...times];
    ledger.record(
      missed.map((scheduled_for) => ({
        automation: schedule.name,
        scheduled_for,
        state: "skipped" as const,
        why: `错过了，按 catch_up: latest 只补最近一次（${shanghaiMinute(latest!)}）`,
      })),
    );
  }
}

/** The earliest of what has come and was not dealt with, over all automations. */
export function nextDue(ledger: Ledger, schedules: readonly Schedule[], now: Date): Due | null {
  const byName = new Map(schedules.map((schedule) => [schedule.name, schedule]));
  const due: Due[] = [];
  for (const automation of [...byName.keys(), INBOX]) {
    for (const scheduledFor of ledger.account(automation).open.keys()) {
      const schedule = byName.get(automation) ?? null;
      due.push({ automation, scheduledFor, schedule, resumed: true });
    }
  }
  for (const schedule of schedules) {
    const from = since(ledger.account(schedule.name));
    const time = from && nextTime(schedule, from);
    if (!time || time > now) continue;
    const scheduledFor = time.toISOString();
    due.push({ automation: schedule.name, scheduledFor, schedule, resumed: false });
  }
  due.sort(
    (a, b) => Number(a.scheduledFor > b.scheduledFor) - Number(a.scheduledFor < b.scheduledFor),
  );
  return due[0] ?? null;
}

/** The next time of a schedule after now, whatever was missed. */
export function upcoming(ledger: Ledger, schedule: Schedule, now: Date): Date | null {
  const from = since(ledger.account(schedule.name));
  return nextTime(schedule, from !== null && from > now ? from : now);
}
