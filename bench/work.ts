import { rmSync } from "node:fs";
import { graphOf, isTable } from "../pipelines/asset.ts";
import { assets } from "../pipelines/assets.ts";
import { readFigures, withFigures } from "../pipelines/figure-book.ts";
import { type Home, openHome } from "../pipelines/home.ts";
import { load } from "../pipelines/ingest/load.ts";
import { publishSnapshot } from "../pipelines/publish/snapshot.ts";
import { run } from "../pipelines/run.ts";
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
  async build(home) {
    for (const file of [home.warehouse, home.snapshot]) rmSync(file, { force: true });
    await withWarehouse(home, async (store, graph, catalog) => {
      const steps = await timed("all", () => runSteps(store, graph, catalog, { now }));
      for (const step of steps.filter((s) => s.seconds > 0)) {
        if (step.status !== "done") throw new Error(`${step.asset}: ${step.error}`);
        seconds[step.asset] = step.seconds;
      }
      await detachSources(store);
      await timed("publish", () => publishSnapshot(store, home));
    });
  },

  /** The same SELECTs over the same Parquet as plain CREATE TABLE AS in a file of its own. */
  async bare(home, [file = ""]) {
    for (const suffix of ["", ".wal"]) rmSync(`${file}${suffix}`, { force: true });
    const store = await Store.open(file, settings(home));
    await attachSources(store, home);
    const { order } = await graphOf(assets(), [], (sql) => store.tablesRead(sql));
    await timed("all", async () => {
      for (const schema of ["staging", "core", "marts"]) await store.run(`create schema ${schema}`);
      for (const { key, sql } of order.filter(isTable))
        await timed(key, () => store.run(`create table ${key} as ${sql}`));
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
