import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { SourceError, UserError } from "../../models/errors.ts";
import { type Handlers, type Json, TransientError } from "../../pipelines/runner/runner.ts";

/** What a task of the tests is to do, in whatever process. */
export interface Deed {
  /** A file that gets a line for what happens. */
  log?: string;
  /** Milliseconds of work. */
  ms?: number;
  /** Milliseconds in which its process can do nothing else. */
  busy?: number;
  /** Works on although its signal aborts. */
  deaf?: boolean;
  /** Waits until so many have begun, in the log. */
  meet?: number;
  /** Waits until the file exists. */
  gate?: string;
  fail?: keyof typeof FAILURES;
  /** Attempts that fail; all when absent. */
  failures?: number;
  value?: Json;
  [key: string]: Json | undefined;
}

const FAILURES = {
  data: () => new Error("broken\nin two lines"),
  transient: () => new TransientError("passing"),
  code: () => Object.assign(new Error("read failed"), { code: "EIO" }),
  user: () => new UserError("没有这个月", "请先装入", 3),
  source: () =>
    new SourceError("不是金额", { file: "a.xlsx", sheet: "职工", row: 7 }, "请改成数字"),
};

export const linesOf = (log: string): string[] =>
  existsSync(log) ? readFileSync(log, "utf8").split("\n").filter(Boolean) : [];

/** The handlers of every process in these tests: `single` is owned, `wide` shared. */
export const deeds: Handlers = { single: deed, wide: deed };

async function deed(
  payload: Json,
  attempt: { task: string; number: number; signal: AbortSignal },
): Promise<Json> {
  const { log, ms = 0, busy = 0, deaf, meet, gate, fail, failures } = payload as Deed;
  const { value = attempt.task } = payload as Deed;
  const tell = (what: string) =>
    log && appendFileSync(log, `${what} ${attempt.task} ${attempt.number} ${process.pid}\n`);
  const step = (milliseconds: number) =>
    deaf ? pause(milliseconds) : pause(milliseconds, undefined, { signal: attempt.signal });
  tell("begin");
  try {
    if (ms > 0) await step(ms);
    for (const end = performance.now() + busy; performance.now() < end; );
    while (gate && !existsSync(gate)) await step(5);
    while (meet && log && linesOf(log).filter((l) => l.startsWith("begin")).length < meet)
      await step(5);
  } catch (error) {
    tell("abort");
    throw error;
  }
  if (fail && attempt.number <= (failures ?? Infinity)) throw FAILURES[fail]();
  tell("end");
  return value;
}
