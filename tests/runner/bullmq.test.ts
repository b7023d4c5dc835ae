import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { UserError } from "../../models/errors.ts";
import { type BullExecutorOptions, bullExecutor } from "../../pipelines/runner/bullmq.ts";
import type { BullTimes } from "../../pipelines/runner/bullmq-link.ts";
import {
  type BullWorker,
  type BullWorkerOptions,
  bullWorker,
} from "../../pipelines/runner/bullmq-worker.ts";
import { runTasks } from "../../pipelines/runner/coordinator.ts";
import type { Executor, Task } from "../../pipelines/runner/runner.ts";
import { LIMITS, runnerConforms, until } from "./conformance.ts";
import { type Deed, deeds, linesOf } from "./deeds.ts";
import { REDIS_SERVER, RedisServer } from "./redis.ts";
import { startWorker } from "./worker-process.ts";

const skip = REDIS_SERVER === null;
const ROUNDS = Array.from({ length: 20 }, (_, i) => i + 1);
const TIMES: BullTimes = {
  lock: 300,
  stalled: 100,
  look: 40,
  patience: 30_000,
  answer: 1000,
  reconnect: 100,
  deaf: 50,
  close: 1000,
};

let redis: RedisServer;
let folder = "";
let log = "";
const closing: (() => Promise<unknown>)[] = [];
const said: string[] = [];

beforeAll(async () => {
  if (!skip) redis = await RedisServer.start({ appendonly: "no" });
});
afterAll(() => redis?.remove());
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "bullmq-"));
  log = path.join(folder, "log");
  said.length = 0;
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  rmSync(folder, { recursive: true, force: true });
});

async function executorFor(options: Partial<BullExecutorOptions> = {}): Promise<Executor> {
  const executor = await bullExecutor({
    url: redis.url,
    home: "home",
    run: "run",
    handlers: deeds,
    owned: ["single"],
    limits: LIMITS,
    say: (line) => said.push(line),
    ...options,
    times: { ...TIMES, ...options.times },
  });
  closing.push(() => executor.close());
  return executor;
}

/** A worker as another process would have it, but in this one. */
async function workerHere(options: Partial<BullWorkerOptions> = {}): Promise<BullWorker> {
  const handlers = { wide: deeds.wide! };
  const settings = { url: redis.url, home: "home", handlers, limits: { wide: 1 }, times: TIMES };
  const worker = await bullWorker({ ...settings, ...options });
  closing.push(() => worker.close(0));
  return worker;
}

const task = (key: string, after: string[], pool: string, deed: Deed = {}): Task => ({
  key,
  after,
  pool,
  payload: { log, ms: 30, value: `${key} 完成`, ...deed },
});

/** A step of the owner, six for anybody, and two more of the owner. */
const work = (deed: Deed = {}): Task[] => {
  const middle = ["m1", "m2", "m3", "m4", "m5", "m6"];
  return [
    task("first", [], "single"),
    ...middle.map((key) => task(key, ["first"], "wide", deed)),
    task("beside", ["first"], "single"),
    task("last", ["beside", ...middle], "single"),
  ];
};

/** Carries out tasks while something happens, and expects that nothing of it shows in the end. */
async function survives(
  executor: Executor,
  tasks: Task[],
  happening: () => Promise<unknown> = async () => {},
): Promise<void> {
  const accepted: string[] = [];
  const all = runTasks(tasks, executor, {
    limits: LIMITS,
    accept: async ({ key }, result) => {
      accepted.push(key);
      return result;
    },
  });
  const [outcomes] = await Promise.all([all, happening()]);
  const shown = outcomes.map(({ key, status, result, error }) => [key, status, result ?? error]);
  expect(shown.sort()).toEqual(tasks.map(({ key }) => [key, "done", `${key} 完成`]).sort());
  expect(accepted.sort()).toEqual(tasks.map(({ key }) => key).sort());
}

const began = (key: string) => () => linesOf(log).some((line) => line.startsWith(`begin ${key} `));
const workIn =
  ({ pid }: ChildProcess) =>
  () =>
    linesOf(log).some((line) => line.startsWith("begin m") && line.endsWith(` ${pid}`));

runnerConforms("through Redis, alone", () => executorFor({ home: randomUUID() }), { skip });

