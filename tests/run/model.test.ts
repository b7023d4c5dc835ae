import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Asset, assetFrom, checkFrom, graphOf, modelFrom } from "../../pipelines/asset.ts";
import type { RunFact } from "../../pipelines/journal.ts";
import type { Model } from "../../pipelines/model.ts";
import { plan, planned } from "../../pipelines/plan.ts";
import { literal, pathLiteral } from "../../pipelines/quote.ts";
import { TransientError } from "../../pipelines/runner/runner.ts";
import { runSteps, type StepsOptions } from "../../pipelines/steps.ts";
import { type Row, Store } from "../../pipelines/store.ts";
import { assetsOf, Desk, lines, statuses, TABLES } from "./desk.ts";
import { now } from "./homes.ts";

const TREND = `-- Each month against the mean of all so far, by a program.
-- grain: region, month
-- partition: month with history
select region, month, amount from staging.reading`;
const COLUMNS = ["region varchar", "month varchar", "above double"];
const ABOVE = `-- Months above their mean.
-- grain: month
-- partition: month
select month, count(*) as regions from marts.trend where above > 0 group by month`;
const PART = { attempts: 4, backoff: 1, longest: 5 };

let desk: Desk;
let staging: string;
let version: string;
let checks: Record<string, string>;

beforeEach(async () => {
  staging = mkdtempSync(path.join(tmpdir(), "fundwatch-models-[1]*"));
  [version, checks] = ["1", {}];
  desk = await Desk.open([
    ["a", "2019-01", 1],
    ["b", "2019-01", 2],
    ["a", "2019-02", 3],
    ["a", "2019-03", 8],
  ]);
});
afterEach(() => {
  desk.close();
  rmSync(staging, { recursive: true, force: true });
});

type Amount = { region: string; month: string; amount: number };
type Trend = { region: string; month: string; above: number };

/** A model of Parquet files out of a function of rows. */
const modelOf =
  (rowsFor: (input: Amount[]) => Trend[]): Model =>
  async (input, output) => {
    const store = await Store.open(":memory:");
    const rows = await store.rows<Amount>(`from read_parquet(${pathLiteral(input)}) order by all`);
    await store.run("create table made (region varchar, month varchar, above double)");
    for (const { region, month, above } of rowsFor(rows))
      await store.run("insert into made values ($1, $2, $3)", [region, month, above]);
    await store.run(`copy made to ${literal(output)} (format parquet)`);
    store.close();
  };

const trend = (rows: Amount[]): Trend[] =>
  rows.map(({ region, month, amount }) => {
    const past = rows.filter((row) => row.region === region && row.month <= month);
    const mean = past.reduce((sum, row) => sum + row.amount, 0) / past.length;
    return { region, month, above: amount - mean };
  });

async function prepare() {
  const [store, , catalog] = await desk.prepare();
  const assets: Asset[] = [
    ...assetsOf(TABLES),
    modelFrom("marts.trend", TREND, COLUMNS, version),
    assetFrom("marts.above", ABOVE),
  ];
  const claims = Object.entries(checks).map(([name, sql]) => checkFrom(name, sql));
  return { store, graph: await graphOf(assets, claims, (sql) => store.tablesRead(sql)), catalog };
}

async function runWith(model: Model, options: Partial<StepsOptions> = {}) {
  const { store, graph, catalog } = await prepare();
  const facts: RunFact[] = [];
  const steps = await runSteps(store, graph, catalog, {
    now,
    run: "this",
    staging,
    models: { "marts.trend": model },
    journal: { write: (...told) => void facts.push(...told) },
    retry: PART,
    ...options,
  });
  return { steps, facts };
}

async function planNow(): Promise<string[]> {
  const { store, graph, catalog } = await prepare();
  return lines(planned(await plan(store, graph, catalog, graph.order)));
}

const rowsOf = (table: string): Promise<Row[]> => desk.store.rows(`from ${table} order by all`);
const expected = () =>
  trend(desk.readings.map(([region, month, amount]) => ({ region, month, amount }))).sort((a, b) =>
    `${a.region} ${a.month}`.localeCompare(`${b.region} ${b.month}`),
  );
const ends = (facts: RunFact[], asset: string) =>
  facts.filter((fact) => fact.event === "step ended" && fact.asset === asset);

test("a model's rows take their place, checked, and what reads them follows", async () => {
  const { steps, facts } = await runWith(modelOf(trend));
  expect(new Set(steps.map(({ status }) => status))).toEqual(new Set(["done"]));
  expect(await rowsOf("marts.trend")).toEqual(expected());
  expect(await rowsOf("marts.above")).toEqual([
    { month: "2019-02", regions: "1" },
    { month: "2019-03", regions: "1" },
  ]);
  expect(ends(facts, "marts.trend")).toMatchObject([{ status: "done", attempts: 1, rows: 4 }]);
  const started = facts.filter((f) => f.event === "step started" && f.asset === "marts.trend");
  expect(started).toMatchObject([{ partitions: 3, attempt: 1 }]);
  expect(await planNow()).toEqual([]);
});

