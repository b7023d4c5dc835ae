import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Json, TransientError } from "../../pipelines/runner/runner.ts";
import { byKey, type Desk, until, widest } from "./desk.ts";

/** The part of conformance that is about pools, taking results, stopping, and many tasks. */
export function poolsConform({ at, task, diamond, run, lines, close }: Desk): void {
  test("a pool of one never overlaps", async () => {
    await run(
      Array.from({ length: 8 }, (_, i) => task(`t${i}`, [], { ms: 3 }, { pool: "single" })),
    );
    expect(widest(lines())).toBe(1);
  });

  test("a wide pool overlaps", async () => {
    const tasks = Array.from({ length: 8 }, (_, i) => task(`t${i}`, [], { meet: 8 }));
    expect(new Set(Object.values(byKey(await run(tasks))))).toEqual(new Set(["done"]));
  });

  test("no more run at once than the run allows", async () => {
    const tasks = Array.from({ length: 9 }, (_, i) => task(`t${i}`, [], { ms: 10 }));
    await run(tasks, { limits: { wide: 3 } });
    expect(widest(lines())).toBeLessThanOrEqual(3);
  });

  test("a pool that is full does not hold up another", async () => {
    const gate = at("gate");
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
    expect(lines().map((line) => line.split(" ").slice(0, 3).join(" "))).toEqual([
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
    const gate = at("gate");
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
    const attempts = Object.fromEntries(outcomes.map((outcome) => [outcome.key, outcome.attempts]));
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
    expect(lines()).toEqual([]);
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
    await Promise.all([close(), close()]);
  });
}
