import { execFileSync } from "node:child_process";
import { renameSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drawn } from "../../bench/statements.ts";
import { program } from "../programs.ts";
import { Program } from "./program.ts";
import { ROUNDS, Scene, Score, TIMEOUT } from "./scene.ts";
import { expectWhole, isCutOff } from "./whole.ts";

const FAKETIME = program("faketime");
const HOUR = 3600;

/** Where a clock goes from just before midnight, in seconds; null: it goes on by itself. */
const WAYS = {
  "over midnight by itself": null,
  "forwards over midnight": 2 * HOUR,
  "forwards by three days": 72 * HOUR,
  "backwards by a day": -24 * HOUR,
  "backwards by an hour, the process killed": -HOUR,
};

let scene: Scene;
let clock: Clock;

/** The clock of other processes, as one who sets it by hand, or a time server, would move it. */
class Clock {
  readonly #file: string;
  readonly env: NodeJS.ProcessEnv;
  #offset = 0;

  constructor(file: string) {
    this.#file = file;
    const library = execFileSync(FAKETIME!, ["-f", "+0", "printenv", "LD_PRELOAD"]);
    this.env = {
      LD_PRELOAD: library.toString().trim(),
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
      NO_FAKE_STAT: "1",
    };
  }

  #set(seconds: number): void {
    this.#offset = seconds;
    writeFileSync(`${this.#file}.new`, `${seconds < 0 ? "" : "+"}${seconds.toFixed(3)}\n`);
    renameSync(`${this.#file}.new`, this.#file);
  }

  /** Lets so many milliseconds remain of the day in Shanghai. */
  beforeMidnight(milliseconds: number): void {
    const day = 24 * HOUR * 1000;
    const now = Date.now() + 8 * HOUR * 1000;
    this.#set((day - (now % day) - milliseconds) / 1000);
  }

  move(seconds: number): void {
    this.#set(this.#offset + seconds);
  }
}

beforeAll(async () => {
  if (FAKETIME === null) return;
  scene = await Scene.prepare({});
  clock = new Clock(scene.bench.at("clock"));
  clock.move(0);
  await scene.undisturbed("home", clock.env);
});
afterAll(() => scene?.clear());

test.skipIf(FAKETIME === null)(
  `the clock is moved in ${ROUNDS} runs, over midnight and back`,
  async () => {
    const score = new Score("clock");
    const ways = Object.entries(WAYS);
    for (let round = 0; round < ROUNDS; round++) {
      const [way, seconds] = ways[round % ways.length]!;
      const root = scene.bench.copy("prepared", "home");
      const moment = scene.moment(41, round);
      clock.beforeMidnight(moment + 100 + drawn(200, 43, round));
      const disturbed = new Program(root, ["run"], clock.env);
      const timer = setTimeout(() => clock.move(seconds ?? 0), moment);
      const kill = way.endsWith("killed");
      const ended = kill ? await disturbed.killedAfter(moment + 50) : await disturbed.expect();
      clearTimeout(timer);
      score.rounds += 1;
      if (kill ? isCutOff(root) : ended.milliseconds > moment) score.hit += 1;
      expectNoNegativeTimes(disturbed);
      if (kill) {
        const next = new Program(root, ["run"], clock.env);
        await next.expect();
        expectNoNegativeTimes(next);
      }
      await expectWhole(scene, root, { inOrder: false });
      score.identical += 1;
    }
    score.tell();
    expect(score.hit).toBeGreaterThan(ROUNDS / 4);
  },
  TIMEOUT,
);

function expectNoNegativeTimes({ stdout, stderr }: Program): void {
  expect(`${stdout}${stderr}`).not.toMatch(/-\d[\d.]* ?(秒|毫秒)|-\d+\.\d\d$/m);
}