test("a restated month gives its own and later partitions, in parts as at once", async () => {
  await runWith(modelOf(trend), { chunkMonths: 1 });
  expect(await rowsOf("marts.trend")).toEqual(expected());
  desk.readings[2] = ["a", "2019-02", 30];
  expect((await planNow()).filter((line) => line.startsWith("marts.trend"))).toEqual([
    "marts.trend 2019-02 upstream",
    "marts.trend 2019-03 upstream",
  ]);
  const given: number[] = [];
  const counting = modelOf((rows) => {
    given.push(rows.length);
    return trend(rows);
  });
  await runWith(counting);
  expect(given).toEqual([4]);
  expect(await rowsOf("marts.trend")).toEqual(expected());
  desk.readings.splice(0, 2);
  await runWith(modelOf(trend), { chunkMonths: 2 });
  expect(await rowsOf("marts.trend")).toEqual(expected());
  expect(await planNow()).toEqual([]);
});

test.each<[what: string, model: Model, error: string]>([
  ["throws", () => Promise.reject(new Error("样本太少，算不出趋势")), "样本太少，算不出趋势"],
  ["writes nothing", async () => {}, "parquet"],
  ["gives a row twice", modelOf((rows) => [...trend(rows), ...trend(rows)]), "只有一行"],
  ["breaks a claim", modelOf((rows) => trend(rows).map((r) => ({ ...r, above: 1e9 }))), "不应过大"],
])(
  "a model that %s: reported once, its table stays, what reads it is skipped",
  async (_, model, error) => {
    checks = {
      small: `-- 不应过大\n-- severity: stop\nselect region, month, above from marts.trend where above > 1e6`,
    };
    await runWith(modelOf(trend));
    const [before, above] = [await rowsOf("marts.trend"), await rowsOf("marts.above")];
    desk.readings[3] = ["a", "2019-03", 9];
    const { steps, facts } = await runWith(model);
    expect(statuses({ steps })).toMatchObject({
      "marts.trend": "failed",
      "marts.above": "skipped",
    });
    expect(statuses({ steps })).toMatchObject({ "core.count": "done" });
    expect(steps.find(({ asset }) => asset === "marts.trend")!.error).toContain(error);
    expect(ends(facts, "marts.trend")).toMatchObject([
      { status: "failed", partitions: ["2019-03"] },
    ]);
    expect(ends(facts, "marts.above")).toMatchObject([{ status: "skipped" }]);
    expect(await rowsOf("marts.trend")).toEqual(before);
    expect(await rowsOf("marts.above")).toEqual(above);
    expect(
      await desk.store.rows("select 1 from duckdb_tables() where table_name like '%new%'"),
    ).toEqual([]);
    await runWith(modelOf(trend));
    expect(await rowsOf("marts.trend")).toEqual(expected());
  },
);

test("another version of the program builds its table anew, and what reads it", async () => {
  await runWith(modelOf(trend));
  version = "2";
  expect(await planNow()).toEqual([
    "marts.trend 2019-01 changed code",
    "marts.trend 2019-02 changed code",
    "marts.trend 2019-03 changed code",
    "marts.above 2019-01 upstream",
    "marts.above 2019-02 upstream",
    "marts.above 2019-03 upstream",
  ]);
  await runWith(modelOf((rows) => trend(rows).map((row) => ({ ...row, above: row.above + 1 }))));
  expect(await rowsOf("marts.trend")).toEqual(
    expected().map((row) => ({ ...row, above: row.above + 1 })),
  );
});

test("what may pass is tried again, and told; what does not pass is not", async () => {
  let tries = 0;
  const moody: Model = async (...files) => {
    tries += 1;
    if (tries < 3) throw new TransientError("共享文件夹暂时读不到");
    await modelOf(trend)(...files);
  };
  const { facts } = await runWith(moody);
  expect(facts.filter(({ event }) => event === "step retrying")).toMatchObject([
    { asset: "marts.trend", attempt: 1, error: "共享文件夹暂时读不到" },
    { asset: "marts.trend", attempt: 2 },
  ]);
  expect(ends(facts, "marts.trend")).toMatchObject([{ status: "done", attempts: 3 }]);
  expect(await rowsOf("marts.trend")).toEqual(expected());
  desk.readings[3] = ["a", "2019-03", 9];
  tries = -10;
  const given = await runWith(moody);
  expect(tries).toBe(-6);
  expect(ends(given.facts, "marts.trend")).toMatchObject([{ status: "failed", attempts: 4 }]);
});

test("an attempt that was given up writes on, and nothing of it is taken", async () => {
  const outputs: string[] = [];
  const late: Promise<void>[] = [];
  const twice: Model = async (input, output, signal, asked) => {
    outputs.push(output);
    const made = modelOf((rows) => trend(rows).map((row) => ({ ...row, above: outputs.length })));
    await made(input, output, signal, asked);
    if (outputs.length > 1) return;
    late.push(pause(50).then(() => modelOf(() => [])(input, output, signal, asked)));
    throw new TransientError("断线");
  };
  const { steps } = await runWith(twice);
  await Promise.all(late);
  expect(statuses({ steps })["marts.trend"]).toBe("done");
  expect(new Set(outputs).size).toBe(2);
  expect(outputs.every((file) => file.startsWith(staging))).toBe(true);
  expect((await rowsOf("marts.trend")).map(({ above }) => above)).toEqual([2, 2, 2, 2]);
});

test("a model whose time is up is told so, and fails", async () => {
  const { steps } = await runWith(
    (_input, _output, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
      }),
    { timeout: 1500 },
  );
  expect(statuses({ steps })).toMatchObject({ "marts.trend": "failed", "core.count": "done" });
  expect(steps.find(({ asset }) => asset === "marts.trend")!.error).toMatch(
    /超过 1\.5 秒没有完成，已中断/,
  );
});
