import { rmSync } from "node:fs";
import path from "node:path";
import type { Format } from "../models/publication.ts";
import { planLike } from "../models/simulation/plan.ts";
import { graphOf } from "../pipelines/asset.ts";
import { assets } from "../pipelines/assets.ts";
import { inChunks } from "../pipelines/chunks.ts";
import { reportEveryRegion } from "../pipelines/documents/report.ts";
import { readFigures, withFigures } from "../pipelines/figure-book.ts";
import { type Home, openHome } from "../pipelines/home.ts";
import { load } from "../pipelines/ingest/load.ts";
import { plan } from "../pipelines/plan.ts";
import { publishSnapshot } from "../pipelines/publish/snapshot.ts";
import { run } from "../pipelines/run.ts";
import { simulate } from "../pipelines/simulate/simulate.ts";
import { attachSources, detachSources } from "../pipelines/source-catalog.ts";
import { runSteps } from "../pipelines/steps.ts";
import { Store } from "../pipelines/store.ts";
import { withWarehouse } from "../pipelines/warehouse.ts";

const now = () => new Date();
const seconds: Record<string, number> = {};

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  try {
    return await work();
  } finally {
    seconds[name] = (performance.now() - begun) / 1000;
  }
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const settings = (home: Home) => ({
  memoryLimit: home.config.memory_limit,
  tempDirectory: home.temp,
  ...(home.config.threads ? { threads: home.config.threads } : {}),
});

/** Every piece of work that is measured; `all` is what is compared. */
const WORKS: Record<string, (home: Home, args: string[]) => Promise<void>> = {
  async load(home, files) {
    const outcomes = await timed("all", () => load(home, files, { now }));
    const wrong = outcomes.filter((o) => o.status !== "loaded");
    if (wrong.length > 0) throw new Error(JSON.stringify(wrong[0]));
  },

  /** Builds everything from nothing, as `run` does, and publishes it. */
  async build(home, [publish = "and publish"]) {
    for (const file of [home.warehouse, home.snapshot]) rmSync(file, { force: true });
    await withWarehouse(home, async (store, graph, catalog) => {
      const steps = await timed("all", () => runSteps(store, graph, catalog, { now }));
      for (const step of steps.filter((s) => s.seconds > 0)) {
        if (step.status !== "done") throw new Error(`${step.asset}: ${step.error}`);
        seconds[step.asset] = (seconds[step.asset] ?? 0) + step.seconds;
      }
      await detachSources(store);
      if (publish === "and publish") await timed("publish", () => publishSnapshot(store, home));
    });
  },

  /** The same SELECTs over the same Parquet as plain CREATE TABLE AS in a file of its own. */
  async bare(home, [file = ""]) {
    for (const suffix of ["", ".wal"]) rmSync(`${file}${suffix}`, { force: true });
    const store = await Store.open(file, settings(home));
    const catalog = await attachSources(store, home);
    const graph = await graphOf(assets(), [], (sql) => store.tablesRead(sql));
    const steps = await plan(store, graph, catalog, graph.order);
    await timed("all", async () => {
      for (const schema of ["staging", "core", "marts"]) await store.run(`create schema ${schema}`);
      for (const step of steps) {
        const { key, sql, chunkMonths } = step.asset;
        await timed(key, async () => {
          if (chunkMonths === undefined) return store.run(`create table ${key} as ${sql}`);
          for (const [i, part] of inChunks(step, chunkMonths).entries()) {
            const month = part.build.map(({ partition }) => `month = '${partition}'`).join(" or ");
            const put = i === 0 ? `create table ${key} as` : `insert into ${key}`;
            await store.run(`${put} select * from (${sql}\n) as built where ${month || "true"}`);
          }
        });
      }
      await store.run("checkpoint");
    });
    store.close();
  },

  /** A made-up region, as files. */
  async simulate(_, [people = "", format = "parquet", feeLines = "true", out = ""]) {
    const wish = {
      people: Number(people),
      months: 12,
      from: "2025-01",
      seed: 1,
      plan: planLike(2023),
    };
    await timed("all", () =>
      simulate({ ...wish, out, format: format as "parquet", feeLines: feeLines === "true" }),
    );
  },

  /** Files of records straight into tables, as DuckDB reads them. */
  async bareLoad(home, [file = "", format = "parquet", ...folders]) {
    for (const suffix of ["", ".wal"]) rmSync(`${file}${suffix}`, { force: true });
    const store = await Store.open(file, settings(home));
    await timed("all", async () => {
      for (const folder of folders) {
        const files = `'${folder}/*.${format}'`;
        await store.run(
          `create table ${path.basename(folder)} as select * from read_${format}(${files})`,
        );
      }
      await store.run("checkpoint");
    });
    store.close();
  },

  /** `run` with nothing changed. */
  async idle(home) {
    const report = await timed("all", () => run(home, { now }));
    if (report.steps.length > 0) throw new Error("something was built");
  },

  /** `run` as it is, with whatever arrived. */
  async run(home) {
    const report = await timed("all", () => run(home, { now }));
    for (const step of report.steps.filter((s) => s.seconds > 0))
      seconds[step.asset] = step.seconds;
  },

  /** The bulletins of every region of a month. */
  async documents(home, [period = "", formats = ""]) {
    const begun = performance.now();
    const request = { period, issuedOn: "2026-01-10" };
    const all = await timed("all", () =>
      reportEveryRegion(home, "document.monthly-bulletin", request, {
        now,
        formats: formats.split(",") as Format[],
        progress: (_, done) => {
          if (done !== 1) return;
          seconds.first = (performance.now() - begun) / 1000;
          seconds["cpu of first"] = cpuSeconds();
        },
      }),
    );
    if (all.notMade.length > 0) throw new Error(JSON.stringify(all.notMade[0]));
    seconds.cpu = cpuSeconds();
  },

  async figures(home, [region = ""]) {
    await timed("all", () =>
      withFigures(home, undefined, (store) =>
        readFigures(store, { metric: "months_payable*", region }),
      ),
    );
  },
};

const [work = "", root = "", ...args] = process.argv.slice(2);
await WORKS[work]!(openHome(root), args);
const memory = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ seconds, memory }));
