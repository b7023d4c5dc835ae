import type { ChildProcess } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BullTimes } from "../../pipelines/runner/bullmq-link.ts";
import type { Executor } from "../../pipelines/runner/runner.ts";
import {
  began,
  executorFor,
  log,
  mortalRedis,
  prepare,
  redis,
  said,
  skip,
  survives,
  TIMES,
  task,
  work,
  workerHere,
  workIn,
} from "./bullmq-desk.ts";
import { linesOf } from "./deeds.ts";
import { until } from "./desk.ts";
import { RedisServer } from "./redis.ts";
import { startWorker } from "./worker-process.ts";

const ROUNDS = Array.from({ length: 20 }, (_, i) => i + 1);

prepare();

describe.skipIf(skip)("whatever happens to Redis and to workers", () => {
  /** Two carry out, so that four of the six wait in Redis when the first of them begin. */
  const two = async (url: string, times: Partial<BullTimes> = {}): Promise<Executor> => {
    await workerHere({ url });
    return executorFor({ url, limits: { wide: 1 }, times });
  };
  const midway = async (round: number): Promise<void> => {
    await until(() => linesOf(log).some((line) => line.startsWith("begin m")));
    await pause(round);
  };

  test.each(ROUNDS)("Redis loses everything it holds, round %i", async (round) => {
    const executor = await two(redis.url);
    const client = new Redis(redis.url);
    await survives(executor, work(), async () => {
      await midway(round);
      await client.flushall();
      await pause(TIMES.look + round);
      await client.flushall();
    });
    expect(said.join("\n")).toContain("已重新提交");
    await client.quit();
  });

  test("the single place at the owner's pool is restored too", async () => {
    await executorFor({ home: "restored" });
    const client = new Redis(redis.url);
    const set = () => client.hget("fundwatch:restored:own-single:meta", "concurrency");
    expect(await set()).toBe("1");
    await client.flushall();
    while ((await set()) !== "1") await pause(5);
    await client.quit();
  });

  for (const appendonly of ["no", "yes"]) {
    const memory = appendonly === "yes" ? "what it had" : "nothing";
    describe(`Redis dies and comes back with ${memory}`, () => {
      let mortal: RedisServer;
      beforeAll(async () => {
        mortal = await RedisServer.start({ appendonly });
      });
      afterAll(() => mortal.remove());

      test.each(ROUNDS)("round %i", async (round) => {
        const executor = await two(mortal.url);
        await survives(executor, work(), async () => {
          await midway(round);
          await mortal.kill();
          await pause(round * 2);
          await mortal.begin();
        });
        expect(said.join("\n")).not.toContain("本进程");
        if (appendonly === "no") expect(said.join("\n")).toContain("已重新提交");
      });
    });
  }

  describe("a worker is killed at its work", () => {
    const limits = { wide: 4 };
    const start = (round: number) =>
      startWorker({ url: redis.url, home: `killed ${round}`, limits, times: TIMES });
    let next: Promise<ChildProcess>;
    beforeAll(() => {
      next = start(1);
    });
    afterAll(async () => (await next).kill());

    test.each(ROUNDS)("round %i", async (round) => {
      const worker = await next;
      next = start(round + 1);
      const executor = await executorFor({ home: `killed ${round}`, limits: { wide: 1 } });
      await survives(executor, work(), async () => {
        await until(workIn(worker));
        worker.kill("SIGKILL");
      });
    });
  });

  describe("a worker is frozen for longer than its jobs are its own", () => {
    let worker: ChildProcess;
    beforeAll(async () => {
      const limits = { wide: 2 };
      worker = await startWorker({ url: redis.url, home: "frozen", limits, times: TIMES });
    });
    afterAll(() => worker.kill());

    test.each(ROUNDS)("round %i", async () => {
      const executor = await executorFor({ home: "frozen", limits: { wide: 1 } });
      await survives(executor, work(), async () => {
        await until(workIn(worker));
        worker.kill("SIGSTOP");
        await until(began("last"));
        worker.kill("SIGCONT");
      });
    });
  });

  test.each(ROUNDS)("Redis goes and does not come back, round %i", async (round) => {
    const mortal = await mortalRedis();
    const executor = await two(mortal.url, { patience: 60 });
    await survives(executor, work(), async () => {
      await midway(round);
      await mortal.kill();
    });
    expect(said).toEqual([expect.stringMatching(/失去联系已 \d+ 秒，工作改在本进程内进行/)]);
  });

  test("Redis goes, the work goes on here, and Redis is used again when it is back", async () => {
    const mortal = await mortalRedis();
    const executor = await executorFor({ url: mortal.url, times: { patience: 60 } });
    await mortal.kill();
    await survives(executor, work());
    expect(said).toEqual([expect.stringMatching(/失去联系已 \d+ 秒，工作改在本进程内进行/)]);
    await mortal.begin();
    await until(() => said.length === 2);
    expect(said[1]).toBe("已重新连上 Redis");
    await survives(executor, work());
  });

  test("what was done without Redis does not wait there when it is back", async () => {
    const mortal = await mortalRedis({ appendonly: "yes" });
    const times = { patience: 60 };
    const executor = await executorFor({ url: mortal.url, limits: { wide: 1 }, times });
    await survives(executor, work(), async () => {
      await midway(1);
      await mortal.kill();
    });
    await mortal.begin();
    const client = new Redis(mortal.url);
    const waiting = () => client.llen("fundwatch:home:wide:wait");
    expect(await waiting()).toBeGreaterThan(0);
    while ((await waiting()) > 0) await pause(5);
    await client.quit();
    expect(linesOf(log).filter((line) => line.startsWith("begin"))).toHaveLength(work().length);
  });

  test("work that lets its process do nothing else for longer than its job is its own", async () => {
    const tasks = [
      task("a", [], "single", { busy: 700 }),
      task("b", ["a"], "wide", { busy: 700 }),
      task("c", ["b"], "single"),
    ];
    await survives(await executorFor(), tasks);
    expect(linesOf(log).filter((line) => line.startsWith("begin"))).toHaveLength(3);
  });

  test("a Redis that does not answer is as good as none", async () => {
    const mortal = await mortalRedis();
    const times = { patience: 200, answer: 200, close: 300 };
    const executor = await executorFor({ url: mortal.url, times });
    await survives(executor, work(), async () => {
      await until(began("first"));
      mortal.freeze();
    });
    await executor.close();
  });

  test("a full Redis is as good as none", async () => {
    const mortal = await mortalRedis();
    const executor = await executorFor({ url: mortal.url, times: { patience: 60 } });
    const client = new Redis(mortal.url);
    await survives(executor, work(), async () => {
      await until(began("first"));
      await client.config("SET", "maxmemory", "1");
    });
    client.disconnect();
  });

  test("what a run that died has left in the owner's pool is never carried out", async () => {
    const home = "heir";
    const dead = await executorFor({ home, handlers: {}, run: "dead" });
    const signal = new AbortController().signal;
    const left = dead.execute(task("left", [], "single"), { task: "left", number: 1, signal });
    const closed = expect(left).rejects.toThrow();
    await pause(100);
    const executor = await executorFor({ home });
    await survives(executor, work());
    expect(began("left")()).toBe(false);
    await dead.close();
    await closed;
  });
});
