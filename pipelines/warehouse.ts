import { setTimeout as pause } from "node:timers/promises";
import { type Graph, graphOf } from "./asset.ts";
import { assets, checks } from "./assets.ts";
import type { Home } from "./home.ts";
import type { Standpoint } from "./ingest/batches.ts";
import { knownReads } from "./known-reads.ts";
import { attachSources, type SourceCatalog } from "./source-catalog.ts";
import { Store, WarehouseBusy } from "./store.ts";

const PAUSE_MS = 250;

/** A look at the warehouse by `status` or `plan` is over in a moment: it is waited for. */
async function openPatiently(home: Home, file: string, patience: number): Promise<Store> {
  for (let left = patience; ; left -= PAUSE_MS) {
    try {
      return await Store.open(file, {
        memoryLimit: home.config.memory_limit,
        tempDirectory: home.temp,
        ...(home.config.threads ? { threads: home.config.threads } : {}),
      });
    } catch (error) {
      if (!(error instanceof WarehouseBusy) || left <= 0) throw error;
      await pause(PAUSE_MS);
    }
  }
}

const STANDPOINTS = new WeakMap<Store, Standpoint>();

/** The standpoint a warehouse was opened from; undefined where it has none but the present. */
export const standpointOf = (store: Store): Standpoint | undefined => STANDPOINTS.get(store);

/** Opens the warehouse for its one owner and lends it to `work`, sources attached. */
export async function withWarehouse<T>(
  home: Home,
  work: (store: Store, graph: Graph, catalog: SourceCatalog) => Promise<T>,
  where: { path?: string; moment?: Standpoint; patience?: number } = {},
): Promise<T> {
  const store = await openPatiently(home, where.path ?? home.warehouse, where.patience ?? 0);
  if (where.moment !== undefined) STANDPOINTS.set(store, where.moment);
  try {
    const catalog = await attachSources(store, home, where.moment);
    const reads = knownReads(home, (sql) => store.tablesRead(sql));
    const graph = await graphOf(assets(), checks(), reads.of);
    reads.keep();
    return await work(store, graph, catalog);
  } finally {
    store.close();
  }
}
