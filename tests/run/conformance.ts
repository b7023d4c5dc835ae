import { describe, expect, test } from "vitest";
import type { Runner, Task, TaskOutcome } from "../../pipelines/runner/runner.ts";

const diamond: Task[] = [
  { key: "d", after: ["b", "c"] },
  { key: "b", after: ["a"] },
  { key: "c", after: ["a"] },
  { key: "a", after: [] },
  { key: "alone", after: [] },
];

const byKey = <Result>(outcomes: TaskOutcome<Result>[]) =>
  Object.fromEntries(outcomes.map((outcome) => [outcome.key, outcome.status]));

/** What every runner must do, whatever carries out its tasks. `execute` always runs in this process. */
export function runnerConforms(name: string, make: () => Runner | Promise<Runner>): void {
  describe(`${name} as a runner`, () => {
    test("carries out nothing when given nothing", async () => {
      const runner = await make();
      expect(await runner.run([], async () => 0)).toEqual([]);
    });

    test("carries out each task once, after those it waits for", async () => {
      const runner = await make();
      const ended: string[] = [];
      const outcomes = await runner.run(diamond, async (key) => {
        for (const before of diamond.find((t) => t.key === key)!.after)
          expect(ended).toContain(before);
        await new Promise((resolve) => setTimeout(resolve, 2));
        ended.push(key);
        return key.toUpperCase();
      });
      expect([...ended].sort()).toEqual(["a", "alone", "b", "c", "d"]);
      expect(outcomes.map(({ key, result }) => [key, result]).sort()).toEqual(
        diamond.map(({ key }) => [key, key.toUpperCase()]).sort(),
      );
    });

    test("does not wait for what it was not given", async () => {
      const runner = await make();
      const outcomes = await runner.run([{ key: "a", after: ["elsewhere"] }], async () => 1);
      expect(byKey(outcomes)).toEqual({ a: "done" });
    });

    test("a failure skips what waits for it, however far, and nothing else", async () => {
      const runner = await make();
      const begun: string[] = [];
      const outcomes = await runner.run(diamond, async (key) => {
        begun.push(key);
        if (key === "b") throw new Error("b is broken");
        return key;
      });
      expect(byKey(outcomes)).toEqual({
        a: "done",
        b: "failed",
        c: "done",
        d: "skipped",
        alone: "done",
      });
      expect(begun).not.toContain("d");
      expect(begun.filter((key) => key === "b")).toHaveLength(1);
      expect(outcomes.find(({ key }) => key === "b")!.error).toMatchObject({
        message: "b is broken",
      });
    });

    test("a failure of the first skips the whole chain", async () => {
      const runner = await make();
      const outcomes = await runner.run(diamond, async (key) => {
        if (key === "a") throw new Error("a is broken");
      });
      expect(byKey(outcomes)).toEqual({
        a: "failed",
        b: "skipped",
        c: "skipped",
        d: "skipped",
        alone: "done",
      });
    });

    test("tells of each outcome once, skipped ones too", async () => {
      const runner = await make();
      const told: string[] = [];
      const outcomes = await runner.run(
        diamond,
        async (key) => {
          if (key === "c") throw new Error("c is broken");
        },
        ({ key }) => told.push(key),
      );
      expect([...told].sort()).toEqual(outcomes.map(({ key }) => key).sort());
      expect(told).toHaveLength(diamond.length);
    });

    test("times what it carried out, and not what it skipped", async () => {
      const runner = await make();
      const outcomes = await runner.run(
        [
          { key: "a", after: [] },
          { key: "b", after: ["a"] },
        ],
        async () => {
          throw new Error("broken");
        },
      );
      expect(outcomes.map(({ seconds }) => seconds >= 0)).toEqual([true, true]);
      expect(outcomes.find(({ key }) => key === "b")!.seconds).toBe(0);
    });

    test("refuses tasks in a circle", async () => {
      const runner = await make();
      const circle = [
        { key: "a", after: ["b"] },
        { key: "b", after: ["a"] },
      ];
      await expect(runner.run(circle, async () => 0)).rejects.toThrow(/circle/);
    });

    test("can be used again", async () => {
      const runner = await make();
      for (const value of [1, 2]) {
        const [outcome] = await runner.run([{ key: "a", after: [] }], async () => value);
        expect(outcome).toMatchObject({ status: "done", result: value });
      }
    });
  });
}
