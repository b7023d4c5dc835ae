import { existsSync, renameSync, rmSync } from "node:fs";
import type { Home } from "./home.ts";
import { openSnapshot, publishSnapshot } from "./publish/snapshot.ts";
import { identifier } from "./quote.ts";
import { type RunOptions, type RunReport, recordRun, runSteps, withWarehouse } from "./run.ts";
import { detachSources } from "./source-catalog.ts";
import type { Store } from "./store.ts";

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
 * then the old one stays; the new tables are compared with those last published.
 */
export async function rebuild(home: Home, options: RunOptions): Promise<RebuildReport> {
  const before = new Map((await publishedHashes(home)).map((t) => [t.table, t.hash]));
  const fresh = `${home.warehouse}.rebuild`;
  for (const file of [fresh, `${fresh}.wal`]) rmSync(file, { force: true });
  const report = await withWarehouse(
    home,
    async (store, graph, catalog) => {
      const steps = await runSteps(store, graph, catalog, options);
      await detachSources(store);
      if (steps.steps.every((step) => step.status === "done")) await publishSnapshot(store, home);
      const tables = (await hashes(store)).map((t) => {
        const was = before.get(t.table);
        const compared =
          was === undefined
            ? ("new" as const)
            : was === t.hash
              ? ("same" as const)
              : ("different" as const);
        return { ...t, compared };
      });
      return { ...steps, tables };
    },
    { path: fresh },
  );
  if (report.steps.every((step) => step.status === "done")) {
    rmSync(`${home.warehouse}.wal`, { force: true });
    renameSync(fresh, home.warehouse);
  }
  recordRun(home, report);
  return report;
}

async function publishedHashes(home: Home): Promise<TableHash[]> {
  if (!existsSync(home.snapshot)) return [];
  const store = await openSnapshot(home);
  try {
    return await hashes(store);
  } finally {
    store.close();
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
      `select count(*) as rows, md5(coalesce(string_agg(h, '' order by h), '')) as hash
       from (select md5(cast(t as varchar)) as h from ${identifier(name)} t)`,
    );
    found.push({ table: name, rows: Number(row.rows), hash: row.hash });
  }
  return found;
}
