import { existsSync, renameSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import type { Home } from "./home.ts";
import { Journal, runId } from "./journal.ts";
import { openSnapshot, publishSnapshot } from "./publish/snapshot.ts";
import { identifier } from "./quote.ts";
import type { RunReport, StepReport } from "./report.ts";
import { detachSources } from "./source-catalog.ts";
import { runSteps, type StepsOptions } from "./steps.ts";
import { DatabaseDamaged, Store } from "./store.ts";
import { withWarehouse } from "./warehouse.ts";

export interface TableHash {
  table: string;
  rows: number;
  hash: string;
}

export interface RebuildReport extends RunReport {
  tables: (TableHash & { compared: "same" | "different" | "new" })[];
}

/**
 * Builds the warehouse anew from `raw/` in a file beside the old one, then takes its place. Until
 * then the old one stays, held against other processes; a damaged one is put aside. The new tables
 * are compared with those last published.
 */
export async function rebuild(home: Home, options: StepsOptions): Promise<RebuildReport> {
  const old = await holdWarehouse(home);
  try {
    const before = new Map((await publishedHashes(home)).map((t) => [t.table, t.hash]));
    const fresh = `${home.warehouse}.rebuild`;
    const remove = () => {
      for (const file of [fresh, `${fresh}.wal`]) rmSync(file, { force: true });
    };
    remove();
    const started = options.now();
    const begun = performance.now();
    const journal = new Journal(home, runId(started), options.now);
    const request = { trigger: "rebuild", selection: [] };
    journal.write({
      event: "run started",
      pid: process.pid,
      host: hostname(),
      steps: 0,
      ...request,
    });
    const { steps, tables } = await withWarehouse(
      home,
      async (store, graph, catalog) => {
        const asked = { ...options, run: journal.run, journal };
        const steps = await runSteps(store, graph, catalog, asked);
        await detachSources(store);
        if (isComplete(steps)) await publishSnapshot(store, home);
        return { steps, tables: compare(await hashes(store), before) };
      },
      { path: fresh },
    );
    if (isComplete(steps)) renameSync(fresh, home.warehouse);
    else remove();
    const seconds = (performance.now() - begun) / 1000;
    const status = isComplete(steps) ? "done" : "failed";
    journal.write({ event: "run ended", status, seconds });
    journal.close();
    return { run: journal.run, started_at: started.toISOString(), seconds, status, steps, tables };
  } finally {
    old.close();
  }
}

const isComplete = (steps: StepReport[]): boolean => steps.every((step) => step.status === "done");

function compare(tables: TableHash[], before: Map<string, string>): RebuildReport["tables"] {
  return tables.map((t) => {
    const was = before.get(t.table);
    return { ...t, compared: was === undefined ? "new" : was === t.hash ? "same" : "different" };
  });
}

/** Opens the old warehouse so that nobody else does, its log written into it. */
async function holdWarehouse(home: Home): Promise<Store> {
  try {
    return await openChecked(home.warehouse);
  } catch (error) {
    if (!(error instanceof DatabaseDamaged)) throw error;
    for (const suffix of ["", ".wal"]) {
      const file = `${home.warehouse}${suffix}`;
      if (existsSync(file)) renameSync(file, `${home.warehouse}.damaged${suffix}`);
    }
    return openChecked(home.warehouse);
  }
}

async function openChecked(file: string): Promise<Store> {
  const store = await Store.open(file, { memoryLimit: "1GB" });
  try {
    await store.run("checkpoint");
    return store;
  } catch (error) {
    store.close();
    throw error instanceof DatabaseDamaged ? error : new DatabaseDamaged(file, String(error));
  }
}

async function publishedHashes(home: Home): Promise<TableHash[]> {
  if (!existsSync(home.snapshot)) return [];
  try {
    const store = await openSnapshot(home);
    try {
      return await hashes(store);
    } finally {
      store.close();
    }
  } catch (error) {
    if (error instanceof DatabaseDamaged) return [];
    throw error;
  }
}

/** Row count and order-independent hash of every table of staging, core and marts. */
export async function hashes(store: Store): Promise<TableHash[]> {
  const tables = await store.rows<{ name: string }>(`
    select schema_name || '.' || table_name as name from duckdb_tables()
    where database_name = current_database() and schema_name in ('staging', 'core', 'marts') order by 1`);
  const found: TableHash[] = [];
  for (const { name } of tables) {
    const row = await store.row<{ rows: string; hash: string }>(
      `select count(*) as rows, md5(cast(coalesce(sum(cast(md5_number_lower(cast(t as varchar)) as hugeint)), 0) as varchar)) as hash
       from ${identifier(name)} t`,
    );
    found.push({ table: name, rows: Number(row.rows), hash: row.hash });
  }
  return found;
}
