import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { runTasks } from "../../pipelines/runner/coordinator.ts";
import { inProcessExecutor } from "../../pipelines/runner/in-process.ts";
import type { Task } from "../../pipelines/runner/runner.ts";

const task = (key: string, after: string[] = []): Task => ({
  key,
  after,
  pool: "pool",
  payload: null,
});

test("where a run cannot tell of itself any more, it ends only when all it began has stopped", async () => {
  const begun: string[] = [];
  let going = 0;
  const executor = inProcessExecutor({
    pool: async (_, { task, signal }) => {
      begun.push(task);
      going += 1;
      try {
        await pause(task === "quick" ? 10 : 60_000, undefined, { signal });
        return null;
      } finally {
        await pause(50);
        going -= 1;
      }
    },
  });
  const tasks = [task("quick"), task("slow"), task("waits"), task("later", ["slow"])];
  const telling = runTasks(tasks, executor, {
    limits: { pool: 2 },
    watch: ({ event }) => {
      if (event === "ended") throw new Error("no space");
    },
  });
  await expect(telling).rejects.toThrow("no space");
  expect(going).toBe(0);
  expect(begun).not.toContain("later");
});
