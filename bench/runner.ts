import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { table } from "../bin/table.ts";
import { type Asset, assetFrom, type Graph, graphOf } from "../pipelines/asset.ts";
import { initHome } from "../pipelines/home.ts";
import { Journal } from "../pipelines/journal.ts";
import { planned } from "../pipelines/plan.ts";
import { identifier } from "../pipelines/quote.ts";
import { bullExecutor } from "../pipelines/runner/bullmq.ts";
import { inProcessExecutor } from "../pipelines/runner/in-process.ts";
import type { Executor } from "../pipelines/runner/runner.ts";
import { fingerprint, type SourceCatalog } from "../pipelines/source-catalog.ts";
import { carryOut, runSteps, tableWork, WAREHOUSE } from "../pipelines/steps.ts";
import { Store } from "../pipelines/store.ts";
import { median } from "./measure.ts";

/** What a runner costs: overhead per asset against bare SQL, and a run that finds nothing to do. */

const folder = mkdtempSync(path.join(tmpdir(), "fundwatch-bench-runner-"));
const now = () => new Date();
const ROUNDS = 5;
const DIAMOND = 200;
const [MANY, MONTHS] = [500, 36];

/** One table, many that read it, one that reads them all. */
function diamond(count: number): Asset[] {
  const middle = Array.from({ length: count - 2 }, (_, i) => `core.t${i + 1}`);
  const asset = (key: string, sql: string) => assetFrom(key, `-- ${key}\n-- grain: x\n${sql}`);
  return [
    asset("staging.first", "select 1 as x"),
    ...middle.map((key) => asset(key, "select x from staging.first")),
    asset(
      "marts.last",
      `select x from (${middle.map((k) => `select x from ${k}`).join(" union ")})`,
    ),
  ];
}

/** Layers of ten tables by month, each reading one of the layer before. */
function layers(count: number): Asset[] {
  return Array.from({ length: count }, (_, i) => {
    const from = i < 10 ? "source.reading" : `core.t${i - 10}`;
    const head = `-- Copies.\n-- grain: month\n-- partition: month\n`;
    return assetFrom(`core.t${i}`, `${head}select month, amount from ${from}`);
  });
}

let opened = 0;
function open(): Promise<Store> {
  opened += 1;
  return Store.open(path.join(folder, `${opened}.duckdb`));
}
const graphIn = (store: Store, assets: Asset[]): Promise<Graph> =>
  graphOf(assets, [], (sql) => store.tablesRead(sql));
const EMPTY: SourceCatalog = { fingerprints: new Map() };

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

/** The same tables as plain CREATE TABLE AS. */
async function bare(assets: Asset[]): Promise<number> {
  const store = await open();
  const graph = await graphIn(store, assets);
  for (const schema of ["staging", "core", "marts"]) await store.run(`create schema ${schema}`);
  const spent = await seconds(async () => {
    for (const asset of graph.order)
      if (asset.kind === "sql")
        await store.run(`create table ${identifier(asset.key)} as ${asset.sql}`);
    await store.run("checkpoint");
  });
  store.close();
  return spent;
}

/** The same as steps of a run: tasks, side tables, fingerprints, journal; then all of it again. */
async function built(
  assets: Asset[],
  executorOf: (handlers: Parameters<typeof inProcessExecutor>[0]) => Executor | Promise<Executor>,
): Promise<[first: number, again: number]> {
  const store = await open();
  const graph = await graphIn(store, assets);
  const { home } = initHome(path.join(folder, "home"));
  const journal = new Journal(home, `bench-${opened}`, now);
  const once = async (forcedBefore?: string) => {
    const options = { now, journal, run: journal.run, forcedBefore };
    const work = await tableWork(store, graph, EMPTY, options);
    const executor = await executorOf({ [WAREHOUSE]: work.handler });
    const spent = await seconds(async () => {
      const reports = await carryOut(work, executor, EMPTY, graph, options);
      const done = reports.filter(({ status }) => status === "done").length;
      if (done !== assets.length) throw new Error(`${done} of ${assets.length} done`);
      await store.run("checkpoint");
    });
    await executor.close();
    return spent;
  };
  const first = await once();
  const again = await once(now().toISOString());
  journal.close();
  store.close();
  return [first, again];
}

async function idle(): Promise<{ graph: number; plan: number; partitions: number }> {
  const store = await open();
  await store.run("attach ':memory:' as source");
  const months = Array.from({ length: MONTHS }, (_, i) => {
    const month = String((i % 12) + 1).padStart(2, "0");
    return `${2019 + Math.floor(i / 12)}-${month}`;
  });
  const rows = months.map((month) => `('${month}', 1)`).join(", ");
  await store.run(`create table source.reading as from (values ${rows}) as t(month, amount)`);
  const prints = new Map(months.map((month) => [month, fingerprint(month)]));
  const catalog: SourceCatalog = { fingerprints: new Map([["source.reading", prints]]) };
  const assets = layers(MANY);
  await runSteps(store, await graphIn(store, assets), catalog, { now });
  let graph: Graph | undefined;
  const reading = await seconds(async () => {
    graph = await graphIn(store, assets);
  });
  let left = -1;
  const plan = await seconds(async () => {
    const work = await tableWork(store, graph!, catalog, { now });
    left = work.steps.flatMap((step) => planned([step])).length;
  });
  if (left !== 0) throw new Error(`${left} partitions left to build`);
  store.close();
  return { graph: reading, plan, partitions: MANY * MONTHS };
}

const ms = (spent: number[], base: number[]): string =>
  (((median(spent) - median(base)) / DIAMOND) * 1000).toFixed(2);

async function bench(): Promise<void> {
  const assets = diamond(DIAMOND);
  const url = process.env.REDIS_URL;
  const plain: number[] = [];
  const here: [number, number][] = [];
  const redis: [number, number][] = [];
  for (let i = 0; i < ROUNDS; i++) {
    plain.push(await bare(assets));
    here.push(await built(assets, inProcessExecutor));
    if (!url) continue;
    const run = `bench-${i}`;
    const options = { url, home: "bench", run, owned: [WAREHOUSE], limits: { [WAREHOUSE]: 1 } };
    redis.push(
      await built(assets, (handlers) => bullExecutor({ ...options, handlers, say: () => {} })),
    );
  }
  const line = (name: string, spent: number[]) => [
    name,
    median(spent).toFixed(3),
    ms(spent, plain),
  ];
  const lines = (name: string, spent: [number, number][]) => [
    line(
      name,
      spent.map(([first]) => first),
    ),
    line(
      `${name}, built again`,
      spent.map(([, again]) => again),
    ),
  ];
  print([
    `a diamond of ${DIAMOND} trivial assets, medians of ${ROUNDS} interleaved rounds; ${cpus().length} cores`,
    ...table(
      ["", "seconds", "overhead, ms per asset"],
      [
        ["bare SQL", median(plain).toFixed(3), ""],
        ...lines("in process", here),
        ...(url ? lines("on BullMQ", redis) : []),
      ],
    ),
    ...(url ? [] : ["(BullMQ was left out: set REDIS_URL to the address of a Redis)"]),
    "",
  ]);
  const nothing = await idle();
  print([
    `a run with nothing to do, ${MANY} assets × ${MONTHS} months = ${nothing.partitions} partitions`,
    ...table(
      ["", "seconds"],
      [
        ["read the graph from the SQL", nothing.graph.toFixed(3)],
        ["plan", nothing.plan.toFixed(3)],
      ],
    ),
  ]);
}

function print(lines: string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}

try {
  await bench();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
