import { afterEach, beforeEach, expect, test } from "vitest";
import { Desk, lines, statuses, TABLES } from "./desk.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open([
    ["a", "2019-01", 1],
    ["b", "2019-01", 2],
    ["a", "2019-02", 3],
    ["a", "2019-03", 4],
  ]);
});
afterEach(() => desk.close());

const core = TABLES["core.count"]!;

test("nothing changed: nothing to do", async () => {
  await desk.run();
  expect(await desk.plan()).toEqual([]);
  expect((await desk.run()).steps).toEqual([]);
});

test("a new month builds itself and what rests on it", async () => {
  await desk.run();
  desk.readings.push(["a", "2019-04", 5]);
  expect(lines(await desk.plan())).toEqual([
    "staging.reading 2019-04 missing",
    "core.count 2019-04 missing",
    "core.running 2019-04 missing",
    "marts.whole  upstream",
  ]);
  await desk.run();
  expect(await desk.hashes()).toEqual(await desk.fresh());
});

test("a restated month rebuilds every later month of a history, only itself elsewhere", async () => {
  await desk.run();
  desk.readings[2] = ["a", "2019-02", 30];
  expect(lines(await desk.plan())).toEqual([
    "staging.reading 2019-02 changed input",
    "core.count 2019-02 upstream",
    "core.running 2019-02 upstream",
    "core.running 2019-03 upstream",
    "marts.whole  upstream",
  ]);
  await desk.run();
  expect(await desk.hashes()).toEqual(await desk.fresh());
});

test("a withdrawn month leaves every table", async () => {
  await desk.run();
  desk.readings.splice(2, 1);
  expect(lines(await desk.plan())).toContain("core.count 2019-02 removed input");
  await desk.run();
  expect(await desk.plan()).toEqual([]);
  expect(await desk.hashes()).toEqual(await desk.fresh());
  desk.readings.length = 0;
  await desk.run();
  expect((await desk.hashes()).map((t) => t.rows)).toEqual([0, 0, 0, 0]);
});

test("changed code rebuilds its table and what reads it, nothing else", async () => {
  await desk.run();
  desk.tables = {
    ...TABLES,
    "core.running": `${TABLES["core.running"]!.replace("sum(", "2 * sum(")}`,
  };
  expect(lines(await desk.plan())).toEqual([
    "core.running 2019-01 changed code",
    "core.running 2019-02 changed code",
    "core.running 2019-03 changed code",
    "marts.whole  upstream",
  ]);
  await desk.run();
  expect(await desk.hashes()).toEqual(await desk.fresh());
});

test("a range leaves no rows of months it does not record", async () => {
  await desk.run({ from: "2019-01", to: "2019-02" });
  expect(await desk.store.rows("select distinct month from staging.reading order by 1")).toEqual([
    { month: "2019-01" },
    { month: "2019-02" },
  ]);
  desk.readings.pop();
  await desk.run();
  expect(await desk.hashes()).toEqual(await desk.fresh());
});

test("a range puts off the rest, which the next run does", async () => {
  await desk.run();
  desk.readings[0] = ["a", "2019-01", 10];
  await desk.run({ from: "2019-02", to: "2019-02" });
  expect(lines(await desk.plan())).toContain("core.running 2019-03 upstream");
  await desk.run();
  expect(await desk.plan()).toEqual([]);
  expect(await desk.hashes()).toEqual(await desk.fresh());
});

test("a table whose columns changed is built whole, range or not", async () => {
  await desk.run();
  desk.tables = {
    ...TABLES,
    "core.count": core.replace("count(*) as regions", "count(*) as regions, sum(amount) as amount"),
  };
  expect(statuses(await desk.run({ from: "2019-02", to: "2019-02" }))).toMatchObject({
    "core.count": "done",
  });
  expect(await desk.plan()).toEqual([]);
  expect(await desk.hashes()).toEqual(await desk.fresh());
});

test("an empty table takes new columns too", async () => {
  desk.readings.length = 0;
  await desk.run();
  desk.tables = {
    ...TABLES,
    "staging.reading": TABLES["staging.reading"]!.replace("amount from", "amount, 1 as extra from"),
    "core.count": core.replace("count(*) as regions", "sum(extra) as regions"),
  };
  expect(Object.values(statuses(await desk.run()))).not.toContain("failed");
  expect(await desk.hashes()).toEqual(await desk.fresh());
});

test("a selection builds on what is there, and the next run sees what it left", async () => {
  await desk.run();
  desk.readings[0] = ["a", "2019-01", 10];
  expect(await desk.plan({ selection: ["marts.whole"] })).toEqual([]);
  await desk.run({ selection: ["staging.reading"] });
  await desk.run({ selection: ["marts.whole"] });
  await desk.run();
  expect(await desk.plan()).toEqual([]);
  expect(await desk.hashes()).toEqual(await desk.fresh());
});

test("a selection whose inputs were never built says what to run", async () => {
  await expect(desk.run({ selection: ["marts.whole"] })).rejects.toMatchObject({
    remedy: expect.stringContaining("fundwatch run +marts.whole"),
    exitStatus: 2,
  });
  await desk.run({ selection: ["+marts.whole"] });
  expect((await desk.hashes()).map((t) => t.table)).not.toContain("core.count");
});

test("a table that somebody dropped is built again", async () => {
  await desk.run();
  await desk.store.run("drop table core.count");
  expect([...new Set((await desk.plan()).map((p) => p.asset))]).toEqual(["core.count"]);
  await desk.run();
  expect(await desk.hashes()).toEqual(await desk.fresh());
});
