import { cpSync, mkdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drawn } from "../../bench/statements.ts";
import { type Manifest, manifests } from "../../pipelines/documents/manifest.ts";
import { eventsOf } from "../../pipelines/history.ts";
import { openHome } from "../../pipelines/home.ts";
import { Journal } from "../../pipelines/journal.ts";
import { bytesBelow } from "../crash/command.ts";
import { published } from "../crash/home-state.ts";
import { fundwatch, Program } from "./program.ts";
import { BULLETINS, ROUNDS, Scene, Score, TIMEOUT } from "./scene.ts";
import { SmallDisk } from "./small-disk.ts";
import { expectWhole } from "./whole.ts";

const KIB = 1024;
const DISK = SmallDisk.mount(128);
const root = path.join(DISK?.folder ?? "", "home");
let scene: Scene;
let raw: Map<string, string>;

beforeAll(async () => {
  if (DISK === null) return;
  scene = await Scene.prepare({ regions: 1 });
  await scene.undisturbed();
  raw = bytesBelow(openHome(scene.bench.at("prepared")).raw);
});
afterAll(() => {
  DISK?.unmount();
  scene?.clear();
});

/** Next to nothing, or enough for some of the work. */
const leaving = (round: number): number =>
  KIB * drawn(round % 4 === 0 ? 6000 : round % 4 === 1 ? 20 : 600, 53, round);

test.skipIf(DISK === null)(
  `the disk fills up in the middle of ${ROUNDS} runs`,
  async () => {
    const score = new Score("disk full");
    let rebuilt = 0;
    for (let round = 0; round < ROUNDS; round++) {
      rmSync(root, { recursive: true, force: true });
      cpSync(scene.bench.at("prepared"), root, { recursive: true });
      const victim = new Program(root, ["run"]);
      await pause(scene.moment(47, round));
      DISK!.fill(leaving(round));
      const { status } = await victim.ended;
      const said = `${victim.stdout}${victim.stderr}`;
      score.rounds += 1;
      if (status !== 0) {
        score.hit += 1;
        expect(status).toBe(1);
        expect(said).toMatch(/磁盘已满|磁盘空间不足/);
      }
      expect(said).not.toMatch(/程序内部错误|^ +at |查询出错/m);
      expect([scene.yesterday, scene.today]).toContain(await published(root));
      DISK!.relieve();
      const next = new Program(root, ["run"]);
      if ((await next.ended).status !== 0) {
        expect(next.stderr).toContain("fundwatch rebuild");
        rebuilt += 1;
        await fundwatch(root, ["rebuild"]);
        await fundwatch(root, ["run"]);
      }
      await expectWhole(scene, root);
      expect(bytesBelow(openHome(root).raw)).toEqual(raw);
      score.identical += 1;
    }
    score.tell(`rebuilt ${rebuilt}`);
    expect(score.hit).toBeGreaterThan(ROUNDS / 4);
  },
  TIMEOUT,
);

test.skipIf(DISK === null)("a journal on a full disk loses whole rows only", () => {
  DISK!.relieve();
  const home = { ...openHome(scene.bench.at("prepared")), state: DISK!.folder };
  const journal = new Journal(home, "full", () => new Date());
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
  const home = openHome(scene.bench.copy("home", "half"));
  const [manifest] = [...manifests(home, BULLETINS).values()] as [Manifest];
  const second = path.join(home.root, manifest.files[1]!.path);
  rmSync(second);
  mkdirSync(second);
  await new Program(home.root, ["run", "--force"]).expect(1);
  rmdirSync(second);
  writeFileSync(second, "of another time");
  await fundwatch(home.root, ["run"]);
  await expectWhole(scene, home.root);
});
