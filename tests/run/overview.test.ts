import { spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { monthsOf, writeBudget, writeInsured, writeStatement } from "../../bench/statements.ts";
import { act as runsOf } from "../../bin/runs.ts";
import { act as statusOf } from "../../bin/status.ts";
import { type Home, openHome } from "../../pipelines/home.ts";
import { arrivals } from "../../pipelines/ingest/batches.ts";
import { load, withdraw } from "../../pipelines/ingest/load.ts";
import { type CellState, overview } from "../../pipelines/overview.ts";
import { run } from "../../pipelines/run.ts";
import { Bench, fundwatch } from "../crash/command.ts";
import { arrive, configured, homeWith, now, sessionIn } from "./homes.ts";

const BULLETIN = "document.monthly-bulletin";
const YEAR = monthsOf(2018, 1);
const GAP = "2018-03";
const TOLD = YEAR.slice(0, 5).filter((month) => month !== GAP);
const config = { region: "410101", deadlines: [], schedules: [] };

const bench = new Bench();
let prepared: Home;

beforeAll(async () => {
  prepared = homeWith(bench.at("prepared"), config);
  await arrive(prepared, "a.csv", writeStatement, { regions: 2, months: TOLD });
  await arrive(prepared, "b.csv", writeInsured, { regions: 2, months: TOLD.slice(1) });
  bench.copy("prepared", "loaded");
  await run(prepared, { now });
});
afterAll(() => bench.clear());

const copy = (name: string): Home => openHome(bench.copy("prepared", name));

/** The states of an asset, as `01 done` by month. */
async function cells(home: Home, ...assets: string[]): Promise<string[]> {
  const view = await overview(home);
  return assets.flatMap((asset) =>
    Object.entries(view.assets.find((one) => one.asset === asset)!.cells)
      .sort()
      .map(([month, state]) => `${month.slice(5)} ${state}`),
  );
}
const all = (months: string[], state: CellState) => months.map((m) => `${m.slice(5)} ${state}`);

test("an empty home, then one that was only loaded, then a gap in the middle", async () => {
  const empty = await overview(homeWith(bench.at("empty"), config));
  expect(empty).toMatchObject({ months: [], failures: [], unfinished: null });
  expect(empty.assets.every(({ rows, built_at }) => rows === 0 && built_at === null)).toBe(true);

  const loaded = openHome(bench.at("loaded"));
  expect(await cells(loaded, "source.fund_statement")).toEqual(all(TOLD, "done"));
  expect(await cells(loaded, "staging.fund_statement")).toEqual(all(TOLD, "missing"));
  expect(await cells(loaded, "core.region")).toEqual([" missing"]);

  const view = await overview(prepared);
  expect(view.months).toEqual(YEAR.slice(0, 5));
  expect(view.planned).toEqual([]);
  expect(await cells(prepared, "marts.fund_month")).toEqual(all(TOLD, "done"));
  expect(await cells(prepared, "marts.insured_month")).toEqual(all(TOLD.slice(1), "done"));
  expect(await cells(prepared, "core.fund_budget")).toEqual([" done"]);
  expect(await cells(prepared, BULLETIN)).toEqual(["05 done"]);
  const figure = view.assets.find(({ asset }) => asset === "marts.figure")!;
  expect(figure.rows).toBeGreaterThan(100);
  expect(figure.built_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
});

test("stale, missing and held", async () => {
  const home = copy("changed");
  await arrive(home, "c.csv", writeInsured, { regions: 1, months: ["2018-04"], revision: 1 });
  await arrive(home, "d.csv", writeStatement, { regions: 2, months: ["2018-06"] });
  const wrong = bench.at("wrong.csv");
  writeFileSync(
    wrong,
    "统筹区代码,统筹区,险种,所属期,方向,科目,本月数,本年累计,单位\n" +
      "410101,第0区,居民,2018-08,收入,收入合计,,100,万元\n" +
      "410101,第0区,居民,2018-08,支出,支出合计,,40,万元\n" +
      "410101,第0区,居民,2018-08,结余,当期结余,,90,万元\n",
  );
  expect((await load(home, [wrong], { now }))[0]!.status).toBe("held");
  expect((await overview(home)).months).toEqual(YEAR.slice(0, 8));
  const statements = [...TOLD, "2018-06"];
  expect(await cells(home, "source.fund_statement")).toEqual([
    ...all(statements, "done"),
    "08 held",
  ]);
  expect(await cells(home, "staging.fund_statement")).toEqual([...all(TOLD, "done"), "06 missing"]);
  expect(await cells(home, "marts.insured_month")).toEqual(["02 done", "04 stale", "05 done"]);
  expect(await cells(home, "marts.figure")).toEqual([
    ...all(["2018-01", "2018-02"], "done"),
    ...all(["2018-04", "2018-05"], "stale"),
    "06 missing",
  ]);
  const { session, said } = sessionIn(home.root);
  await statusOf(session, ["2018-08"]);
  const lines = said.at(-1)!.lines.join("\n");
  expect(lines).toContain("2018-08 还没有做完");
  expect(lines).toContain("wrong.csv 勾稽不符而暂存");
  expect(lines).toMatch(/没有.*（source\.fund_budget）的来文/);
});

test("documents: stale where they would say something else, missing where a file is gone", async () => {
  const home = copy("documents");
  expect(await cells(configured(home, { ...config, bureau: "某局" }), BULLETIN)).toEqual([
    "05 stale",
  ]);
  rmSync(`${home.out}/2018-05`, { recursive: true });
  expect(await cells(configured(home, config), BULLETIN)).toEqual(["05 missing"]);
  const wider = configured(home, { ...config, bulletins: { from: "2018-02" } });
  expect(await cells(wider, BULLETIN)).toEqual(all(["2018-02", "2018-04", "2018-05"], "missing"));
});

test("failed, until it is built", async () => {
  const home = copy("failed");
  const huge = bench.at("huge.csv");
  writeFileSync(
    huge,
    "统筹区代码,统筹区,险种,所属期,方向,科目,本月数,本年累计,单位\n" +
      "410101,第0区,居民,2018-06,收入,收入合计,,60000,亿元\n",
  );
  await load(home, [huge], { now });
  expect((await run(home, { now })).status).toBe("failed");
  const view = await overview(home);
  expect(view.failures).toMatchObject([{ asset: "marts.fund_month", partitions: ["2018-06"] }]);
  expect(view.failures[0]!.error).toContain("没有通过检查 fund_magnitude");
  expect(await cells(home, "marts.fund_month")).toEqual([...all(TOLD, "done"), "06 failed"]);
  expect(await cells(home, "marts.figure")).toEqual([...all(TOLD, "done"), "06 missing"]);
  const { session, said } = sessionIn(home.root);
  await statusOf(session, ["2018-06"]);
  expect(said.at(-1)!.value).toMatchObject({
    month: "2018-06",
    done: false,
    obstacles: expect.arrayContaining([
      expect.stringContaining("上次运行时 marts.fund_month 失败"),
    ]),
  });
  const held = await whileHeld(home, () => overview(home));
  expect(held.failures).toMatchObject([{ asset: "marts.fund_month" }]);

  const [batch] = arrivals(home).find(({ file }) => file === "huge.csv")!.batches;
  await withdraw(home, batch!.batch, "单位写错", now());
  expect(await cells(home, "core.fund_cell")).toEqual([...all(TOLD, "done"), "06 stale"]);
  expect((await run(home, { now })).status).toBe("done");
  expect(await overview(home)).toMatchObject({ failures: [], planned: [] });
  expect(await cells(home, "marts.fund_month")).toEqual(all(TOLD, "done"));
});

test("while another process owns the warehouse, the snapshot says how it stood", async () => {
  const home = copy("held");
  await arrive(home, "b2.csv", writeBudget, { regions: 2, months: TOLD });
  await whileHeld(home, async () => {
    const view = await overview(home);
    expect(view.planned).toBeNull();
    expect(await cells(home, "marts.figure")).toEqual(all(TOLD, "done"));
    expect(await cells(home, "source.fund_budget")).toEqual(all(YEAR, "done"));
    const { status, stdout } = await fundwatch(home.root, ["status"]);
    expect(status).toBe(0);
    expect(stdout).toContain("数据仓库正由另一个进程使用");
    const { session, said } = sessionIn(home.root);
    await statusOf(session, ["2018-05"]);
    expect(said.at(-1)!.lines[0]).toContain("做完没有，要等占用数据仓库的进程结束才知道");
  });
  expect((await overview(home)).planned!.length).toBeGreaterThan(0);
});

test("status and runs: their JSON, their lines, and what they refuse", async () => {
  const home = copy("shown");
  const { status, stdout } = await fundwatch(home.root, ["status", "--json"]);
  expect(status).toBe(0);
  const answer = JSON.parse(stdout);
  expect(answer).toMatchObject({
    home: home.root,
    published_at: expect.any(String),
    months: YEAR.slice(0, 5),
    planned: [],
    failures: [],
    unfinished: null,
    backfills: [],
    runs: [{ status: "done", trigger: "command", published: true, failed: [] }],
  });
  expect(answer.batches.map((b: { file: string }) => b.file).sort()).toEqual(["a.csv", "b.csv"]);
  const figures = answer.assets.find(({ asset }: { asset: string }) => asset === "marts.figure");
  expect(figures).toMatchObject({ kind: "sql", partitions: 4, first: "2018-01", last: "2018-05" });

  const { session, said } = sessionIn(home.root);
  await statusOf(session, []);
  expect(said.at(-1)!.lines.join("\n")).toMatch(/marts\.figure +✓ +✓ +· +✓ +✓/);
  await statusOf(session, ["2018-05"]);
  expect(said.at(-1)!.value).toMatchObject({ month: "2018-05", done: true, planned: [] });
  expect(said.at(-1)!.lines[0]).toBe("2018-05 已做完：指标与来文和程序一致。");
  await runsOf(session, []);
  const [past] = said.at(-1)!.value as { run: string; planned: number; built: number }[];
  expect(past).toMatchObject({ built: past!.planned, request: { selection: [] } });
  await runsOf(session, [past!.run]);
  const { value, lines } = said.at(-1)!;
  expect((value as { events: object[] }).events.at(-1)).toMatchObject({ event: "run ended" });
  expect(lines.join("\n")).toMatch(/marts\.figure 完成，4 个分区，共 \d+ 行/);
  expect(lines.join("\n")).toMatch(/marts\.figure 选出 \d+ 行/);
  expect(lines.join("\n")).toMatch(/快照已发布/);

  for (const month of ["2018-13", "上月"])
    await expect(statusOf(session, [month])).rejects.toMatchObject({
      message: `${month} 不是月份`,
      exitStatus: 2,
    });
  const refused = await fundwatch(home.root, ["runs", "nobody"]);
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain("没有运行 nobody");
});

/** Does something while another process holds the warehouse open. */
async function whileHeld<T>(home: Home, work: () => Promise<T>): Promise<T> {
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
    return await work();
  } finally {
    holder.kill("SIGKILL");
    await ended;
  }
}
