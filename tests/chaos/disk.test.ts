import { mkdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drawn } from "../../bench/statements.ts";
import { type Manifest, manifests } from "../../pipelines/documents/manifest.ts";
import { eventsOf } from "../../pipelines/history.ts";
import { openHome } from "../../pipelines/home.ts";
import { Journal } from "../../pipelines/journal.ts";
import { hashes } from "../../pipelines/rebuild.ts";
import { run } from "../../pipelines/run.ts";
import { DatabaseDamaged, Store } from "../../pipelines/store.ts";
import { bytesBelow } from "../crash/command.ts";
import { published } from "../crash/home-state.ts";
import { fundwatch, Program } from "./program.ts";
import { BULLETINS, COMMANDS, ROUNDS, Scene, Score, TIMEOUT } from "./scene.ts";
import { SmallDisk } from "./small-disk.ts";
import { expectWhole } from "./whole.ts";

/** One run after another meets a full disk, so many of them, before one is left alone. */
const FILLINGS = 5;
const KIB = 1024;
const DISK = SmallDisk.mount(256);
const root = path.join(DISK?.folder ?? "", "home");
const now = () => new Date();
let scene: Scene;
let raw: Map<string, string>;

beforeAll(async () => {
  if (DISK === null) return;
  scene = await Scene.prepare({ regions: 1 });
  await scene.undisturbed(scene.bench.at("home"), ["run", "force"]);
  raw = bytesBelow(openHome(scene.bench.at("prepared")).raw);
}, TIMEOUT);
afterAll(() => {
  DISK?.unmount();
  scene?.clear();
});

/** Whether the warehouse cannot be read any more, and only raw/ can give it back. */
async function isDamaged(home: string): Promise<boolean> {
  try {
    const store = await Store.open(openHome(home).warehouse);
    await hashes(store).finally(() => store.close());
    return false;
  } catch (error) {
    expect(error).toBeInstanceOf(DatabaseDamaged);
    return true;
  }
}

/** Next to nothing, or enough for some of the work. */
const leaving = (round: number): number =>
  KIB * drawn(round % 4 === 0 ? 2500 : round % 4 === 1 ? 20 : 400, 53, round);

test.skipIf(DISK === null)(
  `the disk fills up in the middle of ${ROUNDS} runs`,
  async () => {
    const score = new Score("disk full");
    let damaged = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const first = round % FILLINGS === 0;
      const documents = Math.floor(round / FILLINGS) === 1;
      if (first) scene.lay(root, documents);
      const command = first ? "run" : "force";
      const victim = new Program(root, COMMANDS[command]);
      await victim.reach(scene.moment(command, documents, 47, round));
      DISK!.fill(leaving(round));
      const { status } = await victim.ended;
      const said = `${victim.stdout}${victim.stderr}`;
      score.rounds += 1;
      if (status !== 0) {
        score.hit += 1;
        expect(status).toBe(1);
        expect(said).toContain("磁盘已满");
      }
      expect(said).not.toMatch(/程序内部错误|^ +at |查询出错/m);
      expect([scene.yesterday, scene.today]).toContain(await published(root));
      DISK!.relieve();
      if (await isDamaged(root)) {
        damaged += 1;
        await fundwatch(root, ["rebuild"]);
      }
      if (round % FILLINGS < FILLINGS - 1) continue;
      await fundwatch(root, ["run"]);
      await expectWhole(scene, root);
      expect(bytesBelow(openHome(root).raw)).toEqual(raw);
      score.identical += FILLINGS;
    }
    score.tell(`warehouse damaged ${damaged}`);
    expect(score.hit).toBeGreaterThan(ROUNDS / 4);
  },
  TIMEOUT,
);

test.skipIf(DISK === null)("a journal on a full disk loses whole rows only", () => {
  DISK!.relieve();
  const home = { ...openHome(scene.bench.at("prepared")), state: DISK!.folder };
  const journal = new Journal(home, "full", now);
  const told: string[] = [];
  const tell = (line: string) => {
    journal.write({ event: "logged", asset: "any", line });
    told.push(line);
  };
  DISK!.fill(10 * KIB);
  const untilFull = () => {
    for (let i = 0; i < 100; i++) tell(`${i}`.padEnd(700));
  };
  expect(untilFull).toThrow(/ENOSPC/);
  DISK!.relieve();
  tell("afterwards");
  journal.close();
  expect(eventsOf(home, "full").map((e) => (e.event === "logged" ? e.line : ""))).toEqual(told);
});

test.skipIf(DISK === null)("a document half put into its place is made again", async () => {
  scene.lay(scene.bench.at("half"), true);
  const home = openHome(scene.bench.at("half"));
  await run(home, { now });
  const [manifest] = [...manifests(home, BULLETINS).values()] as [Manifest];
  const second = path.join(home.root, manifest.files[1]!.path);
  rmSync(second);
  mkdirSync(second);
  const forced = await run(home, { now, forcedBefore: now().toISOString() });
  expect(forced.status).toBe("failed");
  rmdirSync(second);
  writeFileSync(second, "of another time");
  expect((await run(home, { now })).status).toBe("done");
  await expectWhole(scene, home.root);
});