describe.skipIf(skip)("with the shared pool in another process", () => {
  let worker: ChildProcess;
  beforeAll(async () => {
    worker = await startWorker({
      url: redis.url,
      home: "apart",
      limits: { wide: LIMITS.wide },
      times: TIMES,
    });
  });
  afterAll(() => worker.kill());
  runnerConforms("through Redis", () =>
    executorFor({ home: "apart", handlers: { single: deeds.single! } }),
  );
});

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
    const mortal = await RedisServer.start();
    closing.push(() => mortal.remove());
    const executor = await two(mortal.url, { patience: 60 });
    await survives(executor, work(), async () => {
      await midway(round);
      await mortal.kill();
    });
    expect(said).toEqual([expect.stringMatching(/失去联系已 \d+ 秒，工作改在本进程内进行/)]);
  });

  test("Redis goes, the work goes on here, and Redis is used again when it is back", async () => {
    const mortal = await RedisServer.start();
    closing.push(() => mortal.remove());
    const executor = await executorFor({ url: mortal.url, times: { patience: 60 } });
    await mortal.kill();
    await survives(executor, work());
    expect(said).toEqual([expect.stringMatching(/失去联系已 \d+ 秒，工作改在本进程内进行/)]);
    await mortal.begin();
    await until(() => said.length === 2);
    expect(said[1]).toBe("已重新连上 Redis");
    await survives(executor, work());
  });

  test("a Redis that does not answer is as good as none", async () => {
    const mortal = await RedisServer.start();
    closing.push(() => mortal.remove());
    const times = { patience: 200, answer: 200, close: 300 };
    const executor = await executorFor({ url: mortal.url, times });
    await survives(executor, work(), async () => {
      await until(began("first"));
      mortal.freeze();
    });
    await executor.close();
  });

  test("a full Redis is as good as none", async () => {
    const mortal = await RedisServer.start();
    closing.push(() => mortal.remove());
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

describe.skipIf(skip)("a worker", () => {
  const owner = (home: string) => executorFor({ home, handlers: { single: deeds.single! } });

  test("asked to end, it ends what it has begun", async () => {
    const worker = await workerHere({ home: "ending" });
    const executor = await owner("ending");
    await survives(executor, [task("m", [], "wide", { ms: 150 })], async () => {
      await until(began("m"));
      await worker.close(10_000);
      expect(linesOf(log).some((line) => line.startsWith("end m"))).toBe(true);
    });
  });

  test("asked to end soon, it gives back what takes too long", async () => {
    const worker = await workerHere({ home: "soon" });
    const executor = await owner("soon");
    const gate = path.join(folder, "gate");
    await survives(executor, [task("m", [], "wide", { gate })], async () => {
      await until(began("m"));
      await worker.close(10);
      expect(linesOf(log).some((line) => line.startsWith("abort m"))).toBe(true);
      await workerHere({ home: "soon" });
      writeFileSync(gate, "");
    });
    expect(linesOf(log).filter((line) => line.startsWith("begin m"))).toHaveLength(2);
  });

  test("works for its own installation alone", async () => {
    await workerHere({ home: "one" });
    const executor = await owner("another");
    const signal = AbortSignal.timeout(200);
    const never = executor.execute(task("m", [], "wide"), { task: "m", number: 1, signal });
    await expect(never).rejects.toThrow();
    expect(linesOf(log)).toEqual([]);
  });

  test("says when Redis goes and when it is back", async () => {
    const mortal = await RedisServer.start();
    closing.push(() => mortal.remove());
    await workerHere({ url: mortal.url, say: (line) => said.push(line) });
    await mortal.kill();
    await until(() => said.length === 1);
    await mortal.begin();
    await until(() => said.length === 2);
    expect(said).toEqual(["与 Redis 失去联系，等待它恢复", "已重新连上 Redis"]);
  });
});

describe.skipIf(skip)("at the beginning", () => {
  const refused = async (url: string): Promise<UserError> => {
    const error = await executorFor({ url }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).remedy).toContain("REDIS_URL");
    expect(`${error} ${JSON.stringify(error)}`).not.toContain("secret");
    return error as UserError;
  };

  test("a Redis that is not there", async () => {
    const gone = await RedisServer.start();
    await gone.remove();
    const { message } = await refused(`redis://me:secret@127.0.0.1:${gone.port}`);
    expect(message).toBe(`连不上 Redis（127.0.0.1:${gone.port}）：那里没有 Redis 在监听`);
  });

  test("an address that is none", async () => {
    for (const url of ["", "127.0.0.1:6379", "http://secret@host", "redis://:secret"])
      expect((await refused(url)).message).toMatch(/不是 redis:/);
  });

  test("passwords and databases", async () => {
    const guarded = await RedisServer.start({ requirepass: "open" });
    closing.push(() => guarded.remove());
    const at = (rest: string) => guarded.url.replace("redis://", `redis://${rest}`);
    expect((await refused(guarded.url)).message).toContain("需要密码");
    expect((await refused(at(":secret@"))).message).toContain("密码或用户名不对");
    expect((await refused(`${at(":open@")}/99`)).message).toContain("库号");
    await survives(await executorFor({ url: `${at(":open@")}/2` }), work());
  });

  test("a Redis that may throw jobs away is told of, in Chinese alone", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const careless = await RedisServer.start({ "maxmemory-policy": "allkeys-lru" });
    closing.push(() => careless.remove());
    await survives(await executorFor({ url: careless.url }), work());
    expect(said).toEqual([expect.stringMatching(/maxmemory-policy 是 allkeys-lru.*noeviction/)]);
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });
});
