import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ConfigWatch } from "../../pipelines/automations/config-watch.ts";
import { explain } from "../../pipelines/automations/explain.ts";
import { schedule as runSchedule } from "../../pipelines/automations/scheduler.ts";
import { writeAtomically } from "../../pipelines/home.ts";
import { at, Desk, FakeActions, FakeClock, ONLY, open, RAN, schedule } from "./desk.ts";

let desk: Desk;
let clock: FakeClock;
let actions: FakeActions;
const start = (config: Record<string, unknown>) => {
  desk = new Desk(config);
  return open(desk, clock, actions);
};
const lastTick = () => desk.ticks().at(-1)!;

beforeEach(() => {
  clock = new FakeClock(at("2026-09-28 08:00"));
  actions = new FakeActions();
});
afterEach(() => desk.clear());

describe("the loop", () => {
  const loop = (stop: AbortController, said: string[] = [], refresh?: () => Desk["home"]) =>
    runSchedule(desk.home, actions, {
      now: clock.now,
      say: (line) => said.push(line),
      signal: stop.signal,
      wait: clock.wait,
      ...(refresh ? { refresh } : {}),
    });

  test("goes on until it is told to stop, and finishes what it is at", async () => {
    desk = new Desk({ ...ONLY, schedules: [schedule("hourly", "0 * * * *")] });
    const stop = new AbortController();
    actions.onRun = async (_, signal) => {
      if (clock.now() >= at("2026-09-28 11:00")) {
        stop.abort();
        expect(signal.aborted).toBe(true);
      }
      return RAN;
    };
    await loop(stop);
    expect(desk.told("ran")).toEqual([
      "hourly 2026-09-28 09:00 ran",
      "hourly 2026-09-28 10:00 ran",
      "hourly 2026-09-28 11:00 ran",
    ]);
  });

  test.each(["told so", "thrown"])("what was interrupted (%s) is gone on with", async (how) => {
    desk = new Desk({ ...ONLY, schedules: [schedule("hourly", "0 * * * *")] });
    for (let round = 0; round < 3; round++) {
      const stop = new AbortController();
      actions.onRun = async () => {
        stop.abort();
        if (how === "thrown") throw new Error("interrupted");
        return { ...RAN, interrupted: true };
      };
      await loop(stop);
      expect(lastTick()).toMatchObject({ state: "stopped" });
      expect(lastTick().why).toContain("下次启动时接着做");
    }
    actions.onRun = async () => RAN;
    await open(desk, clock, actions).settle();
    expect(desk.told("ran")).toEqual(["hourly 2026-09-28 09:00 ran"]);
    expect(desk.told("failed")).toEqual([]);
  });

  test("outlives what cannot be written down", async () => {
    desk = new Desk({ ...ONLY, schedules: [schedule("hourly", "0 * * * *")] });
    const ledger = path.join(desk.root, "state", "ticks.jsonl");
    const stop = new AbortController();
    const said: string[] = [];
    mkdirSync(ledger, { recursive: true });
    expect(() => open(desk, clock, actions)).toThrow();
    rmSync(ledger, { recursive: true });
    let rounds = 0;
    await loop(stop, said, () => {
      if (++rounds === 2) throw new Error("磁盘出错");
      if (rounds === 400) stop.abort();
      return desk.home;
    });
    expect(said[0]).toBe("自动任务出错，一分钟后再试：磁盘出错");
    expect(desk.told("ran").length).toBeGreaterThan(1);
  });

  test("refuses schedules it cannot keep before it begins", async () => {
    desk = new Desk({ ...ONLY, schedules: [schedule("x", "61 * * * *")] });
    expect(() => loop(new AbortController())).toThrow("计划 x 的时间“61 * * * *”写法不对");
  });
});

