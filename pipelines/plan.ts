import { UserError } from "../models/errors.ts";
import type { Asset, Graph } from "./asset.ts";
import { identifier } from "./quote.ts";
import { fingerprint, type SourceCatalog } from "./source-catalog.ts";
import type { Store } from "./store.ts";

/** Why a partition would be built. */
export type Reason = "missing" | "changed code" | "changed input" | "removed input";

/** One partition of one asset that a run would build; partition `""` is the whole table. */
export interface PlannedPartition {
  asset: string;
  partition: string;
  reason: Reason;
}

/** All that is to be done to one asset, in one go. */
export interface Step {
  asset: Asset;
  /** Stands for the asset's SQL and for that of everything it reads. */
  code: string;
  /** What each partition will be fingerprinted as once built. */
  fingerprints: Map<string, string>;
  build: PlannedPartition[];
  /** Partitions whose inputs are gone. */
  remove: string[];
  /** Make the table anew instead of replacing partitions of it. */
  full: boolean;
  /** A range leaves out partitions that do not exist yet. */
  leavesOut: boolean;
}

/** What is built: the code that made a table, and the fingerprints of its partitions. */
interface Built {
  code: string;
  partitions: Map<string, string>;
}

export const META = `
  create schema if not exists meta;
  create table if not exists meta.asset (asset varchar, code varchar);
  create table if not exists meta.partition (
    asset varchar, partition varchar, fingerprint varchar, run varchar,
    row_count bigint, built_at timestamp with time zone
  );`;

/**
 * Compares what exists with what the inputs and the code call for. A partition's fingerprint is its
 * code, the fingerprints of the partitions it reads, and those of the files behind them. All of a
 * table is made by one code: where that changed, a range of months does not apply.
 */
export async function plan(
  store: Store,
  graph: Graph,
  catalog: SourceCatalog,
  chosen: Asset[],
  months: { from?: string | undefined; to?: string | undefined } = {},
): Promise<Step[]> {
  const built = await builtAssets(store);
  const known = new Map(catalog.fingerprints);
  const codes = new Map<string, string>();
  const steps: Step[] = [];
  const inRange = (partition: string) =>
    partition === "" ||
    ((!months.from || partition >= months.from) && (!months.to || partition <= months.to));
  for (const asset of graph.order) {
    const reads = graph.reads.get(asset.key)!;
    const was = built.get(asset.key);
    if (!chosen.includes(asset)) {
      if (was) codes.set(asset.key, was.code);
      if (was) known.set(asset.key, was.partitions);
      continue;
    }
    for (const key of reads) if (!known.has(key)) throw notBuilt(asset.key, key);
    const code = fingerprint(asset.sql, ...reads.map((key) => codes.get(key) ?? ""));
    const wanted = wantedFingerprints(asset, code, reads, known);
    const recoded = was?.code !== code;
    const step: Step = {
      asset,
      code,
      fingerprints: wanted,
      build: [],
      remove: [...(was?.partitions.keys() ?? [])].filter((partition) => !wanted.has(partition)),
      full: false,
      leavesOut: false,
    };
    for (const [partition, print] of wanted) {
      const before = was?.partitions.get(partition);
      if (before === print) continue;
      if ((was === undefined || !recoded) && !inRange(partition)) {
        if (before === undefined) wanted.delete(partition);
        else wanted.set(partition, before);
        step.leavesOut ||= before === undefined;
        continue;
      }
      const reason = before === undefined ? "missing" : recoded ? "changed code" : "changed input";
      step.build.push({ asset: asset.key, partition, reason });
    }
    step.full = recoded || (step.build.length > 0 && step.build.length === wanted.size);
    if (step.full || step.build.length > 0 || step.remove.length > 0) steps.push(step);
    known.set(asset.key, wanted);
    codes.set(asset.key, code);
  }
  return steps;
}

async function builtAssets(store: Store): Promise<Map<string, Built>> {
  const built = new Map<string, Built>();
  const tables = await store.rows<{ key: string }>(
    "select schema_name || '.' || table_name as key from duckdb_tables() where database_name = current_database()",
  );
  const existing = new Set(tables.map(({ key }) => key));
  if (!existing.has("meta.asset")) return built;
  const assets = await store.rows<{ asset: string; code: string }>("from meta.asset");
  for (const { asset, code } of assets) {
    if (existing.has(asset)) built.set(asset, { code, partitions: new Map() });
  }
  const done = await store.rows<{ asset: string; partition: string; fingerprint: string }>(
    "select asset, partition, fingerprint from meta.partition order by partition",
  );
  for (const { asset, partition, fingerprint } of done)
    built.get(asset)?.partitions.set(partition, fingerprint);
  return built;
}

const notBuilt = (key: string, read: string): UserError =>
  new UserError(
    `${key} 要读 ${read}，而它还没有建立`,
    `请执行 fundwatch run +${key}，连同它所读的表一起建立。`,
    2,
  );

function wantedFingerprints(
  asset: Asset,
  code: string,
  keys: string[],
  known: Map<string, Map<string, string>>,
): Map<string, string> {
  const reads = keys.map((key) => ({ key, parts: known.get(key)! }));
  if (asset.partitioning === "whole") {
    const all = reads.map(
      ({ key, parts }) => `${key}=${[...parts].map((p) => p.join(":")).join(",")}`,
    );
    return new Map([["", fingerprint(code, ...all)]]);
  }
  const months = [
    ...new Set(reads.flatMap(({ parts }) => [...parts.keys()].filter((p) => p !== ""))),
  ].sort();
  const wanted = new Map<string, string>();
  for (const month of months) {
    const seen = reads.map(({ key, parts }) => {
      const relevant = [...parts].filter(
        ([p]) => p === "" || (asset.partitioning === "history" ? p <= month : p === month),
      );
      return `${key}=${relevant.map((p) => p.join(":")).join(",")}`;
    });
    wanted.set(month, fingerprint(code, ...seen));
  }
  return wanted;
}

export const planned = (steps: Step[]): PlannedPartition[] =>
  steps.flatMap((step) => [
    ...step.build,
    ...step.remove.map((partition) => ({
      asset: step.asset.key,
      partition,
      reason: "removed input" as const,
    })),
  ]);

/** The side table in which a step is built before it takes its place. */
export const sideTable = (key: string): string => identifier(`${key}__new`);
