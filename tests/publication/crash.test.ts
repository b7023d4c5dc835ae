import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { waitingBatches } from "../../pipelines/publication/admit.ts";
import type { Publications } from "../../pipelines/publication/overview.ts";
import type { Verified } from "../../pipelines/publication/verify.ts";
import { line, Office } from "./office.ts";

/** The nth rename or append from now on fails, as it would for a process that was killed before it. */
const fault = vi.hoisted(() => ({ left: Number.POSITIVE_INFINITY }));
vi.mock("node:fs", async (original) => {
  const real = await original<typeof import("node:fs")>();
  const mortal =
    <Args extends unknown[], R>(call: (...args: Args) => R) =>
    (...args: Args): R => {
      fault.left -= 1;
      if (fault.left < 0) throw new Error("killed");
      return call(...args);
    };
  const killable = {
    renameSync: mortal(real.renameSync),
    appendFileSync: mortal(real.appendFileSync),
  };
  return { ...real, ...killable, default: { ...real, ...killable } };
});

const MOST_STEPS = 20;
const county = { period: "2019-07", region: "620725" };
const correction = { ...county, by: "甲", reason: "少报", issuedOn: "2019-09-15" };
let office: Office;
let request: string;
beforeAll(async () => {
  office = await Office.open();
  await office.does("close", [], { ...county, by: "甲" });
  const asked = { ...county, by: "甲", issuedOn: "2019-08-14" };
  const first = await office.does<{ request: string }>("issue", ["monthly"], asked);
  await office.does("issue", [], { approve: first.value.request, by: "乙" });
  await office.receives("更正.csv", [line("2019-07", "支出", "支出合计", 5900)]);
  request = (await office.does<{ request: string }>("restate", ["monthly"], correction)).value
    .request;
});
afterAll(() => office.close());

/** Carries out a command in a copy of the office, killed at its nth step; false once none is left. */
async function killed(
  at: number,
  command: (copy: Office) => Promise<{ status: number }>,
  then: (copy: Office) => Promise<void>,
  of = office,
): Promise<boolean> {
  const copy = of.copy();
  try {
    fault.left = at;
    const { status } = await command(copy);
    const wasKilled = fault.left < 0;
    fault.left = Number.POSITIVE_INFINITY;
    expect(status === 0).toBe(!wasKilled);
    await then(copy);
    return wasKilled;
  } finally {
    fault.left = Number.POSITIVE_INFINITY;
    copy.close();
  }
}

const standing = async (copy: Office) => {
  const { value } = await copy.does<Publications>("publications", []);
  const { alarms } = (await copy.does<Verified>("publications", [], { verify: true })).value;
  return { ...value, alarms };
};

test("an approval killed at any step leaves the correction pending or issued, never half", async () => {
  const outcomes: string[] = [];
  let at = 0;
  const approve = (copy: Office) => copy.does("issue", [], { approve: request, by: "丙" });
  const whole = async (copy: Office) => {
    const { documents, pending, waiting, alarms } = await standing(copy);
    expect(alarms).toEqual([]);
    const state = documents[0]!.state;
    outcomes.push(state);
    const isIssued = state === "restated";
    expect(pending).toHaveLength(isIssued ? 0 : 1);
    expect(waiting).toHaveLength(isIssued ? 0 : 1);
    const v2 = path.join(copy.home.publications, "monthly-bulletin/620725_2019-07/v2");
    expect(existsSync(path.join(v2, "manifest.json"))).toBe(isIssued);
    if (!isIssued) expect((await approve(copy)).status).toBe(0);
  };
  while (at < MOST_STEPS && (await killed(at, approve, whole))) at += 1;
  expect(at).toBeGreaterThan(4);
  expect(at).toBeLessThan(MOST_STEPS);
  expect(outcomes[0]).toBe("issued");
  expect(outcomes.indexOf("restated")).toBe(outcomes.lastIndexOf("issued") + 1);
});

test("a draft killed while it is made leaves nothing to approve, and can be made again", async () => {
  const { value } = await office.does("issue", [], { withdraw: request, by: "甲", reason: "重拟" });
  expect(value).toMatchObject({ state: "withdrawn" });
  const make = (copy: Office) => copy.does("restate", ["monthly"], correction);
  for (const at of [0, 2, 4])
    await killed(at, make, async (copy) => {
      const { pending, waiting, alarms } = await standing(copy);
      expect(alarms).toEqual([]);
      expect(pending).toHaveLength(0);
      expect(waiting).toHaveLength(1);
    });
  expect(await make(office)).toMatchObject({ status: 0 });
});

test("an undone closing killed at any step leaves no batch waiting for what is open", async () => {
  const closed = await Office.open();
  try {
    await closed.does("close", [], { ...county, by: "甲" });
    await closed.receives("补报.csv", [line("2019-07", "支出", "支出合计", 5900)]);
    const undo = { ...county, by: "甲", undo: true, reason: "来文未齐" };
    const states: number[][] = [];
    let at = 0;
    const whole = async (copy: Office) => {
      const { closings } = await standing(copy);
      states.push([closings.length, waitingBatches(copy.home).length]);
    };
    const reopen = (copy: Office) => copy.does("close", [], undo);
    while (at < MOST_STEPS && (await killed(at, reopen, whole, closed))) at += 1;
    expect(states).toEqual([
      [1, 1],
      [0, 0],
      [0, 0],
    ]);
  } finally {
    closed.close();
  }
});
