import { afterEach, beforeEach, expect, test } from "vitest";
import { Desk, statuses, TABLES } from "./desk.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open([
    ["a", "2019-01", 1],
    ["a", "2019-02", 3],
  ]);
});
afterEach(() => desk.close());

const sideTables = () =>
  desk.store.rows("select table_name from duckdb_tables() where table_name like '%new%'");
const rowsOf = (table: string) => desk.store.rows(`from ${table} order by all`);

const stop = `-- 读数不应超过 100
-- severity: stop
select region, month, amount from core.running where amount > 100`;

test("a failed stop check leaves yesterday's table, and skips only what reads it", async () => {
  desk.checks = { small: stop };
  await desk.run();
  const [running, whole] = [await rowsOf("core.running"), await rowsOf("marts.whole")];
  desk.readings.push(["a", "2019-03", 500]);
  const report = await desk.run();
  expect(statuses(report)).toEqual({
    "staging.reading": "done",
    "core.count": "done",
    "core.running": "failed",
    "marts.whole": "skipped",
  });
  const failed = report.steps.find((step) => step.asset === "core.running")!;
  expect(failed.checks.find((check) => check.check === "small")).toMatchObject({
    severity: "stop",
    rows: 1,
    sample: [{ region: "a", month: "2019-03" }],
  });
  expect(failed.error).toContain("读数不应超过 100");
  expect(await rowsOf("core.running")).toEqual(running);
  expect(await rowsOf("marts.whole")).toEqual(whole);
  expect(await sideTables()).toEqual([]);

  desk.readings[2] = ["a", "2019-03", 5];
  expect(Object.values(statuses(await desk.run()))).not.toContain("failed");
  expect(await desk.hashes()).toEqual(await desk.fresh());
});

test("a failed check undoes a whole new table as well", async () => {
  desk.checks = { small: stop };
  await desk.run();
  const before = await rowsOf("core.running");
  desk.tables = {
    ...TABLES,
    "core.running": TABLES["core.running"]!.replace("sum(", "999 * sum("),
  };
  expect(statuses(await desk.run())).toMatchObject({ "core.running": "failed" });
  expect(await rowsOf("core.running")).toEqual(before);
  desk.tables = TABLES;
  expect(await desk.plan()).toEqual([]);
});

test("a failed warning is reported and stops nothing", async () => {
  desk.checks = { small: stop.replace("stop", "warn") };
  desk.readings.push(["a", "2019-03", 500]);
  const report = await desk.run();
  expect(new Set(Object.values(statuses(report)))).toEqual(new Set(["done"]));
  expect(report.steps.flatMap((step) => step.checks).filter((c) => c.rows > 0)).toMatchObject([
    { check: "small", severity: "warn", rows: 1 },
  ]);
});

test("a broken grain is a failed stop check", async () => {
  await desk.run();
  desk.readings.push(["a", "2019-02", 9]);
  const report = await desk.run();
  expect(statuses(report)["staging.reading"]).toBe("failed");
  expect(report.steps[0]!.checks).toMatchObject([
    { check: "grain", severity: "stop", rows: 1, sample: [{ region: "a", month: "2019-02" }] },
  ]);
  expect(await sideTables()).toEqual([]);
});

test("a build that fails is reported, with its cause, and skips what reads it", async () => {
  await desk.run();
  desk.tables = {
    ...TABLES,
    "core.running": TABLES["core.running"]!.replace("amount)", "no_such_column)"),
  };
  const report = await desk.run();
  expect(statuses(report)).toEqual({ "core.running": "failed", "marts.whole": "skipped" });
  expect(report.steps[0]!.error).toContain("no_such_column");
  expect(await rowsOf("core.running")).toHaveLength(2);
});

test("side tables that a crash left are swept", async () => {
  await desk.run();
  await desk.store.run('create table core."running__new_3" as select 1 as x');
  await desk.run();
  expect(await sideTables()).toEqual([]);
});
