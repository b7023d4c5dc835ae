import { existsSync } from "node:fs";
import { endMonth } from "../models/period.ts";
import { SOURCES } from "../models/sources/index.ts";
import { RECORD_SOURCES } from "../models/sources/records/index.ts";
import { type Asset, isTable, RECORDS } from "./asset.ts";
import { assets } from "./assets.ts";
import { manifests } from "./documents/manifest.ts";
import { eventsOf, lastRun, type PastRun, runIds } from "./history.ts";
import type { Home } from "./home.ts";
import { arrivals, statusAt } from "./ingest/batches.ts";
import type { PlannedPartition } from "./plan.ts";
import { lookAtWarehouse, planIn } from "./preview.ts";
import { openSnapshot } from "./publish/snapshot.ts";
import { type Store, WarehouseBusy } from "./store.ts";

/**
 * How a partition stands. `stale`: there, but a run would build it again. `missing`: a run would
 * build it. `failed`: the last run could not. `held`: files wait to be accepted or taken in. `empty`: no data.
 */
export type CellState = "done" | "stale" | "missing" | "failed" | "held" | "empty";

export interface AssetOverview {
  asset: string;
  kind: Asset["kind"];
  about: string;
  /** By month; whole tables have one cell, `""`. */
  cells: Record<string, CellState>;
  rows: number;
  built_at: string | null;
}

export interface Failure {
  asset: string;
  partitions: string[];
  error: string;
}

export interface Overview {
  /** From the first month anything speaks of to the last, without gaps. */
  months: string[];
  assets: AssetOverview[];
  /** What a run would build; null while another process owns the warehouse. */
  planned: PlannedPartition[] | null;
  /** Steps of the last run that failed and were not built since. */
  failures: Failure[];
  /** The run that goes on, or died; null when the last one ended. */
  unfinished: PastRun | null;
}

interface Partition {
  asset: string;
  partition: string;
  rows: number;
  built_at: string;
}

/** How everything stands, month by month; nothing is changed. */
export async function overview(home: Home): Promise<Overview> {
  const { partitions, planned } = await standing(home);
  const failures = lastFailures(home, planned);
  const bySource = sourceMonths(home);
  const months = span([
    ...partitions.map((p) => monthOf(p.partition)),
    ...[...bySource.values()].flatMap((cells) => [...cells.keys()]),
  ]);
  const views = assets().flatMap((asset): AssetOverview[] => {
    const own = asset.kind === "document" ? documentsOf(home, asset.key) : partitions;
    const there = own.filter((p) => p.asset === asset.key);
    const cells =
      asset.kind === "source" ? bySource.get(asset.key)! : cellsOf(asset, there, planned, failures);
    // Records that a bureau never sent, and what would be made of them, are not missing.
    if (cells.size === 0 && asset.tags.includes(RECORDS)) return [];
    return [
      {
        asset: asset.key,
        kind: asset.kind,
        about: asset.about,
        cells: Object.fromEntries(cells),
        rows: there.reduce((sum, { rows }) => sum + rows, 0),
        built_at:
          there
            .map((p) => p.built_at)
            .sort()
            .at(-1) ?? null,
      },
    ];
  });
  const last = lastRun(home);
  const unfinished = last?.status === "unfinished" ? last : null;
  return { months, assets: views, planned, failures, unfinished };
}

const monthOf = (partition: string): string =>
  partition === "" ? "" : endMonth(partition.split("|").at(-1)!);

async function standing(
  home: Home,
): Promise<{ partitions: Partition[]; planned: PlannedPartition[] | null }> {
  try {
    return await lookAtWarehouse(home, async (store, graph, catalog) => {
      const planned = await planIn(home, { store, graph, catalog }, {});
      return { partitions: await partitionsIn(store), planned };
    });
  } catch (error) {
    if (!(error instanceof WarehouseBusy)) throw error;
    if (!existsSync(home.snapshot)) return { partitions: [], planned: null };
    const store = await openSnapshot(home);
    try {
      return { partitions: await partitionsIn(store), planned: null };
    } finally {
      store.close();
    }
  }
}

