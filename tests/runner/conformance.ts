import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SourceError, UserError } from "../../models/errors.ts";
import {
  type RunEvent,
  type RunTasksOptions,
  runTasks,
} from "../../pipelines/runner/coordinator.ts";
import type { RetryPolicy } from "../../pipelines/runner/retry.ts";
import {
  type Executor,
  type Json,
  type Task,
  type TaskOutcome,
  TimedOut,
  TransientError,
} from "../../pipelines/runner/runner.ts";
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

/**
 * What every executor must do under our coordinator. Its pools are those of deeds.ts, and its handlers
 * may be in another process: they tell what they do in a log.
 */
export function runnerConforms(
  name: string,
  make: () => Promise<Executor>,
  { skip = false }: { skip?: boolean } = {},
): void {
  let executor: Executor;
  let folder = "";
  let log = "";

  const task = (key: string, after: string[] = [], deed: Deed = {}, rest: Partial<Task> = {}) => ({
    key,
    after,
    pool: "wide",
    payload: { log, ...deed },
    ...rest,
  });
  const diamond = (deedOf: Record<string, Deed> = {}): Task[] => [
    task("d", ["b", "c"], deedOf.d, { pool: "single" }),
    task("b", ["a"], deedOf.b),
    task("c", ["a"], deedOf.c),
    task("a", [], deedOf.a, { pool: "single" }),
    task("alone", [], deedOf.alone),
  ];
  const run = <Result = Json>(tasks: Task[], options: RunTasksOptions<Result> = {}) =>
    runTasks<Result>(tasks, executor, { limits: LIMITS, retry: RETRY, deaf: 50, ...options });
  const lines = (what: string, key?: string) =>
    linesOf(log).filter((line) => line.startsWith(key ? `${what} ${key} ` : `${what} `));

  describe.skipIf(skip)(`${name}, carrying out tasks`, () => {
    beforeEach(async () => {
      folder = mkdtempSync(path.join(tmpdir(), "runner-"));
      log = path.join(folder, "log");
      executor = await make();
    });
    afterEach(async () => {
      await executor.close();
      rmSync(folder, { recursive: true, force: true });
    });

    test("carries out nothing when given nothing", async () => {
      expect(await run([])).toEqual([]);
    });

    test("carries out each task once, after those it waits for", async () => {
      const tasks = diamond({ a: { ms: 5 }, b: { ms: 5 } });
      const outcomes = await run(tasks);
      expect(
        lines("begin")
          .map((line) => line.split(" ")[1])
          .sort(),
      ).toEqual(["a", "alone", "b", "c", "d"]);
      const told = linesOf(log).map((line) => line.split(" ").slice(0, 2).join(" "));
      for (const { key, after } of tasks)
        for (const before of after)
          expect(told.indexOf(`end ${before}`)).toBeLessThan(told.indexOf(`begin ${key}`));
      expect(outcomes.map(({ key, result }) => [key, result]).sort()).toEqual(
        tasks.map(({ key }) => [key, key]).sort(),
      );
    });

    test("does not wait for what it was not given", async () => {
      expect(byKey(await run([task("a", ["elsewhere"])]))).toEqual({ a: "done" });
    });

    test("a failure skips what waits for it, however far, and nothing else", async () => {
      const outcomes = await run([...diamond({ b: { fail: "data" } }), task("e", ["d"])]);
      expect(byKey(outcomes)).toEqual({
        a: "done",
        b: "failed",
        c: "done",
        d: "skipped",
        e: "skipped",
        alone: "done",
      });
      expect(lines("begin", "d")).toEqual([]);
      expect(outcomes.find(({ key }) => key === "b")!.error).toMatchObject({
        name: "Error",
        message: "broken\nin two lines",
      });
    });

    test("a failure of the first skips the whole chain", async () => {
      expect(byKey(await run(diamond({ a: { fail: "data" } })))).toEqual({
        a: "failed",
        b: "skipped",
        c: "skipped",
        d: "skipped",
        alone: "done",
      });
    });

    test("tells of each outcome once, skipped ones too", async () => {
      const told: string[] = [];
      const outcomes = await run(diamond({ c: { fail: "data" } }), {
        watch: (event) => event.event === "ended" && told.push(event.outcome.key),
      });
      expect([...told].sort()).toEqual(outcomes.map(({ key }) => key).sort());
      expect(told).toHaveLength(5);
    });

    test("times what it carried out, and not what it skipped", async () => {
      const outcomes = await run([task("a", [], { ms: 20, fail: "data" }), task("b", ["a"])]);
      expect(outcomes[0]!.seconds).toBeGreaterThan(0.015);
      expect(outcomes[1]).toMatchObject({ key: "b", seconds: 0, attempts: 0 });
    });

    test("refuses tasks in a circle", async () => {
      await expect(run([task("a", ["b"]), task("b", ["a"])])).rejects.toThrow(
        /circle: a -> b -> a/,
      );
    });

    test("refuses a pool nobody has a handler for", async () => {
      const [outcome] = await run([task("a", [], {}, { pool: "elsewhere" })]);
      expect(outcome).toMatchObject({ status: "failed", error: { message: /elsewhere/ } });
    });

    test("can be used again, with the same keys", async () => {
      for (const value of [1, 2])
        for (const pool of ["wide", "single"]) {
          const [outcome] = await run([task("a", [], { value }, { pool })]);
          expect(outcome).toMatchObject({ status: "done", result: value, attempts: 1 });
        }
    });

    test("tries a transient failure again, after pauses that grow", async () => {
      const events: RunEvent[] = [];
      const [outcome] = await run([task("a", [], { fail: "transient", failures: 3 })], {
        watch: (event) => events.push(event),
      });
      expect(outcome).toMatchObject({ status: "done", attempts: 4 });
      const pauses = events.flatMap((event) => (event.event === "retrying" ? [event.pause] : []));
      expect(pauses).toEqual([10, 20, 35]);
      expect(lines("begin")).toHaveLength(4);
      const numbers = events.flatMap((event) => (event.event === "started" ? [event.attempt] : []));
      expect(numbers).toEqual([1, 2, 3, 4]);
    });

    test.each(["transient", "code"] as const)("gives up at last: %s", async (fail) => {
      const [outcome] = await run([task("a", [], { fail })]);
      expect(outcome).toMatchObject({ status: "failed", attempts: 4 });
      expect(outcome!.error).toBeInstanceOf(Error);
      expect((outcome!.error as Error).message).toMatch(/^(passing|read failed)$/);
    });

    test("does not try other failures again", async () => {
      const [outcome] = await run([task("a", [], { fail: "data" })]);
      expect(outcome).toMatchObject({ status: "failed", attempts: 1 });
      expect(lines("begin")).toHaveLength(1);
    });

    test.each(["single", "wide"])("errors for users keep what they say: %s", async (pool) => {
      const told = async (fail: "user" | "source") =>
        (await run([task("a", [], { fail }, { pool })]))[0]!.error;
      const user = await told("user");
      expect(user).toBeInstanceOf(UserError);
      expect(user).toMatchObject({ message: "没有这个月", remedy: "请先装入", exitStatus: 3 });
      const source = await told("source");
      expect(source).toBeInstanceOf(SourceError);
      expect(source).toMatchObject({
        message: "不是金额",
        remedy: "请改成数字",
        where: { file: "a.xlsx", sheet: "职工", row: 7 },
      });
    });

    test.each(["single", "wide"])("a timeout stops the handler and fails: %s", async (pool) => {
      const [outcome] = await run([task("a", [], { ms: 60_000 }, { pool, timeout: 300 })]);
      expect(outcome).toMatchObject({ status: "failed", attempts: 1 });
      expect(outcome!.error).toBeInstanceOf(TimedOut);
      await until(() => lines("abort", "a").length === 1);
    });

    test.each(["single", "wide"])("a deaf handler is not waited for: %s", async (pool) => {
      const accepted: string[] = [];
      const outcomes = await run(
        [
          task("a", [], { ms: 700, deaf: true }, { pool, timeout: 300 }),
          task("b", [], {}, { pool }),
        ],
        { limits: { [pool]: 1 }, accept: async ({ key }) => accepted.push(key) },
      );
      expect(byKey(outcomes)).toEqual({ a: "failed", b: "done" });
      expect(lines("end", "a")).toEqual([]);
      await until(() => lines("end", "a").length === 1);
      await pause(30);
      expect(accepted).toEqual(["b"]);
    });

    test("a result that comes after the timeout is not taken", async () => {
      const accepted: string[] = [];
      const deed = { ms: 300, deaf: true };
      const [outcome] = await run([task("a", [], deed, { timeout: 200, pool: "single" })], {
        accept: async ({ key }) => accepted.push(key),
        deaf: 5000,
      });
      expect(outcome).toMatchObject({ status: "failed", error: { name: "TimedOut" } });
      expect(accepted).toEqual([]);
    });

    test("a pool of one never overlaps", async () => {
      await run(
        Array.from({ length: 8 }, (_, i) => task(`t${i}`, [], { ms: 3 }, { pool: "single" })),
      );
      expect(widest(linesOf(log))).toBe(1);
    });

    test("a wide pool overlaps", async () => {
      const tasks = Array.from({ length: 8 }, (_, i) => task(`t${i}`, [], { meet: 8 }));
      expect(new Set(Object.values(byKey(await run(tasks))))).toEqual(new Set(["done"]));
    });

    test("no more run at once than the run allows", async () => {
      const tasks = Array.from({ length: 9 }, (_, i) => task(`t${i}`, [], { ms: 10 }));
      await run(tasks, { limits: { wide: 3 } });
      expect(widest(linesOf(log))).toBeLessThanOrEqual(3);
    });

    test("a pool that is full does not hold up another", async () => {
      const gate = path.join(folder, "gate");
      const all = run([
        ...["a", "b"].map((key) => task(key, [], { gate }, { pool: "single" })),
        ...["c", "d", "e"].map((key) => task(key, [])),
      ]);
      await until(() => lines("end").length === 3);
      expect(lines("end", "a")).toEqual([]);
      writeFileSync(gate, "");
      expect(new Set(Object.values(byKey(await all)))).toEqual(new Set(["done"]));
    });

    test("a task that pauses before its next attempt lets others into the pool", async () => {
      const outcomes = await run(
        [
          task("a", [], { fail: "transient", failures: 1 }, { pool: "single" }),
          task("b", [], { ms: 5 }, { pool: "single" }),
        ],
        { retry: { attempts: 2, backoff: 300, longest: 300 } },
      );
      expect(byKey(outcomes)).toEqual({ a: "done", b: "done" });
      expect(linesOf(log).map((line) => line.split(" ").slice(0, 3).join(" "))).toEqual([
        "begin a 1",
        "begin b 1",
        "end b 1",
        "begin a 2",
        "end a 2",
      ]);
    });

    test("takes each result once, in this process", async () => {
      const accepted: string[] = [];
      const outcomes = await run(diamond({ c: { fail: "transient", failures: 2 } }), {
        accept: async ({ key }, result) => {
          accepted.push(key);
          return `${result} taken`;
        },
      });
      expect([...accepted].sort()).toEqual(["a", "alone", "b", "c", "d"]);
      for (const { key, result } of outcomes) expect(result).toBe(`${key} taken`);
    });

    test("what cannot be taken has failed, and nothing is taken from a failure", async () => {
      const accepted: string[] = [];
      const outcomes = await run(diamond({ c: { fail: "data" } }), {
        accept: async ({ key }) => {
          accepted.push(key);
          if (key === "b") throw new Error("no room");
        },
      });
      expect(byKey(outcomes)).toMatchObject({ a: "done", b: "failed", c: "failed", d: "skipped" });
      expect([...accepted].sort()).toEqual(["a", "alone", "b"]);
    });

    test("what could not be taken for a passing reason is made again", async () => {
      let refusals = 0;
      const [outcome] = await run([task("a")], {
        accept: async () => {
          if (refusals++ < 2) throw new TransientError("busy");
          return "taken";
        },
      });
      expect(outcome).toMatchObject({ status: "done", attempts: 3, result: "taken" });
    });

    test("asked to stop, it begins nothing new and lets end what ends in time", async () => {
      const stop = new AbortController();
      const gate = path.join(folder, "gate");
      const tasks = ["a", "b", "c"].map((key) => task(key, [], { gate }));
      const all = run([...tasks, task("d", ["a"])], {
        limits: { wide: 2 },
        signal: stop.signal,
        grace: 60_000,
      });
      await until(() => lines("begin").length === 2);
      stop.abort();
      writeFileSync(gate, "");
      const outcomes = await all;
      expect(byKey(outcomes)).toEqual({
        a: "done",
        b: "done",
        c: "interrupted",
        d: "interrupted",
      });
      const attempts = Object.fromEntries(
        outcomes.map((outcome) => [outcome.key, outcome.attempts]),
      );
      expect(attempts).toEqual({ a: 1, b: 1, c: 0, d: 0 });
      expect(lines("begin")).toHaveLength(2);
    });

    test("asked to stop, it interrupts what does not end in time", async () => {
      const stop = new AbortController();
      const all = run(
        [
          task("a", [], { ms: 60_000 }),
          task("b", [], { ms: 60_000 }, { pool: "single" }),
          task("c", ["a"]),
        ],
        { signal: stop.signal, grace: 20 },
      );
      await until(() => lines("begin").length === 2);
      stop.abort();
      const outcomes = await all;
      expect(byKey(outcomes)).toEqual({ a: "interrupted", b: "interrupted", c: "interrupted" });
      expect(outcomes[0]!.error).toMatchObject({ name: "Interrupted" });
      await until(() => lines("abort").length === 2);
    });

    test("asked to stop beforehand, it begins nothing", async () => {
      const outcomes = await run(diamond(), { signal: AbortSignal.abort() });
      expect(new Set(Object.values(byKey(outcomes)))).toEqual(new Set(["interrupted"]));
      expect(outcomes.map(({ attempts }) => attempts)).toEqual([0, 0, 0, 0, 0]);
      expect(linesOf(log)).toEqual([]);
    });

    test("asked to stop, it does not pause before a next attempt", async () => {
      const stop = new AbortController();
      const [outcome] = await run([task("a", [], { fail: "transient" })], {
        signal: stop.signal,
        retry: { attempts: 3, backoff: 3_600_000, longest: 3_600_000 },
        watch: ({ event }) => event === "retrying" && stop.abort(),
      });
      expect(outcome).toMatchObject({ status: "interrupted", attempts: 1 });
    });

    test("what goes in and what comes out stay as they are", async () => {
      const value: Json = {
        文字: '第1季度“收入”\n🏥 \u0000 \\ "',
        none: null,
        list: [[], {}, [1.5, -0.1, 1e300, Number.MAX_SAFE_INTEGER]],
        yes: true,
        "": "",
      };
      for (const pool of ["single", "wide"])
        for (const each of [value, null, [], 0, "", false]) {
          const [outcome] = await run([task("a:b 2019-01%", [], { value: each }, { pool })]);
          expect(outcome).toMatchObject({ key: "a:b 2019-01%", status: "done" });
          expect(outcome!.result).toEqual(each);
        }
    });

    test("a diamond of two hundred", async () => {
      const middle = Array.from({ length: 198 }, (_, i) => `m${i}`);
      const outcomes = await run([
        task("end", middle, {}, { pool: "single" }),
        ...middle.map((key) => task(key, ["begin"])),
        task("begin", [], {}, { pool: "single" }),
      ]);
      expect(outcomes).toHaveLength(200);
      expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(["done"]));
      const told = lines("begin").map((line) => line.split(" ")[1]);
      expect([told[0], told[199]]).toEqual(["begin", "end"]);
      expect(new Set(told).size).toBe(200);
    });

    test("a chain of a hundred, from pool to pool", async () => {
      const keys = Array.from({ length: 100 }, (_, i) => `c${i}`);
      const pools = ["single", "wide"];
      await run(
        keys.map((key, i) => task(key, keys.slice(0, i).slice(-1), {}, { pool: pools[i % 2]! })),
      );
      expect(lines("end").map((line) => line.split(" ")[1])).toEqual(keys);
    });

    test("can be closed twice", async () => {
      await Promise.all([executor.close(), executor.close()]);
    });
  });
}
