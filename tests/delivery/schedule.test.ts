import { afterEach, beforeEach, expect, test } from "vitest";
import {
  at,
  Desk,
  FakeActions,
  FakeClock,
  NOTHING,
  ONLY,
  open,
  schedule,
} from "../automations/desk.ts";

let desk: Desk;
let clock: FakeClock;
let actions: FakeActions;
beforeEach(() => {
  clock = new FakeClock(at("2026-09-28 08:00"));
  actions = new FakeActions();
});
afterEach(() => desk.clear());

const morning = async (deliver: boolean) => {
  desk = new Desk({ ...ONLY, schedules: [schedule("morning", "30 8 * * *", { deliver })] });
  const { scheduler } = open(desk, clock, actions);
  await scheduler.turn();
  clock.set(at("2026-09-28 08:30"));
  await scheduler.turn();
  return desk.ticks().at(-1)!;
};

test("a schedule delivers where it says so, and only there", async () => {
  actions.onRun = async () => NOTHING;
  expect(await morning(true)).toMatchObject({ state: "ran", why: "送达 1 份；没有要做的" });
  expect(actions.done).toEqual(["deliver", "run morning"]);
  desk.clear();
  clock.set(at("2026-09-28 08:00"));
  actions.done.length = 0;
  await morning(false);
  expect(actions.done).toEqual(["run morning"]);
});

test("what was not delivered makes it a failure, and the run goes on", async () => {
  actions.onDeliver = async () => ({ sent: 0, failed: 1, why: "1 份没有送到" });
  expect(await morning(true)).toMatchObject({ state: "failed", why: "1 份没有送到；做好 3 项" });
  expect(actions.done).toEqual(["deliver", "run morning"]);
});
