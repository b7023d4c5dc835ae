import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UserError } from "../../models/errors.ts";
import { WarehouseBusy } from "../../pipelines/store.ts";
import {
  at,
  Desk,
  FakeActions,
  FakeClock,
  LOADED,
  NOTHING,
  ONLY,
  open,
  RAN,
  schedule,
} from "./desk.ts";

let desk: Desk;
let clock: FakeClock;
let actions: FakeActions;
const start = (config: Record<string, unknown>) => {
  desk = new Desk(config);
  return open(desk, clock, actions);
};
const put = (name: string, bytes = "1") => writeFileSync(path.join(desk.home.inbox, name), bytes);
const lastTick = () => desk.ticks().at(-1)!;

beforeEach(() => {
  clock = new FakeClock(at("2026-09-28 08:00"));
  actions = new FakeActions();
});
afterEach(() => desk.clear());

describe("a schedule", () => {
  const nightly = (rest = {}) => ({
    ...ONLY,
    schedules: [schedule("nightly", "30 2 * * *", { select: ["+marts.figure"], ...rest })],
  });

  test("acts at its minute, and says what came of it", async () => {
    const shop = start(nightly());
    await shop.until(at("2026-09-29 02:29"));
    expect(actions.done).toEqual([]);
    await shop.until(at("2026-09-29 02:31"));
    expect(actions.done).toEqual(["run nightly +marts.figure"]);
    expect(lastTick()).toMatchObject({
      automation: "nightly",
      scheduled_for: at("2026-09-29 02:30").toISOString(),
      at: at("2026-09-29 02:30").toISOString(),
      state: "ran",
      why: "做好 3 项",
      run: "r1",
    });
    expect(shop.said).toEqual(["2026-09-29 02:30 nightly（2026-09-29 02:30）完成：做好 3 项"]);
  });

  test("does not drift", async () => {
    const shop = start({ ...ONLY, schedules: [schedule("half", "*/30 * * * *")] });
    actions.onRun = async () => {
      clock.pass(7.3);
      return NOTHING;
    };
    await shop.until(at("2026-10-02 08:00"));
    const ran = desk.ticks().filter(({ state }) => state === "begun");
    expect(ran).toHaveLength(4 * 48);
    const late = ran.map((tick) => Date.parse(tick.at) - Date.parse(tick.scheduled_for));
    expect(Math.max(...late)).toBe(0);
  });

  test("that finds nothing to do says so", async () => {
    const shop = start(nightly({ load: true }));
    actions.onRun = async () => NOTHING;
    await shop.until(at("2026-09-29 02:30"));
    expect(actions.done).toEqual(["run nightly +marts.figure"]);
    expect(lastTick()).toMatchObject({ state: "skipped", why: "收件夹没有新文件；没有要做的" });
  });

  test("loads first, but only what is whole", async () => {
    desk = new Desk(nightly({ load: true }));
    put("whole.csv");
    put("growing.csv");
    const wait = async (milliseconds: number) => {
      clock.pass(milliseconds / 1000);
      appendFileSync(path.join(desk.home.inbox, "growing.csv"), "row\n");
    };
    const shop = open(desk, clock, actions, { wait });
    await shop.settle();
    clock.set(at("2026-09-29 02:30"));
    await shop.settle();
    expect(actions.done).toEqual(["load whole.csv", "run nightly +marts.figure"]);
    expect(lastTick()).toMatchObject({ state: "ran", why: "载入 1 个文件；做好 3 项" });
  });

  test("that fails is written down, and the next goes on", async () => {
    const shop = start(nightly());
    actions.onRun = async () => {
      throw new UserError("磁盘已满", "请清理磁盘。");
    };
    await shop.until(at("2026-09-29 03:00"));
    expect(lastTick()).toMatchObject({ state: "failed", why: "磁盘已满。请清理磁盘。" });
    actions.onRun = async () => ({ ...RAN, failed: 1, why: "1 项失败" });
    await shop.until(at("2026-09-30 03:00"));
    expect(lastTick()).toMatchObject({ state: "failed", why: "1 项失败", run: "r1" });
    actions.onRun = async () => RAN;
    await shop.until(at("2026-10-01 03:00"));
    expect(lastTick()).toMatchObject({ state: "ran" });
  });

  test("waits while another process has the warehouse", async () => {
    const shop = start(nightly());
    const busy = new WarehouseBusy("数据仓库正在被另一个进程使用", "请等那边的 run 结束后再试");
    let left = 3;
    actions.onRun = async () => {
      if (left-- > 0) throw busy;
      return RAN;
    };
    await shop.until(at("2026-09-29 02:30"));
    expect(lastTick()).toMatchObject({ state: "ran", at: at("2026-09-29 02:30:45").toISOString() });
    expect(shop.said[0]).toBe("数据仓库正在被另一个进程使用，稍后再试");
    left = Number.POSITIVE_INFINITY;
    await shop.until(at("2026-09-30 02:30"));
    expect(lastTick()).toMatchObject({
      state: "failed",
      at: at("2026-09-30 02:40").toISOString(),
      why: "等了 10 分钟，数据仓库正在被另一个进程使用。请等那边的 run 结束后再试",
    });
  });
});

