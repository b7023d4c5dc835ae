import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drawn } from "../../bench/statements.ts";
import { homeId, openHome } from "../../pipelines/home.ts";
import { REDIS_SERVER, RedisServer } from "../runner/redis.ts";
import { Program, startWorker } from "./program.ts";
import { ROUNDS, Scene, Score, TIMEOUT } from "./scene.ts";
import { documentsBegan, expectWhole } from "./whole.ts";

const LOST_SECONDS = 1;
const skip = REDIS_SERVER === null;
let scene: Scene;
let redis: RedisServer;
let client: Redis;
let workers: Program[] = [];
let root = "";

beforeAll(async () => {
  if (skip) return;
  scene = await Scene.prepare({
    regions: 1,
    from: "2019-05",
    runs: { lost_seconds: LOST_SECONDS, parallel: 1 },
  });
  redis = await RedisServer.start();
  client = new Redis(redis.url);
  root = scene.bench.copy("prepared", "home");
  workers = await Promise.all([startWorker(root, redis.url), startWorker(root, redis.url)]);
  await scene.undisturbed({ REDIS_URL: redis.url });
}, TIMEOUT);
afterAll(async () => {
  for (const worker of workers) await worker.kill();
  client?.disconnect();
  await redis?.remove();
  scene?.clear();
});

/** How many documents were given out anew because their worker was not heard of. */
async function givenOutAnew(): Promise<number> {
  const events = await client.xrange(
    `fundwatch:${homeId(openHome(root))}:documents:events`,
    "-",
    "+",
  );
  return events.filter(([, fields]) => fields.includes("stalled")).length;
}

/** Every worker is disturbed again and again while runs make documents; they complete without help. */
async function disturbed(
  score: Score,
  disturb: (at: number, round: number) => Promise<void>,
): Promise<void> {
  const before = await givenOutAnew();
  while (score.rounds < ROUNDS) {
    const begun = score.rounds;
    scene.bench.copy("prepared", "home");
    const owner = new Program(root, ["run"], { REDIS_URL: redis.url });
    while (owner.running && !documentsBegan(root)) await pause(20);
    const again = async (at: number): Promise<void> => {
      while (owner.running && score.rounds < ROUNDS) {
        score.rounds += 1;
        await disturb(at, score.rounds);
        if (owner.running) score.hit += 1;
      }
    };
    await Promise.all([...workers.keys()].map(again));
    await owner.expect();
    await expectWhole(scene, root);
    score.identical += score.rounds - begun;
  }
  score.tell(`${(await givenOutAnew()) - before} documents given out anew`);
  expect(score.hit).toBeGreaterThan(ROUNDS / 4);
}

test.skipIf(skip)(
  `${ROUNDS} kills of workers while documents are made`,
  () =>
    disturbed(new Score("kill -9 worker"), async (at, round) => {
      await pause(drawn(1000, 19, round));
      await workers[at]!.kill();
      workers[at] = await startWorker(root, redis.url);
    }),
  TIMEOUT,
);

test.skipIf(skip)(
  `${ROUNDS} times a worker is frozen for longer than a lock lasts`,
  async () => {
    await disturbed(new Score("SIGSTOP worker"), async (at, round) => {
      await pause(drawn(1000, 23, round));
      workers[at]!.child.kill("SIGSTOP");
      await pause(LOST_SECONDS * 1000 * 1.6 + drawn(800, 29, round));
      workers[at]!.child.kill("SIGCONT");
    });
    expect(workers.every((worker) => worker.running)).toBe(true);
  },
  TIMEOUT,
);