async function partitionsIn(store: Store): Promise<Partition[]> {
  const { n } = await store.row<{ n: string }>(`
    select count(*) as n from duckdb_tables()
    where database_name = current_database() and schema_name = 'meta' and table_name = 'partition'`);
  if (Number(n) === 0) return [];
  const rows = await store.rows<Partition & { rows: string }>(`
    select asset, partition, row_count as rows,
      strftime(built_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%SZ') as built_at
    from meta.partition order by asset, partition`);
  return rows.map((row) => ({ ...row, rows: Number(row.rows) }));
}

const documentsOf = (home: Home, key: string): Partition[] =>
  [...manifests(home, key).values()].map(({ asset, partition, built_at }) => ({
    asset,
    partition,
    rows: 0,
    built_at,
  }));

/** By source, the months its files speak of; budgets speak of all their year. */
function sourceMonths(home: Home): Map<string, Map<string, CellState>> {
  const found = new Map(
    [...SOURCES, ...RECORD_SOURCES].map(
      ({ id }) => [`source.${id}`, new Map<string, CellState>()] as const,
    ),
  );
  for (const batch of arrivals(home).flatMap(({ batches }) => batches)) {
    const status = statusAt(batch)?.status;
    if (status === "withdrawn") continue;
    const cells = found.get(`source.${batch.source}`)!;
    const state = status === "held" || status === "waiting" ? "held" : "done";
    if (RECORD_SOURCES.some(({ id, month }) => id === batch.source && month === null))
      cells.set("", state);
    for (const period of Object.keys(batch.periods)) {
      for (const month of period.length === 4 ? monthsOfYear(period) : [period])
        if (cells.get(month) !== "done") cells.set(month, state);
    }
  }
  return found;
}

const monthsOfYear = (year: string): string[] =>
  Array.from({ length: 12 }, (_, i) => `${year}-${String(i + 1).padStart(2, "0")}`);

/** Every month from the first to the last of some. */
function span(months: string[]): string[] {
  const known = months.filter((month) => month !== "").sort();
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return [];
  const years = Array.from({ length: Number(last.slice(0, 4)) - Number(first.slice(0, 4)) + 1 });
  return years
    .flatMap((_, i) => monthsOfYear(String(Number(first.slice(0, 4)) + i)))
    .filter((month) => month >= first && month <= last);
}

function cellsOf(
  asset: Asset,
  there: Partition[],
  planned: PlannedPartition[] | null,
  failures: Failure[],
): Map<string, CellState> {
  const cells = new Map<string, CellState>();
  const worse = (partition: string, state: CellState) => {
    const month = isTable(asset) && asset.partitioning === "whole" ? "" : monthOf(partition);
    const before = cells.get(month);
    if (before === undefined || SEVERITY.indexOf(state) > SEVERITY.indexOf(before))
      cells.set(month, state);
  };
  const built = new Set(there.map(({ partition }) => partition));
  const failed = new Set(
    failures.filter((f) => f.asset === asset.key).flatMap((f) => f.partitions),
  );
  for (const partition of built) worse(partition, "done");
  if (planned === null) for (const partition of failed) worse(partition, "failed");
  for (const { partition, reason } of (planned ?? []).filter((p) => p.asset === asset.key)) {
    if (reason === "removed input") worse(partition, "stale");
    else if (failed.has(partition)) worse(partition, "failed");
    else worse(partition, reason === "missing" ? "missing" : "stale");
  }
  return cells;
}

const SEVERITY: CellState[] = ["empty", "done", "held", "stale", "missing", "failed"];

/** Failed steps of the last run that a run would still have to build. */
function lastFailures(home: Home, planned: PlannedPartition[] | null): Failure[] {
  const run = runIds(home).at(-1);
  if (run === undefined) return [];
  return eventsOf(home, run).flatMap((event) => {
    if (event.event !== "step ended" || event.status !== "failed") return [];
    const { asset, partitions, error = "" } = event;
    const still =
      planned === null ||
      planned.some((p) => p.asset === asset && partitions.includes(p.partition));
    return still ? [{ asset, partitions, error }] : [];
  });
}
