import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { timesBetween } from "../../pipelines/automations/cron.ts";
import { at, Desk, type FakeActions, FakeClock, NOTHING, ONLY, open, schedule } from "./desk.ts";

let desk: Desk;
afterEach(() => desk.clear());

const two = {
  ...ONLY,
  schedules: [schedule("nightly", "30 2 * * *"), schedule("noon", "0 12 * * *")],
};

const THREE_DAYS = [
  "noon 2026-09-28 12:00",
  "nightly 2026-09-29 02:30",
  "noon 2026-09-29 12:00",
  "nightly 2026-09-30 02:30",
  "noon 2026-09-30 12:00",
  "nightly 2026-10-01 02:30",
];

/** A home that has been served since 08:00 on 28 September. */
async function served(config: Record<string, unknown> = two): Promise<FakeClock> {
  desk = new Desk(config);
  const clock = new FakeClock(at("2026-09-28 08:00"));
  await open(desk, clock).settle();
  return clock;
}

describe("after downtime", () => {
  test("each missed time is made up for once, in order of time", async () => {
    const clock = await served();
    clock.set(at("2026-10-01 08:00"));
    const shop = open(desk, clock);
    await shop.settle();
    expect(desk.told("ran")).toEqual(THREE_DAYS.map((tick) => `${tick} ran`));
    expect(shop.actions.done).toEqual(THREE_DAYS.map((tick) => `run ${tick.split(" ")[0]}`));
    await open(desk, clock).settle();
    expect(desk.told("ran")).toHaveLength(THREE_DAYS.length);
    expect(desk.ticks().find(({ state }) => state === "begun")?.why).toBe("补做错过的时刻");
  });

  test("a restart in the middle goes on where the first left off", async () => {
    const clock = await served();
    clock.set(at("2026-10-01 08:00"));
    const first = open(desk, clock);
    for (let turn = 0; turn < 3; turn++) await first.scheduler.turn();
    expect(desk.told("ran")).toHaveLength(3);
    await open(desk, clock).settle();
    expect(desk.told("ran")).toEqual(THREE_DAYS.map((tick) => `${tick} ran`));
  });

  test("a new schedule has no past", async () => {
    const clock = await served();
    clock.set(at("2026-10-01 08:00"));
    desk.configure({ ...ONLY, schedules: [...two.schedules, schedule("hourly", "0 * * * *")] });
    await open(desk, clock).settle();
    expect(desk.told("ran").filter((tick) => tick.startsWith("hourly"))).toEqual([]);
    clock.set(at("2026-10-01 09:00"));
    await open(desk, clock).settle();
    expect(desk.told("ran").at(-1)).toBe("hourly 2026-10-01 09:00 ran");
  });

  test("neither has a changed one, nor one that was away", async () => {
    const clock = await served();
    clock.set(at("2026-10-01 08:00"));
    desk.configure({ ...ONLY, schedules: [schedule("nightly", "*/5 * * * *")] });
    await open(desk, clock).settle();
    expect(desk.told("ran")).toEqual([]);
    expect(desk.told("gone")).toEqual(["noon 2026-10-01 08:00 gone"]);
    clock.set(at("2026-10-04 08:00"));
    desk.configure({ ...ONLY, schedules: [schedule("noon", "0 12 * * *")] });
    await open(desk, clock).settle();
    expect(desk.told("ran")).toEqual([]);
  });

  test("latest: the others are skipped, and told why", async () => {
    const clock = await served({
      ...ONLY,
      schedules: [
        schedule("nightly", "30 2 * * *", { catch_up: "latest" }),
        schedule("noon", "0 12 * * *"),
      ],
    });
    clock.set(at("2026-10-01 08:00"));
    const shop = open(desk, clock);
    await shop.settle();
    expect(desk.told("skipped")).toEqual([
      "nightly 2026-09-29 02:30 skipped",
      "nightly 2026-09-30 02:30 skipped",
    ]);
    expect(desk.told("ran")).toEqual([
      "noon 2026-09-28 12:00 ran",
      "noon 2026-09-29 12:00 ran",
      "noon 2026-09-30 12:00 ran",
      "nightly 2026-10-01 02:30 ran",
    ]);
    expect(desk.ticks().find(({ state }) => state === "skipped")?.why).toBe(
      "错过了，按 catch_up: latest 只补最近一次（2026-10-01 02:30）",
    );
  });

  test("weeks of an every-minute schedule are no burden", async () => {
    const clock = await served({
      ...ONLY,
      schedules: [schedule("often", "* * * * *", { catch_up: "latest" })],
    });
    clock.set(at("2026-10-05 08:00"));
    await open(desk, clock).settle();
    expect(desk.told("ran")).toEqual(["often 2026-10-05 08:00 ran"]);
    expect(desk.told("skipped")).toHaveLength(7 * 24 * 60 - 1);
  });
});

