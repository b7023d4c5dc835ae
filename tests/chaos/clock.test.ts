import { execFileSync } from "node:child_process";
import { renameSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { program } from "../programs.ts";
import { Program } from "./program.ts";
import { inOrder, ROUNDS, Scene, Score, TIMEOUT } from "./scene.ts";
import { expectWhole, isCutOff } from "./whole.ts";

const FAKETIME = program("faketime");
const HOUR = 3600;
const DAY = 24 * HOUR;

/** Moves of the clock in one run after another, in seconds; so many milliseconds before midnight first. */
const MOVES: [before: number, moves: number[]][] = [
  [400, [0, -DAY, 2 * DAY, -HOUR]],
  [60_000, [2 * HOUR, -4 * HOUR, 3 * DAY, -5 * DAY]],
  [60_000, [-DAY, DAY + HOUR, -HOUR, 0.5]],
];

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
    this.move(0);
  }

  #set(seconds: number): void {
    this.#offset = seconds;
    writeFileSync(`${this.#file}.new`, `${seconds < 0 ? "" : "+"}${seconds.toFixed(3)}\n`);
    renameSync(`${this.#file}.new`, this.#file);
  }

  /** Lets so many milliseconds remain of the day in Shanghai. */
  beforeMidnight(milliseconds: number): void {
    const now = Date.now() / 1000 + 8 * HOUR;
    this.#set(DAY - (now % DAY) - milliseconds / 1000);
  }

  move(seconds: number): void {
    this.#set(this.#offset + seconds);
  }
}

beforeAll(async () => {
  if (FAKETIME === null) return;
  scene = await Scene.prepare({});
  clock = new Clock(scene.bench.at("clock"));
  await scene.undisturbed(scene.bench.at("home"), ["run"]);
}, TIMEOUT);
afterAll(() => scene?.clear());

test.skipIf(FAKETIME === null)(
  `the clock is moved ${ROUNDS} times in the middle of runs, over midnight and back`,
  async () => {
    const score = new Score("clock");
    const root = scene.bench.at("home");
    while (score.rounds < ROUNDS) {
      const begun = score.rounds;
      const [before, moves] = MOVES[(begun / 4) % MOVES.length]!;
      const moments = moves.map((_, i) => scene.moment("run", false, 41, begun + i)).sort(inOrder);
      scene.lay(root, false);
      clock.beforeMidnight(before + 1000);
      const owner = new Program(root, ["run"], clock.env);
      await owner.reach({ events: 1, pause: 0 });
      clock.beforeMidnight(before);
      for (const [i, moment] of moments.entries()) {
        await owner.reach(moment);
        clock.move(moves[i]!);
        if (owner.running) score.hit += 1;
        score.rounds += 1;
      }
      // Half of them die right after the clock was moved, and the next goes on by that clock.
      if (begun % 8 === 0) await owner.kill();
      else await owner.expect();
      expectNoNegativeTimes(owner);
      if (isCutOff(root)) {
        const next = new Program(root, ["run"], clock.env);
        await next.expect();
        expectNoNegativeTimes(next);
      }
      await expectWhole(scene, root, { inOrder: false });
      score.identical += moves.length;
    }
    score.tell();
    expect(score.hit).toBeGreaterThan(ROUNDS / 4);
  },
  TIMEOUT,
);

function expectNoNegativeTimes({ stdout, stderr }: Program): void {
  expect(`${stdout}${stderr}`).not.toMatch(/-\d[\d.]* ?(秒|毫秒)|-\d+\.\d\d$/m);
}
