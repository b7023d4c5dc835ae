import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openHome } from "../../pipelines/home.ts";
import { REDIS_SERVER, RedisServer } from "../runner/redis.ts";
import { fundwatch, Program, startWorker, until } from "./program.ts";
import { inOrder, ROUNDS, Scene, Score, TIMEOUT } from "./scene.ts";
import { expectWhole, filesBelow, foldersBelow } from "./whole.ts";

/** So often in one run. */
const OFTEN = 5;

const skip = REDIS_SERVER === null;
const folder = mkdtempSync(path.join(tmpdir(), "redis-"));
let scene: Scene;
let redis: RedisServer;
let workers: Program[] = [];
let root = "";
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  if (skip) return;
  scene = await Scene.prepare({ regions: 2, runs: { lost_seconds: 3 } });
  redis = await RedisServer.start({ dir: folder, appendonly: "yes" });
  env = { REDIS_URL: redis.url };
  root = scene.bench.at("home");
  scene.lay(root, true);
  workers = await Promise.all([startWorker(root, redis.url), startWorker(root, redis.url)]);
  await scene.undisturbed(root, ["run"]);
}, TIMEOUT);
afterAll(async () => {
  for (const worker of workers) await worker.kill();
  await redis?.remove();
  rmSync(folder, { recursive: true, force: true });
  scene?.clear();
});

/** Runs with so many disturbances each. */
async function disturbed(
  score: Score,
  seed: number,
  disturb: (round: number) => Promise<void>,
  after: () => Promise<void> = async () => {},
): Promise<void> {
  while (score.rounds < ROUNDS) {
    const begun = score.rounds;
    const rounds = Array.from({ length: OFTEN }, (_, i) => begun + i);
    const documents = (begun / OFTEN) % 2 === 1;
    const moments = rounds
      .map((round) => scene.moment("run", documents, seed, round))
      .sort(inOrder);
    scene.lay(root, documents);
    const owner = new Program(root, ["run"], env);
    for (const [i, moment] of moments.entries()) {
      await owner.reach(moment);
      await disturb(begun + i);
      if (owner.running) score.hit += 1;
      score.rounds += 1;
    }
    await owner.expect();
    await after();
    await expectWhole(scene, root);
    score.identical += OFTEN;
  }
  expect(score.hit).toBeGreaterThan(ROUNDS / 4);
  expect(workers.every((worker) => worker.running)).toBe(true);
}

test.skipIf(skip)(
  `Redis forgets everything, ${ROUNDS} times in the middle of runs`,
  async () => {
    const score = new Score("FLUSHALL");
    const client = new Redis(redis.url);
    await disturbed(score, 31, async () => void (await client.flushall()));
    client.disconnect();
    score.tell();
  },
  TIMEOUT,
);

test.skipIf(skip)(
  `Redis is killed ${ROUNDS} times in the middle of runs`,
  async () => {
    const score = new Score("kill -9 Redis");
    const count = { "with its data": 0, empty: 0, "after the run": 0 };
    const kill = async (round: number) => {
      await redis.kill();
      const last = round % OFTEN === OFTEN - 1;
      const way = last ? "after the run" : round % 2 === 0 ? "with its data" : "empty";
      count[way] += 1;
      if (way === "empty") rmSync(path.join(folder, "appendonlydir"), { recursive: true });
      if (!last) await redis.begin();
    };
    await disturbed(score, 37, kill, () => redis.begin());
    score.tell(
      `restarted ${Object.entries(count)
        .map(([way, n]) => `${way} ${n}`)
        .join(", ")}`,
    );
  },
  TIMEOUT,
);

test.skipIf(skip)(
  "workers that lost Redis so often go on with what a dead owner left",
  async () => {
    scene.lay(root, true);
    const owner = new Program(root, ["run"], env);
    const { staging } = openHome(root);
    // The run has a folder, the forecasts have one in it, and then each document.
    await until(() => foldersBelow(staging) > 2, "making documents");
    await owner.kill();
    await until(
      () => filesBelow(staging).some((name) => name.endsWith(".html")),
      "made by a worker",
    );
    await fundwatch(root, ["run"], env);
    await expectWhole(scene, root);
  },
);

test.skipIf(skip)("workers end when they are told to, with Redis and without", async () => {
  const [first, second] = workers as [Program, Program];
  first.child.kill("SIGTERM");
  await first.expect();
  await redis.kill();
  second.child.kill("SIGTERM");
  await second.expect();
  await fundwatch(root, ["run"], env);
  await expectWhole(scene, root);
});
