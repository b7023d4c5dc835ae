import { type Graph, graphOf } from "./asset.ts";
import { assets, checks } from "./assets.ts";
import type { Home } from "./home.ts";
import { attachSources, type SourceCatalog } from "./source-catalog.ts";
import { Store } from "./store.ts";

/** Opens the warehouse for its one owner and lends it to `work`, sources attached. */
export async function withWarehouse<T>(
  home: Home,
  work: (store: Store, graph: Graph, catalog: SourceCatalog) => Promise<T>,
  where: { path?: string; moment?: string } = {},
): Promise<T> {
  const store = await Store.open(where.path ?? home.warehouse, {
    memoryLimit: home.config.memory_limit,
    tempDirectory: home.temp,
    ...(home.config.threads ? { threads: home.config.threads } : {}),
  });
  try {
    const catalog = await attachSources(store, home, where.moment);
    const graph = await graphOf(assets(), checks(), (sql) => store.tablesRead(sql));
    return await work(store, graph, catalog);
  } finally {
    store.close();
  }
}