describe("a killed program", () => {
  const kill = (shop: { actions: FakeActions }) => {
    shop.actions.onRun = () => new Promise(() => {});
  };
  /** Begins what is due and never comes back. */
  const die = async (clock: FakeClock) => {
    const shop = open(desk, clock);
    kill(shop);
    void shop.scheduler.turn();
    await new Promise((resolve) => setImmediate(resolve));
    expect(shop.actions.done).toHaveLength(1);
  };

  test("goes on with what it had begun, once", async () => {
    const clock = await served();
    clock.set(at("2026-09-28 12:00"));
    await die(clock);
    clock.set(at("2026-09-28 13:00"));
    const shop = open(desk, clock);
    await shop.settle();
    expect(shop.actions.done).toEqual(["run noon"]);
    expect(desk.told("begun", "ran")).toEqual([
      "noon 2026-09-28 12:00 begun",
      "noon 2026-09-28 12:00 begun",
      "noon 2026-09-28 12:00 ran",
    ]);
    expect(desk.ticks().at(-2)?.why).toBe("接着做上次没有做完的");
  });

  test("does not begin a third time what killed it twice", async () => {
    const clock = await served();
    clock.set(at("2026-09-28 12:00"));
    await die(clock);
    await die(clock);
    const shop = open(desk, clock);
    await shop.settle();
    expect(shop.actions.done).toEqual([]);
    expect(desk.told("failed")).toEqual(["noon 2026-09-28 12:00 failed"]);
    expect(desk.ticks().at(-1)?.why).toContain("不再重做");
    clock.set(at("2026-09-29 02:30"));
    await open(desk, clock).settle();
    expect(desk.told("ran")).toEqual(["nightly 2026-09-29 02:30 ran"]);
  });

  test("reads over a torn last line", async () => {
    const clock = await served();
    clock.set(at("2026-09-28 12:00"));
    const shop = open(desk, clock);
    await shop.settle();
    const { file } = shop.scheduler.ledger;
    const whole = readFileSync(file, "utf8");
    const torn = `${whole.trimEnd().slice(0, -20)}`;
    writeFileSync(file, torn);
    await open(desk, clock).settle();
    expect(desk.told("begun", "ran")).toEqual([
      "noon 2026-09-28 12:00 begun",
      "noon 2026-09-28 12:00 begun",
      "noon 2026-09-28 12:00 ran",
    ]);
    appendFileSync(file, '{"at":"2026-09-2');
    clock.set(at("2026-09-29 02:30"));
    await open(desk, clock).settle();
    expect(desk.told("ran").at(-1)).toBe("nightly 2026-09-29 02:30 ran");
  });

  test("drops what the config no longer has", async () => {
    const clock = await served();
    clock.set(at("2026-09-28 12:00"));
    await die(clock);
    desk.configure({ ...ONLY, schedules: [] });
    const shop = open(desk, clock);
    await shop.settle();
    expect(shop.actions.done).toEqual([]);
    expect(desk.told("skipped")).toEqual(["noon 2026-09-28 12:00 skipped"]);
  });
});

describe("a clock that jumps", () => {
  test("back over midnight: nothing is done twice", async () => {
    const clock = await served();
    const shop = open(desk, clock);
    await shop.until(at("2026-09-29 03:00"));
    clock.set(at("2026-09-28 11:00"));
    await shop.until(at("2026-09-29 13:00"));
    expect(desk.told("ran")).toEqual([
      "noon 2026-09-28 12:00 ran",
      "nightly 2026-09-29 02:30 ran",
      // Decided about by its own schedule alone: nothing of the other stands in its way.
      "noon 2026-09-29 12:00 ran",
    ]);
  });

  test("far ahead and back: it is said that schedules stand still", async () => {
    const clock = await served();
    const shop = open(desk, clock);
    clock.set(at("2026-12-01 08:00"));
    await shop.settle();
    clock.set(at("2026-09-28 14:00"));
    await shop.settle();
    const told = shop.said.filter((line) => line.startsWith("时钟比台账慢"));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain("2026-12-01 02:30");
  });

  test("before anything was done: the past it comes from is no hindrance", async () => {
    desk = new Desk(two);
    const clock = new FakeClock(at("2030-01-01 00:00"));
    await open(desk, clock).settle();
    clock.set(at("2026-09-28 11:59"));
    await open(desk, clock).settle();
    clock.set(at("2026-09-28 12:00"));
    await open(desk, clock).settle();
    expect(desk.told("ran")).toEqual(["noon 2026-09-28 12:00 ran"]);
  });

  test("twenty rounds of random jumps and restarts: no time twice, none lost", async () => {
    const chance = random(20260928);
    const config = {
      ...ONLY,
      schedules: [
        schedule("often", "*/20 * * * *"),
        schedule("nightly", "30 2 * * *"),
        schedule("month_end", "0 0 L * *"),
      ],
    };
    const start = at("2028-02-26 20:00");
    desk = new Desk(config);
    const clock = new FakeClock(start);
    let shop = open(desk, clock);
    await shop.settle();
    let furthest = start;
    for (let round = 0; round < 20; round++) {
      const hours = (chance() - 0.4) * 40;
      const target = new Date(clock.now().getTime() + hours * 3_600_000);
      clock.set(target < start ? start : target);
      shop.actions.onRun = async () => (chance() < 0.5 ? NOTHING : { ...NOTHING, steps: 1 });
      if (chance() < 0.4) {
        const turns = Math.floor(chance() * 5);
        for (let turn = 0; turn < turns; turn++) await shop.scheduler.turn();
        shop = open(desk, clock);
      }
      await shop.settle();
      if (clock.now() > furthest) furthest = clock.now();
    }
    expect(furthest.getTime()).toBeGreaterThan(at("2028-03-01 12:00").getTime());
    const done = desk.told("ran", "skipped").map((tick) => tick.replace(/ \w+$/, ""));
    const wanted = desk.home.config.schedules.flatMap((one) =>
      [...timesBetween(one, start, furthest)].map(
        (time) =>
          `${one.name} ${time.toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" }).slice(0, 16)}`,
      ),
    );
    expect(done.length).toBe(new Set(done).size);
    expect([...done].sort()).toEqual(wanted.sort());
    expect(wanted).toContain("month_end 2028-02-29 00:00");
  });
});

/** Chance that is the same every time (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
