import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { type BullExecutorOptions, bullExecutor } from "../../pipelines/runner/bullmq.ts";
import type { BullTimes } from "../../pipelines/runner/bullmq-link.ts";
import {
  type BullWorker,
  type BullWorkerOptions,
  bullWorker,
} from "../../pipelines/runner/bullmq-worker.ts";
import { runTasks } from "../../pipelines/runner/coordinator.ts";
import type { Executor, Task } from "../../pipelines/runner/runner.ts";
import { type Deed, deeds, linesOf } from "./deeds.ts";
import { LIMITS } from "./desk.ts";
import { REDIS_SERVER, RedisServer } from "./redis.ts";

export const skip = REDIS_SERVER === null;
/** Short, so that what takes a minute in earnest takes a moment. */
export const TIMES: BullTimes = {
  lock: 300,
  stalled: 100,
  look: 40,
  patience: 30_000,
  answer: 1000,
  reconnect: 100,
  deaf: 50,
  close: 1000,
};

/** Of the test file, which starts them with `prepare`. */
export let redis: RedisServer;
export let log = "";
export const said: string[] = [];
let folder = "";
const closing: (() => Promise<unknown>)[] = [];

/** A Redis for the whole file, and for every test an empty log and nothing left of the one before. */
export function prepare(): void {
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
}

export const at = (name: string): string => path.join(folder, name);

/** A Redis of the test's own, which may die. */
export async function mortalRedis(settings: Record<string, string> = {}): Promise<RedisServer> {
  const server = await RedisServer.start(settings);
  closing.push(() => server.remove());
  return server;
}

export async function executorFor(options: Partial<BullExecutorOptions> = {}): Promise<Executor> {
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
export async function workerHere(options: Partial<BullWorkerOptions> = {}): Promise<BullWorker> {
  const handlers = { wide: deeds.wide! };
  const settings = { url: redis.url, home: "home", handlers, limits: { wide: 1 }, times: TIMES };
  const worker = await bullWorker({ ...settings, ...options });
  closing.push(() => worker.close(0));
  return worker;
}

export const task = (key: string, after: string[], pool: string, deed: Deed = {}): Task => ({
  key,
  after,
  pool,
  payload: { log, ms: 30, value: `${key} 完成`, ...deed },
});

/** A step of the owner, six for anybody, and two more of the owner. */
export const work = (): Task[] => {
  const middle = ["m1", "m2", "m3", "m4", "m5", "m6"];
  return [
    task("first", [], "single"),
    ...middle.map((key) => task(key, ["first"], "wide")),
    task("beside", ["first"], "single"),
    task("last", ["beside", ...middle], "single"),
  ];
};

/** Carries out tasks while something happens, and expects that nothing of it shows in the end. */
export async function survives(
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

export const began = (key: string) => () =>
  linesOf(log).some((line) => line.startsWith(`begin ${key} `));
export const workIn =
  ({ pid }: ChildProcess) =>
  () =>
    linesOf(log).some((line) => line.startsWith("begin m") && line.endsWith(` ${pid}`));
