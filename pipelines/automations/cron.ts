import { Cron } from "croner";
import { UserError } from "../../models/errors.ts";
import type { Schedule } from "../../models/operation.ts";

/** Names of the automations that are not in the config's list of schedules. */
export const INBOX = "inbox";
export const DEADLINES = "deadlines";

/** The deadlines are looked at every morning; one look makes up for all that were missed. */
export const DEADLINE_SCHEDULE: Schedule = {
  name: DEADLINES,
  cron: "0 9 * * *",
  load: false,
  select: [],
  deliver: false,
  catch_up: "latest",
};

const EXAMPLE =
  "应为五段：分 时 日 月 星期，按北京时间。如每天 2:30 写 30 2 * * *，工作日 8:00 写 0 8 * * 1-5，每月 3 日 9:00 写 0 9 3 * *。";

const compiled = new Map<string, Cron>();

function cronOf(schedule: Schedule): Cron {
  const pattern = schedule.cron.trim();
  let cron = compiled.get(pattern);
  if (cron === undefined) {
    cron = compile(schedule.name, pattern);
    compiled.set(pattern, cron);
  }
  return cron;
}

function compile(name: string, pattern: string): Cron {
  const wrong = (what: string) => new UserError(`计划 ${name} 的时间“${pattern}”${what}`, EXAMPLE);
  const fields = pattern === "" ? 0 : pattern.split(/\s+/).length;
  if (fields !== 5) throw wrong(`有 ${fields} 段，不是五段`);
  let cron: Cron;
  try {
    cron = new Cron(pattern, { timezone: "Asia/Shanghai", mode: "5-part" });
  } catch {
    throw wrong("写法不对");
  }
  if (cron.nextRun(new Date("2026-01-01T00:00:00+08:00")) === null) throw wrong("永远不会到");
  return cron;
}

/** Refuses schedules whose times cannot be read or whose names do not tell them apart. */
export function validateSchedules(schedules: readonly Schedule[]): void {
  const names = new Set<string>();
  for (const schedule of schedules) {
    cronOf(schedule);
    if (schedule.name === INBOX || schedule.name === DEADLINES) {
      throw new UserError(
        `计划不能叫 ${schedule.name}：这是程序自带的自动任务的名字`,
        "请在配置 schedules 里换一个名字。",
      );
    }
    if (names.has(schedule.name)) {
      throw new UserError(
        `有两个计划都叫 ${schedule.name}`,
        "请在配置 schedules 里给每个计划一个自己的名字。",
      );
    }
    names.add(schedule.name);
  }
}

/** The first time of a schedule after a moment; null if there is none. */
export const nextTime = (schedule: Schedule, after: Date): Date | null =>
  cronOf(schedule).nextRun(after);

/** The times of a schedule after one moment and up to another, oldest first. */
export function* timesBetween(schedule: Schedule, after: Date, until: Date): Generator<Date> {
  let time = nextTime(schedule, after);
  while (time !== null && time <= until) {
    yield time;
    time = nextTime(schedule, time);
  }
}