describe("the inbox", () => {
  const watching = { schedules: [], deadlines: [] };

  test("is loaded and run when a file is whole, once", async () => {
    const shop = start(watching);
    await shop.until(at("2026-09-28 09:00"));
    expect(desk.told()).toEqual(["inbox 2026-09-28 08:00 seen"]);
    put("a.csv");
    await shop.until(at("2026-09-28 10:00"));
    expect(actions.done).toEqual(["load a.csv", "run inbox"]);
    expect(lastTick()).toMatchObject({ state: "ran", why: "载入 1 个文件；做好 3 项" });
    put("b.csv");
    await shop.until(at("2026-09-28 11:00"));
    expect(actions.done.slice(2)).toEqual(["load b.csv", "run inbox"]);
  });

  test("with a file that is refused is not loaded again and again", async () => {
    const shop = start(watching);
    actions.onLoad = async () => ({ loaded: 0, troubled: 1, why: "1 个文件有问题" });
    put("a.csv");
    await shop.until(at("2026-09-29 08:00"));
    expect(actions.done).toEqual(["load a.csv"]);
    expect(lastTick()).toMatchObject({ state: "ran", why: "1 个文件有问题" });
  });

  test("that could not be loaded is tried again, less and less often", async () => {
    const shop = start(watching);
    actions.onLoad = async () => {
      throw new Error("磁盘出错");
    };
    put("a.csv");
    await shop.until(at("2026-09-28 10:00"));
    expect(desk.told("failed")).toHaveLength(4);
    actions.onLoad = async () => LOADED;
    await shop.until(at("2026-09-28 12:00"));
    expect(desk.told("ran")).toHaveLength(1);
  });

  test("goes on after a kill between load and run", async () => {
    const shop = start(watching);
    put("a.csv");
    actions.onRun = () => new Promise(() => {});
    await shop.scheduler.turn();
    clock.pass(30);
    void shop.scheduler.turn();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(actions.done).toEqual(["load a.csv", "run inbox"]);

    const again = new FakeActions();
    again.onLoad = async () => ({ loaded: 0, troubled: 0, why: "都已载入过" });
    await open(desk, clock, again).until(at("2026-09-28 09:00"));
    expect(again.done).toEqual(["load a.csv", "run inbox"]);
    expect(lastTick()).toMatchObject({ state: "ran", why: "都已载入过；做好 3 项" });
  });

  test("that went away is told once", async () => {
    const shop = start(watching);
    await shop.settle();
    const { inbox } = desk.home;
    rmSync(inbox, { recursive: true });
    await shop.until(at("2026-09-28 09:00"));
    expect(shop.said.filter((line) => line.startsWith("看不到收件夹"))).toHaveLength(1);
    mkdirSync(inbox);
    put("a.csv");
    await shop.until(at("2026-09-28 10:00"));
    expect(actions.done).toEqual(["load a.csv", "run inbox"]);
  });

  test("is left alone when it is not to be watched", async () => {
    const shop = start({ ...watching, inbox: { watch: false } });
    put("a.csv");
    await shop.until(at("2026-09-28 10:00"));
    expect(actions.done).toEqual([]);
    expect(shop.scheduler.lastLook).toBe(null);
  });
});

describe("deadlines", () => {
  test("are looked at every morning at nine, once after downtime", async () => {
    const shop = start({ ...ONLY, deadlines: undefined, schedules: [] });
    await shop.until(at("2026-09-30 10:00"));
    expect(desk.told("ran")).toEqual([
      "deadlines 2026-09-28 09:00 ran",
      "deadlines 2026-09-29 09:00 ran",
      "deadlines 2026-09-30 09:00 ran",
    ]);
    clock.set(at("2026-10-08 08:00"));
    await open(desk, clock, actions).settle();
    expect(desk.told("ran").at(-1)).toBe("deadlines 2026-10-07 09:00 ran");
    expect(desk.told("skipped")).toHaveLength(6);
    expect(lastTick().why).toBe("都已做好");
  });
});

test("everything together happens one at a time and in order", async () => {
  let busy = 0;
  const shop = start({
    schedules: [schedule("nightly", "30 2 * * *"), schedule("morning", "0 9 * * *")],
  });
  actions.onRun = async () => {
    expect(++busy).toBe(1);
    clock.pass(40);
    await new Promise((resolve) => setImmediate(resolve));
    busy -= 1;
    return RAN;
  };
  put("a.csv");
  await shop.until(at("2026-09-29 12:00"));
  expect(desk.told("ran")).toEqual([
    "inbox 2026-09-28 08:00 ran",
    "morning 2026-09-28 09:00 ran",
    "deadlines 2026-09-28 09:00 ran",
    "nightly 2026-09-29 02:30 ran",
    "morning 2026-09-29 09:00 ran",
    "deadlines 2026-09-29 09:00 ran",
  ]);
});
