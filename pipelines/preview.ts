import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { type Account, figureId } from "../models/figure.ts";
import type { Asset, Graph } from "./asset.ts";
import {
  type BuildContext,
  buildAside,
  CheckFailed,
  type CheckResult,
  putInPlace,
} from "./build.ts";
import { planDocuments } from "./documents/plan.ts";
import type { Home } from "./home.ts";
import { MODELS } from "./model.ts";
import {
  type Choice,
  META,
  type PlannedPartition,
  plan,
  planned,
  type Step,
  sideTable,
} from "./plan.ts";
import { lendPublished } from "./publish/snapshot.ts";
import { identifier, literal } from "./quote.ts";
import { Fence } from "./runner/fence.ts";
import { select } from "./selection.ts";
import type { SourceCatalog } from "./source-catalog.ts";
import type { Store } from "./store.ts";
import { withWarehouse } from "./warehouse.ts";

/** A published figure that a run would change; null where there is no value. */
export interface MovedFigure {
  id: string;
  was: string | null;
  becomes: string | null;
  /** `appears`: not published before. `vanishes`: not there any more. */
  change: "appears" | "moves" | "vanishes";
  month: string;
}

/** What a run would do, found out by doing it and taking it back. */
export interface Preview {
  partitions: PlannedPartition[];
  figures: MovedFigure[];
  /** Claims that would be broken. A blocking one keeps everything as it is. */
  broken: (CheckResult & { asset: string })[];
}

export interface PreviewOptions extends Choice {
  now: () => Date;
  selection?: string[] | undefined;
  progress?: ((what: string, done: number, total: number) => void) | undefined;
}

/** What a run would build, and why, as far as can be said without building. */
export function planRun(
  home: Home,
  options: Omit<PreviewOptions, "now">,
): Promise<PlannedPartition[]> {
  return withWarehouse(home, async (store, graph, catalog) => {
    await store.run(META);
    return planIn(home, { store, graph, catalog }, options);
  });
}

/** The same in a warehouse that is open. */
export async function planIn(
  home: Home,
  { store, graph, catalog }: { store: Store; graph: Graph; catalog: SourceCatalog },
  options: Omit<PreviewOptions, "now">,
): Promise<PlannedPartition[]> {
  const chosen = select(graph, options.selection ?? []);
  const steps = await plan(store, graph, catalog, chosen, options);
  return [...planned(steps), ...(await documentsIn(home, store, chosen, options))];
}

/**
 * What a run would build, which published figures and documents that would move, and which checks
 * would fail: everything is built in a transaction that is rolled back.
 */
export function previewRun(home: Home, options: PreviewOptions): Promise<Preview> {
  return withWarehouse(home, async (store, graph, catalog) => {
    await store.run(META);
    const chosen = select(graph, options.selection ?? []);
    const steps = await plan(store, graph, catalog, chosen, options);
    const tables = planned(steps);
    if (steps.length === 0 || !existsSync(home.snapshot)) {
      const documents = await documentsIn(home, store, chosen, options);
      return { partitions: [...tables, ...documents], figures: [], broken: [] };
    }
    for (const schema of new Set(steps.map(({ asset }) => asset.key.split(".")[0]!)))
      await store.run(`create schema if not exists ${identifier(schema)}`);
    return lendPublished(store, home, async () => {
      const broken: Preview["broken"] = [];
      let preview: Preview = { partitions: tables, figures: [], broken };
      const look = async () => {
        if (!(await buildAll(home, store, graph, steps, options, broken))) return;
        const documents = await documentsIn(home, store, chosen, options);
        preview = {
          partitions: [...tables, ...documents],
          figures: await movedFigures(store, steps),
          broken,
        };
      };
      await tookBack(store, look);
      return preview;
    });
  });
}

class TakenBack extends Error {}

async function tookBack(store: Store, work: () => Promise<void>): Promise<void> {
  try {
    await store.transaction(async () => {
      await work();
      throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
}

/** Builds every step; false where a blocking check stops it. */
async function buildAll(
  home: Home,
  store: Store,
  graph: Graph,
  steps: Step[],
  options: PreviewOptions,
  broken: Preview["broken"],
): Promise<boolean> {
  const context: BuildContext = { run: "", now: options.now(), fence: new Fence() };
  for (const [i, step] of steps.entries()) {
    const asset = step.asset.key;
    options.progress?.(asset, i, steps.length);
    const note = (checks: CheckResult[]) =>
      broken.push(...checks.filter(({ rows }) => rows > 0).map((check) => ({ asset, ...check })));
    const side = sideTable(asset, 0);
    try {
      const rows = step.asset.kind === "model" ? await computed(home, store, step) : undefined;
      const aside = await buildAside(store, step, side, rows);
      const built = await putInPlace(store, step, aside, graph.checks.get(asset) ?? [], context);
      note(built.checks);
    } catch (error) {
      if (!(error instanceof CheckFailed)) throw error;
      note(error.results);
      return false;
    }
  }
  options.progress?.("", steps.length, steps.length);
  return true;
}

/** A model's rows, made here and now. */
async function computed(home: Home, store: Store, { asset }: Step): Promise<string> {
  const folder = path.join(home.staging, "preview");
  mkdirSync(folder, { recursive: true });
  const [input, output] = ["input", "output"].map((name) => path.join(folder, `${name}.parquet`));
  await store.run(`copy (${asset.sql}\n) to ${literal(input!)} (format parquet)`);
  await MODELS[asset.key]!(input!, output!, new AbortController().signal);
  return output!;
}

async function documentsIn(
  home: Home,
  store: Store,
  chosen: Asset[],
  options: Omit<PreviewOptions, "now">,
): Promise<PlannedPartition[]> {
  const choice = { ...options, named: (options.selection ?? []).length > 0 };
  const found: PlannedPartition[] = [];
  for (const asset of chosen) {
    if (asset.kind !== "document") continue;
    const steps = await planDocuments(home, store, asset, choice, false);
    found.push(...steps.map(({ asset, partition, reason }) => ({ asset, partition, reason })));
  }
  return found;
}

const KEY = ["metric", "region_code", "fund", "account", "period", "basis"];

async function movedFigures(store: Store, steps: Step[]): Promise<MovedFigure[]> {
  const step = steps.find(({ asset }) => asset.key === "marts.figure");
  if (!step) return [];
  const months = planned([step]).map(({ partition }) => literal(partition));
  const side = (table: string) => `
    select ${KEY.join(", ")}, month, coalesce(cast(amount as varchar), cast(quotient as varchar)) as value
    from ${table} where month in (${months.join(", ")})`;
  const rows = await store.rows<
    Record<string, string> & { was: string | null; becomes: string | null }
  >(`
    select ${KEY.map((c) => `coalesce(n.${c}, o.${c}) as ${c}`).join(", ")},
      coalesce(n.month, o.month) as month, o.value as was, n.value as becomes,
      case when o.metric is null then 'appears' when n.metric is null then 'vanishes' else 'moves' end as change
    from (${side("marts.figure")}) n
    full join (${side("published.marts.figure")}) o
      on ${KEY.map((c) => `n.${c} = o.${c}`).join(" and ")}
    where n.value is distinct from o.value
    order by month, region_code, fund, account, metric, period, basis`);
  return rows.map((row) => ({
    id: figureId({
      metric: row.metric!,
      region: row.region_code!,
      fund: row.fund!,
      account: row.account as Account,
      period: row.period!,
      basis: row.basis!,
    }),
    was: row.was,
    becomes: row.becomes,
    change: row.change as MovedFigure["change"],
    month: row.month!,
  }));
}