describe("a config that changes", () => {
  test("is followed from the next turn; a broken one is told once, and the old one kept", async () => {
    desk = new Desk({ ...ONLY, schedules: [schedule("hourly", "0 * * * *")] });
    const said: string[] = [];
    const watch = new ConfigWatch(desk.root, (line) => said.push(line));
    const shop = open(desk, clock, actions, { refresh: () => watch.refresh() });
    await shop.until(at("2026-09-28 09:30"));
    desk.configure({ ...ONLY, schedules: [schedule("late", "45 * * * *")] });
    await shop.until(at("2026-09-28 10:30"));
    expect(desk.told("ran", "gone")).toEqual([
      "hourly 2026-09-28 09:00 ran",
      "hourly 2026-09-28 09:30 gone",
      "late 2026-09-28 09:45 ran",
    ]);
    writeAtomically(watch.home.configFile, "{ not json");
    await shop.until(at("2026-09-28 10:50"));
    desk.configure({ ...ONLY, schedules: [schedule("late", "99 * * * *")] });
    await shop.until(at("2026-09-28 11:50"));
    rmSync(watch.home.configFile);
    await shop.until(at("2026-09-28 12:50"));
    expect(desk.told("ran").slice(2)).toEqual([
      "late 2026-09-28 10:45 ran",
      "late 2026-09-28 11:45 ran",
      "late 2026-09-28 12:45 ran",
    ]);
    expect(said.map((line) => line.split("：").slice(0, 2).join("：").split("\n")[0])).toEqual([
      "配置已重新读取",
      expect.stringContaining("新的配置不能用，仍按原来的配置执行：配置文件"),
      expect.stringContaining(
        "新的配置不能用，仍按原来的配置执行：计划 late 的时间“99 * * * *”写法不对",
      ),
      expect.stringContaining("新的配置不能用，仍按原来的配置执行："),
    ]);
  });
});

describe("explain", () => {
  test("tells the last decision, the next time, and what waits", async () => {
    const shop = start({ region: "620700", schedules: [schedule("nightly", "30 2 * * *")] });
    const before = await explain(desk.home, clock.now());
    expect(before.serving).toEqual({ running: false, pid: null });
    expect(before.automations.map(({ name, note }) => [name, note])).toEqual([
      ["inbox", null],
      ["nightly", "还没有启动过 serve"],
      ["deadlines", "还没有启动过 serve"],
    ]);
    await shop.until(at("2026-09-29 10:00"));
    const [inbox, nightly, deadlines] = (await explain(desk.home, at("2026-10-02 00:00")))
      .automations;
    expect(inbox).toMatchObject({ last: null, next: null, open: null });
    expect(nightly).toMatchObject({
      when: "30 2 * * *",
      next: at("2026-10-02 02:30").toISOString(),
      missed: 2,
      last: { state: "ran", why: "做好 3 项", run: "r1" },
    });
    expect(deadlines).toMatchObject({ missed: 2, last: { why: "都已做好" } });
  });

  test("tells how the deadlines stand", async () => {
    const shop = start({ region: "620700", schedules: [] });
    await shop.settle();
    const { deadlines } = await explain(desk.home, at("2026-10-20 08:00"));
    expect(deadlines.map(({ partition, state }) => `${partition} ${state}`)).toEqual([
      "620700|2026-09 missed",
    ]);
    expect(deadlines[0]!.sentence).toContain("应于2026年10月16日（10月第8个工作日）前做好");
  });

  test("tells of a clock that is behind, and of a config that is wrong", async () => {
    const shop = start({ ...ONLY, schedules: [schedule("nightly", "30 2 * * *")] });
    await shop.until(at("2026-09-30 10:00"));
    const [behind] = (await explain(desk.home, at("2026-09-29 00:00"))).automations;
    expect(behind!.note).toContain("时钟比台账慢：2026-09-30 02:30 以前的时刻都已有记录");
    expect(behind!.next).toBe(at("2026-10-01 02:30").toISOString());
    desk.configure({ ...ONLY, schedules: [schedule("nightly", "99 2 * * *")] });
    const [wrong] = (await explain(desk.home, clock.now())).automations;
    expect(wrong!.note).toContain("写法不对");
  });
});
