import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Inbox } from "../../pipelines/automations/inbox.ts";
import { at, FakeClock } from "./desk.ts";

const SETTLE = 30;
const EVERY = 10;

let folder: string;
let inbox: Inbox;
let clock: FakeClock;
const file = (name: string) => path.join(folder, name);
const look = () => inbox.look(folder, clock.now(), SETTLE);
const fresh = () => look().fresh.map((name) => path.relative(folder, name));
/** Looks every so often; gives how many seconds it took until something was fresh. */
const secondsUntilFresh = (atMost = 120): number => {
  for (let seconds = 0; seconds <= atMost; seconds += EVERY, clock.pass(EVERY))
    if (fresh().length > 0) return seconds;
  return Number.POSITIVE_INFINITY;
};

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "fundwatch-inbox-"));
  inbox = new Inbox();
  clock = new FakeClock(at("2026-10-01 08:00"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("a file is whole", () => {
  test("when it did not change for long enough", () => {
    writeFileSync(file("a.csv"), "1");
    expect(secondsUntilFresh()).toBe(SETTLE);
    expect(look().waiting).toEqual([]);
  });

  test("not while it grows, whatever its pauses", () => {
    writeFileSync(file("a.csv"), "");
    for (let step = 0; step < 12; step++) {
      appendFileSync(file("a.csv"), "row\n");
      expect(fresh()).toEqual([]);
      clock.pass(EVERY);
      expect(fresh()).toEqual([]);
      clock.pass(EVERY);
    }
    // The last growth was seen two looks ago.
    expect(secondsUntilFresh()).toBe(SETTLE - 2 * EVERY);
  });

  test("not because its time of change is old, as copying leaves it", () => {
    writeFileSync(file("a.csv"), "1");
    utimesSync(file("a.csv"), at("2020-01-01 00:00"), at("2020-01-01 00:00"));
    expect(secondsUntilFresh()).toBe(SETTLE);
  });

  test("not while its size stands and its bytes are filled in", () => {
    for (let step = 0; step < 10; step++) {
      writeFileSync(file("a.csv"), `${step}`.padStart(100));
      utimesSync(file("a.csv"), clock.now(), clock.now());
      expect(fresh()).toEqual([]);
      clock.pass(EVERY);
    }
    expect(secondsUntilFresh()).toBe(SETTLE - EVERY);
  });

  test("not by a clock that jumped back; it is timed anew", () => {
    writeFileSync(file("a.csv"), "1");
    look();
    clock.set(at("2026-09-30 08:00"));
    expect(secondsUntilFresh()).toBe(SETTLE);
  });
});

describe("a file that was handled", () => {
  const handle = () => {
    expect(secondsUntilFresh()).toBeLessThan(Number.POSITIVE_INFINITY);
    inbox.handled(look().fresh);
    expect(fresh()).toEqual([]);
  };

  beforeEach(() => {
    writeFileSync(file("a.csv"), "1");
    handle();
  });

  test("is not fresh again as long as it stays the same", () => {
    expect(secondsUntilFresh(3600)).toBe(Number.POSITIVE_INFINITY);
    expect(look().settled).toEqual([file("a.csv")]);
  });

  test("is when it grew", () => {
    appendFileSync(file("a.csv"), "2");
    expect(secondsUntilFresh()).toBe(SETTLE);
  });

  test("is when another took its name, of the same size and time", () => {
    writeFileSync(file("b.tmp"), "2");
    utimesSync(file("b.tmp"), at("2026-09-01 00:00"), at("2026-09-01 00:00"));
    utimesSync(file("a.csv"), at("2026-09-01 00:00"), at("2026-09-01 00:00"));
    handle();
    renameSync(file("b.tmp"), file("a.csv"));
    expect(secondsUntilFresh()).toBe(SETTLE);
  });

  test("is when it was touched", () => {
    utimesSync(file("a.csv"), at("2026-10-02 00:00"), at("2026-10-02 00:00"));
    expect(secondsUntilFresh()).toBe(SETTLE);
  });

  test("is when it was away", () => {
    rmSync(file("a.csv"));
    expect(look()).toMatchObject({ settled: [], fresh: [], waiting: [] });
    writeFileSync(file("a.csv"), "1");
    expect(secondsUntilFresh()).toBe(SETTLE);
  });

  test("is fresh once after a restart", () => {
    inbox = new Inbox();
    expect(secondsUntilFresh()).toBe(SETTLE);
  });

  test("that changed between the look and the load is fresh once more", () => {
    appendFileSync(file("a.csv"), "2");
    secondsUntilFresh();
    const seen = look().fresh;
    appendFileSync(file("a.csv"), "3");
    inbox.handled(seen);
    expect(secondsUntilFresh()).toBe(SETTLE);
  });
});

test("what is not finished, or not meant, is passed over", () => {
  const names = [
    ".hidden.csv",
    "README.md",
    "readme.txt",
    "~$报表.xlsx",
    "a.csv.part",
    "a.tmp",
    "a.csv.crdownload",
    "a.xlsx.filepart",
    "Thumbs.db",
    "desktop.ini",
  ];
  for (const name of names) writeFileSync(file(name), "1");
  for (const below of ["2026年", ".trash"]) {
    mkdirSync(file(below));
    writeFileSync(file(path.join(below, "b.csv")), "1");
  }
  writeFileSync(file("10.csv"), "1");
  writeFileSync(file("9.csv"), "1");
  secondsUntilFresh();
  expect(fresh()).toEqual(["9.csv", "10.csv", path.join("2026年", "b.csv")]);
});

test("a download takes its name when it is done", () => {
  writeFileSync(file("a.csv.part"), "1");
  clock.pass(3600);
  expect(secondsUntilFresh()).toBe(Number.POSITIVE_INFINITY);
  renameSync(file("a.csv.part"), file("a.csv"));
  expect(secondsUntilFresh()).toBe(SETTLE);
});

test("a folder that cannot be seen is told, and its files are not forgotten", () => {
  writeFileSync(file("a.csv"), "1");
  secondsUntilFresh();
  inbox.handled(look().fresh);
  renameSync(folder, `${folder}-away`);
  expect(look()).toMatchObject({ fresh: [], problem: expect.stringContaining("ENOENT") });
  renameSync(`${folder}-away`, folder);
  expect(look()).toMatchObject({ fresh: [], settled: [file("a.csv")] });
});
