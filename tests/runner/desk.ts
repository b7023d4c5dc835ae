import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach } from "vitest";
import { type RunTasksOptions, runTasks } from "../../pipelines/runner/coordinator.ts";
import type { RetryPolicy } from "../../pipelines/runner/retry.ts";
import type { Executor, Json, Task, TaskOutcome } from "../../pipelines/runner/runner.ts";
import { type Deed, linesOf } from "./deeds.ts";

export const LIMITS = { single: 1, wide: 8 };
const RETRY: RetryPolicy = { attempts: 4, backoff: 10, longest: 35 };

export const until = async (happened: () => boolean): Promise<void> => {
  while (!happened()) await pause(5);
};

export const byKey = <Result>(outcomes: TaskOutcome<Result>[]) =>
  Object.fromEntries(outcomes.map((outcome) => [outcome.key, outcome.status]));

/** The most that ran at once, by a log of begins and ends. */
export function widest(lines: string[]): number {
  let [now, most] = [0, 0];
  for (const line of lines) {
    now += line.startsWith("begin") ? 1 : -1;
    most = Math.max(most, now);
  }
  return most;
}

export type Desk = ReturnType<typeof deskFor>;

/** For every test an executor and a log, and the tasks that tests give it. */
export function deskFor(make: () => Promise<Executor>) {
  let executor: Executor;
  let folder = "";
  const at = (name: string) => path.join(folder, name);

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "runner-"));
    executor = await make();
  });
  afterEach(async () => {
    await executor.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const task = (key: string, after: string[] = [], deed: Deed = {}, rest: Partial<Task> = {}) => ({
    key,
    after,
    pool: "wide",
    payload: { log: at("log"), ...deed },
    ...rest,
  });
  return {
    at,
    task,
    diamond: (deedOf: Record<string, Deed> = {}): Task[] => [
      task("d", ["b", "c"], deedOf.d, { pool: "single" }),
      task("b", ["a"], deedOf.b),
      task("c", ["a"], deedOf.c),
      task("a", [], deedOf.a, { pool: "single" }),
      task("alone", [], deedOf.alone),
    ],
    run: <Result = Json>(tasks: Task[], options: RunTasksOptions<Result> = {}) =>
      runTasks<Result>(tasks, executor, { limits: LIMITS, retry: RETRY, deaf: 50, ...options }),
    lines: (what = "", key?: string) =>
      linesOf(at("log")).filter((line) => line.startsWith(key ? `${what} ${key} ` : what)),
    close: () => executor.close(),
  };
}
