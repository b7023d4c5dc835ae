import { afterAll, beforeAll, expect, test } from "vitest";
import { published } from "../crash/home-state.ts";
import { REDIS_SERVER, RedisServer } from "../runner/redis.ts";
import { fundwatch, Program, startWorker } from "./program.ts";
import { COMMANDS, ROUNDS, Scene, Score, TIMEOUT } from "./scene.ts";
import { expectWhole, isCutOff } from "./whole.ts";

/** One run after another is killed, so many of them, before one is left alone. */
const KILLS = 5;

const skip = REDIS_SERVER === null;
let scene: Scene;
let redis: RedisServer;
let workers: Program[] = [];
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  if (skip) return;
  scene = await Scene.prepare({ regions: 1, runs: { lost_seconds: 3 } });
  redis = await RedisServer.start();
  env = { REDIS_URL: redis.url };
  const root = scene.bench.at("home");
  scene.lay(root, true);
  workers = await Promise.all([startWorker(root, redis.url), startWorker(root, redis.url)]);
  await scene.undisturbed(root, ["run", "force"]);
}, TIMEOUT);
afterAll(async () => {
  for (const worker of workers) await worker.kill();
  await redis?.remove();
  scene?.clear();
});

test.skipIf(skip)(
  `${ROUNDS} kills of the process that owns the warehouse: the next run completes`,
  async () => {
    const score = new Score("kill -9 owner");
    const root = scene.bench.at("home");
    for (let round = 0; round < ROUNDS; round++) {
      const first = round % KILLS === 0;
      const documents = Math.floor(round / KILLS) === 1;
      if (first) scene.lay(root, documents);
      const command = first ? "run" : "force";
      const victim = new Program(root, COMMANDS[command], env);
      await victim.reach(scene.moment(command, documents, 17, round));
      await victim.kill();
      score.rounds += 1;
      if (isCutOff(root)) score.hit += 1;
      expect([scene.yesterday, scene.today]).toContain(await published(root));
      if (round % KILLS < KILLS - 1) continue;
      await fundwatch(root, ["run"], env);
      await expectWhole(scene, root);
      score.identical += KILLS;
    }
    score.tell();
    expect(score.hit).toBeGreaterThan(ROUNDS / 4);
  },
  TIMEOUT,
);
