import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drawn } from "../../bench/statements.ts";
import { homeId, openHome } from "../../pipelines/home.ts";
import { REDIS_SERVER, RedisServer } from "../runner/redis.ts";
import { Program, startWorker } from "./program.ts";
import { ROUNDS, Scene, Score, TIMEOUT } from "./scene.ts";
import { documentsBegan, expectWhole } from "./whole.ts";

const LOST_SECONDS = 1.5;
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
    from: "2019-03",
    runs: { lost_seconds: LOST_SECONDS, parallel: 1 },
  });
  redis = await RedisServer.start();
  client = new Redis(redis.url);
  root = scene.bench.at("home");
  scene.lay(root, true);
  const worker = () => startWorker(root, redis.url);
  workers = await Promise.all([worker(), worker(), worker(), worker()]);
  await scene.undisturbed(root, ["run"]);
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

test.skipIf(skip)(
  `while documents are made, workers are killed ${ROUNDS} times and others frozen as often`,
  async () => {
    const [killed, frozen] = [new Score("kill -9 worker"), new Score("SIGSTOP worker")];
    const kill = async (at: number, round: number): Promise<void> => {
      await pause(drawn(600, 19, round));
      await workers[at]!.kill();
      workers[at] = await startWorker(root, redis.url);
    };
    const freeze = async (at: number, round: number): Promise<void> => {
      await pause(drawn(600, 23, round));
      workers[at]!.child.kill("SIGSTOP");
      await pause(LOST_SECONDS * 1000 * 1.3 + drawn(1000, 29, round));
      workers[at]!.child.kill("SIGCONT");
    };
    const isOver = () => killed.rounds >= ROUNDS && frozen.rounds >= ROUNDS;
    while (!isOver()) {
      const begun = [killed.rounds, frozen.rounds] as const;
      scene.lay(root, true);
      const owner = new Program(root, ["run"], { REDIS_URL: redis.url });
      while (owner.running && !documentsBegan(root)) await pause(20);
      const again = async (at: number): Promise<void> => {
        const [score, disturb] = at % 2 === 0 ? [killed, kill] : [frozen, freeze];
        while (owner.running && score.rounds < ROUNDS) {
          score.rounds += 1;
          await disturb(at, score.rounds);
          if (owner.running) score.hit += 1;
        }
      };
      await Promise.all([...workers.keys()].map(again));
      await owner.expect();
      await expectWhole(scene, root);
      killed.identical += killed.rounds - begun[0];
      frozen.identical += frozen.rounds - begun[1];
    }
    const anew = await givenOutAnew();
    for (const score of [killed, frozen]) {
      score.tell(`${anew} documents of both given out anew`);
      expect(score.hit).toBeGreaterThan(ROUNDS / 4);
    }
    expect(anew).toBeGreaterThan(0);
    expect(workers.every((worker) => worker.running)).toBe(true);
  },
  TIMEOUT,
);
