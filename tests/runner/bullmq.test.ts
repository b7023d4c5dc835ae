import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { UserError } from "../../models/errors.ts";
import {
  at,
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
} from "./bullmq-desk.ts";
import { runnerConforms } from "./conformance.ts";
import { deeds, linesOf } from "./deeds.ts";
import { LIMITS, until } from "./desk.ts";
import { startWorker } from "./worker-process.ts";

prepare();

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
    const gate = at("gate");
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
    const mortal = await mortalRedis();
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
    const gone = await mortalRedis();
    await gone.remove();
    const { message } = await refused(`redis://me:secret@127.0.0.1:${gone.port}`);
    expect(message).toBe(`连不上 Redis（127.0.0.1:${gone.port}）：那里没有 Redis 在监听`);
  });

  test("an address that is none", async () => {
    for (const url of ["", "127.0.0.1:6379", "http://secret@host", "redis://:secret"])
      expect((await refused(url)).message).toMatch(/不是 redis:/);
  });

  test("passwords and databases", async () => {
    const guarded = await mortalRedis({ requirepass: "open" });
    const at = (rest: string) => guarded.url.replace("redis://", `redis://${rest}`);
    expect((await refused(guarded.url)).message).toContain("需要密码");
    expect((await refused(at(":secret@"))).message).toContain("密码或用户名不对");
    expect((await refused(`${at(":open@")}/99`)).message).toContain("库号");
    await survives(await executorFor({ url: `${at(":open@")}/2` }), work());
  });

  test("a Redis that may throw jobs away is told of, in Chinese alone", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const careless = await mortalRedis({ "maxmemory-policy": "allkeys-lru" });
    await survives(await executorFor({ url: careless.url }), work());
    expect(said).toEqual([expect.stringMatching(/maxmemory-policy 是 allkeys-lru.*noeviction/)]);
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });
});
