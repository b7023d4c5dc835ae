import { existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { type Account, figureId } from "../models/figure.ts";
import type { Asset, Graph } from "./asset.ts";
import {
  askAll,
  type BuildContext,
  buildAside,
  isDirect,
  placeDirectly,
  placing,
} from "./build.ts";
import { CheckFailed, type CheckResult } from "./checking.ts";
import { inChunks } from "./chunks.ts";
import { planDocuments } from "./documents/plan.ts";
import type { Home } from "./home.ts";
import { MODELS, type ModelProgress } from "./model.ts";
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
  return lookAtWarehouse(home, (store, graph, catalog) =>
    planIn(home, { store, graph, catalog }, options),
  );
}

/** Lends the warehouse to work that changes nothing; none is made where there is none. */
export const lookAtWarehouse: typeof withWarehouse = (home, work) =>
  withWarehouse(home, work, existsSync(home.warehouse) ? {} : { path: ":memory:" });

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
  return lookAtWarehouse(home, async (store, graph, catalog) => {
    const chosen = select(graph, options.selection ?? []);
    const steps = await plan(store, graph, catalog, chosen, options);
    const tables = planned(steps);
    if (!existsSync(home.snapshot)) {
      const documents = await documentsIn(home, store, chosen, options);
      return { partitions: [...tables, ...documents], figures: [], broken: [] };
    }
    return lendPublished(store, home, async () => {
      const broken: Preview["broken"] = [];
      let preview: Preview = { partitions: tables, figures: [], broken };
      const look = async () => {
        await store.run(META);
        for (const schema of new Set(steps.map(({ asset }) => asset.key.split(".")[0]!)))
          await store.run(`create schema if not exists ${identifier(schema)}`);
        if (!(await buildAll(home, store, graph, steps, options, broken))) return;
        const documents = await documentsIn(home, store, chosen, options);
        const figures = await movedFigures(store, tables);
        preview = { partitions: [...tables, ...documents], figures, broken };
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
  const parts = steps.flatMap((step) => inChunks(step, step.asset.chunkMonths));
  for (const [i, step] of parts.entries()) {
    const asset = step.asset.key;
    options.progress?.(asset, i, parts.length);
    const note = (checks: CheckResult[]) =>
      broken.push(...checks.filter(({ rows }) => rows > 0).map((check) => ({ asset, ...check })));
    const side = sideTable(asset, 0);
    const folder = path.join(home.staging, "preview");
    try {
      const rows = await computed(home, folder, store, step, (done, total) =>
        options.progress?.(`${asset} ${done}/${total}`, i, parts.length),
      );
      const aside = isDirect(step)
        ? await placeDirectly(store, step, context)
        : await buildAside(store, step, side, rows);
      if (!isDirect(step)) await store.run(placing(step, aside, context).join(";\n"));
      const built = await askAll(store, step, aside, graph.checks.get(asset) ?? []);
      note(built.checks);
    } catch (error) {
      if (!(error instanceof CheckFailed)) throw error;
      note(error.results);
      return false;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  options.progress?.("", parts.length, parts.length);
  return true;
}

/** A model's rows, made here and now; undefined where none are to be made. */
async function computed(
  home: Home,
  folder: string,
  store: Store,
  { asset, build }: Step,
  progress: ModelProgress,
): Promise<string | undefined> {
  if (asset.kind !== "model" || build.length === 0) return undefined;
  mkdirSync(folder, { recursive: true });
  const [input, output] = ["input", "output"].map((name) => path.join(folder, `${name}.parquet`));
  await store.run(`copy (${asset.sql}\n) to ${literal(input!)} (format parquet)`);
  const partitions = build.map(({ partition }) => partition);
  await MODELS[asset.key]!(input!, output!, new AbortController().signal, {
    partitions,
    progress,
    kept: home.cache,
  });
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

interface MovedRow {
  metric: string;
  region_code: string;
  fund: string;
  account: Account;
  period: string;
  basis: string;
  month: string;
  was_amount: string | null;
  was_quotient: number | null;
  amount: string | null;
  quotient: number | null;
  change: MovedFigure["change"];
}

/** Figures of the warehouse as it is now that are published otherwise. */
async function movedFigures(store: Store, built: PlannedPartition[]): Promise<MovedFigure[]> {
  const prints = (meta: string) =>
    `select partition, fingerprint from ${meta}.partition where asset = 'marts.figure'`;
  const there = await store.rows<{ name: string }>(`
    select case when database_name = 'published' then 'published.' else '' end || 'marts.figure' as name
    from duckdb_tables() where schema_name = 'marts' and table_name = 'figure'
      and database_name in ('published', current_database())`);
  // What an interrupted run built, but did not publish, is not built again.
  const unpublished = await store.rows<{ partition: string }>(
    `select distinct partition from (
       (${prints("meta")} except ${prints("published.meta")}) union all
       (${prints("published.meta")} except ${prints("meta")}))`,
  );
  const months = [...built.filter(({ asset }) => asset === "marts.figure"), ...unpublished]
    .map(({ partition }) => literal(partition))
    .join(", ");
  if (months === "") return [];
  const side = (table: string) =>
    there.some(({ name }) => name === table)
      ? `select ${KEY.join(", ")}, month, amount, quotient from ${table} where month in (${months})`
      : `select ${KEY.map((c) => `'' as ${c}`).join(", ")}, '' as month, null as amount, null as quotient where false`;
  const rows = await store.rows<MovedRow>(`
    select ${[...KEY, "month"].map((c) => `coalesce(n.${c}, o.${c}) as ${c}`).join(", ")},
      o.amount as was_amount, o.quotient as was_quotient, n.amount, n.quotient,
      case when o.metric is null then 'appears' when n.metric is null then 'vanishes' else 'moves' end as change
    from (${side("marts.figure")}) n
    full join (${side("published.marts.figure")}) o
      on ${KEY.map((c) => `n.${c} = o.${c}`).join(" and ")}
    where n.amount is distinct from o.amount or n.quotient is distinct from o.quotient
    order by month, region_code, fund, account, metric, period, basis`);
  return rows.map(({ region_code: region, month, change, ...row }) => ({
    id: figureId({ ...row, region }),
    was: row.was_amount ?? textOf(row.was_quotient),
    becomes: row.amount ?? textOf(row.quotient),
    change,
    month,
  }));
}

const textOf = (quotient: number | null): string | null =>
  quotient === null ? null : String(quotient);
