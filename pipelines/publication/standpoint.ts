import type { Config } from "../../models/config.ts";
import { readFigures } from "../figure-book.ts";
import type { Home } from "../home.ts";
import { runSteps } from "../steps.ts";
import type { Store } from "../store.ts";
import { parseFigureId } from "../trace.ts";
import { withWarehouse } from "../warehouse.ts";

/** The settings that decide what figures are; the rest of the config is nobody's but the home's. */
export type FigurePolicy = Pick<Config, (typeof POLICY)[number]>;

const POLICY = [
  "bureau",
  "region",
  "regions",
  "months_payable",
  "bands",
  "inpatient",
  "med_types",
  "special_groups",
  "pooling",
  "clearing",
  "forecast",
] as const;

export const figurePolicy = (config: Config): FigurePolicy =>
  Object.fromEntries(POLICY.map((key) => [key, config[key]])) as FigurePolicy;

/**
 * Lends the tables as they are where exactly these batches count, built in memory: whether a batch
 * counts for everybody is not asked, and not changed. Rules and the ledger of clues are as of `now`.
 */
export async function withBatches<T>(
  home: Home,
  batches: ReadonlySet<string>,
  { run, now }: { run: string; now: Date },
  work: (store: Store) => Promise<T>,
): Promise<T> {
  return withWarehouse(
    home,
    async (store, graph, catalog) => {
      await runSteps(store, graph, catalog, { run, now: () => now, kept: home.cache });
      return work(store);
    },
    { path: ":memory:", moment: { batches, at: now.toISOString() } },
  );
}

/** Exact values by id, of the figures that are there. */
export async function valuesOf(
  store: Store,
  ids: Iterable<string>,
): Promise<Map<string, string | null>> {
  const groups = new Map<string, { region: string; period: string; basis?: string }>();
  for (const id of ids) {
    const { region, period, basis } = parseFigureId(id);
    const own = basis.startsWith("institution:") ? { basis } : {};
    groups.set(`${region}|${period}|${own.basis ?? ""}`, { region, period, ...own });
  }
  const values = new Map<string, string | null>();
  for (const group of groups.values())
    for (const { id, value } of await readFigures(store, group)) values.set(id, value);
  return values;
}
