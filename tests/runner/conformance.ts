import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { SourceError, UserError } from "../../models/errors.ts";
import type { RunEvent } from "../../pipelines/runner/coordinator.ts";
import { type Executor, TimedOut } from "../../pipelines/runner/runner.ts";
import { poolsConform } from "./conformance-pools.ts";
import { byKey, deskFor, until } from "./desk.ts";

/**
 * What every executor must do under our coordinator. Its pools are those of deeds.ts, and its handlers
 * may be in another process: they tell what they do in a log.
 */
export function runnerConforms(
  name: string,
  make: () => Promise<Executor>,
  { skip = false }: { skip?: boolean } = {},
): void {
  describe.skipIf(skip)(`${name}, carrying out tasks`, () => {
    const desk = deskFor(make);
    const { task, diamond, run, lines } = desk;

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
      const told = lines().map((line) => line.split(" ").slice(0, 2).join(" "));
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

    poolsConform(desk);
  });
}
