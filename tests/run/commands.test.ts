import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { monthsOf, writeBudget, writeInsured, writeStatement } from "../../bench/statements.ts";
import { initHome, openHome } from "../../pipelines/home.ts";
import { load } from "../../pipelines/ingest/load.ts";
import { planRun } from "../../pipelines/preview.ts";
import { run } from "../../pipelines/run.ts";
import { withWarehouse } from "../../pipelines/warehouse.ts";
import { Bench, fundwatch } from "../crash/command.ts";
import { published, warehouse } from "../crash/home-state.ts";

const bench = new Bench();
const now = () => new Date();
let contents = "";

beforeAll(async () => {
  const { home } = initHome(bench.at("prepared"));
  mkdirSync(bench.at("files"));
  const months = monthsOf(2019, 1).slice(0, 3);
  const file = (name: string) => bench.at("files", name);
  writeStatement(file("a.csv"), { regions: 2, months });
  writeBudget(file("b.csv"), { regions: 2, months });
  await load(home, [file("a.csv"), file("b.csv")], { now });
  await run(home, { now });
  contents = await warehouse(home.root);
});
afterAll(() => bench.clear());

test("a deleted warehouse is made again by run, and by rebuild", async () => {
  for (const verb of ["run", "rebuild"]) {
    const home = openHome(bench.copy("prepared", "home"));
    rmSync(home.warehouse);
    expect((await fundwatch(home.root, [verb])).status).toBe(0);
    expect(await warehouse(home.root)).toBe(contents);
    expect(await published(home.root)).toBe(contents);
    expect(await planRun(home, {})).toEqual([]);
  }
});

/** Ways a file goes bad: other bytes from the start, a block in the middle, or its end cut off. */
const DAMAGE: Record<string, (bytes: Buffer) => Buffer> = {
  "random bytes": (bytes) => Buffer.from(bytes.map((_, i) => (i * 31 + 7) % 251)),
  "a spoiled middle": (bytes) => Buffer.from(bytes.map((b, i) => (i > 12_288 ? b ^ 0x55 : b))),
  "a cut end": (bytes) => bytes.subarray(0, 20_000),
};

test.each(Object.keys(DAMAGE))("%s: a clear error, and rebuild repairs it", async (kind) => {
  const home = openHome(bench.copy("prepared", "home"));
  writeFileSync(home.warehouse, DAMAGE[kind]!(readFileSync(home.warehouse)));
  const { status, stderr } = await fundwatch(home.root, ["run"]);
  expect(status).toBe(1);
  expect(stderr).toContain("fundwatch rebuild");
  expect(stderr).toContain("已损坏");
  expect(stderr).not.toContain("另一个进程");
  expect(await published(home.root)).toBe(contents);
  const repaired = await fundwatch(home.root, ["rebuild"]);
  expect(repaired.status, repaired.stderr).toBe(0);
  expect(await warehouse(home.root)).toBe(contents);
  expect(existsSync(`${home.warehouse}.damaged`)).toBe(true);
});

test("rebuild repairs a broken snapshot, with or without a warehouse", async () => {
  for (const remains of [true, false]) {
    const home = openHome(bench.copy("prepared", "home"));
    writeFileSync(home.snapshot, "not a database");
    if (!remains) rmSync(home.warehouse);
    expect((await fundwatch(home.root, ["rebuild"])).status).toBe(0);
    expect(await published(home.root)).toBe(contents);
  }
});

test("a warehouse that another process holds: a clear error, and nothing is lost", async () => {
  const home = openHome(bench.copy("prepared", "home"));
  const holder = spawn(process.execPath, [
    "--input-type=module",
    "-e",
    `import { DuckDBInstance } from "@duckdb/node-api";
     const instance = await DuckDBInstance.create(${JSON.stringify(home.warehouse)});
     const connection = await instance.connect();
     console.log("held");
     setInterval(() => connection, 1000);`,
  ]);
  const ended = new Promise((resolve) => holder.on("close", resolve));
  await new Promise((resolve) => holder.stdout.once("data", resolve));
  try {
    const { size } = statSync(home.warehouse);
    for (const verb of ["run", "plan", "rebuild"]) {
      const { status, stderr } = await fundwatch(home.root, [verb]);
      expect(status, verb).toBe(1);
      expect(stderr).toContain(`正在被另一个进程使用（进程号 ${holder.pid}）`);
    }
    expect(statSync(home.warehouse).size).toBe(size);
    expect((await fundwatch(home.root, ["figures"])).status).toBe(0);
  } finally {
    holder.kill("SIGKILL");
    await ended;
  }
  expect(await warehouse(home.root)).toBe(contents);
});

test("a failed stop check: status 4, yesterday's figures, and the rest goes on", async () => {
  const home = openHome(bench.copy("prepared", "home"));
  const months = ["2019-04"];
  const [huge, insured] = [bench.at("files", "huge.csv"), bench.at("files", "c.csv")];
  writeFileSync(
    huge,
    "统筹区代码,统筹区,险种,所属期,方向,科目,本月数,本年累计,单位\n" +
      "410101,第0区,居民,2019-05,收入,收入合计,,60000,亿元\n",
  );
  writeInsured(insured, { regions: 2, months });
  await load(home, [huge, insured], { now });
  const tableOf = (table: string) =>
    withWarehouse(home, (store) => store.rows(`from ${table} order by all`));
  const [before, figures] = [await tableOf("marts.fund_month"), await tableOf("marts.figure")];
  const { status, stdout } = await fundwatch(home.root, ["run"]);
  expect(status).toBe(4);
  expect(stdout).toMatch(/不通过 marts\.fund_month/);
  expect(stdout).toMatch(/marts\.figure +\d+ +跳过/);
  expect(stdout).toMatch(/marts\.insured_month +\d+ +完成/);
  expect(await tableOf("marts.fund_month")).toEqual(before);
  expect(await tableOf("marts.figure")).toEqual(figures);
  expect((await fundwatch(home.root, ["run"])).status).toBe(4);
});
