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
  /** What each partition will be fingerprinted as once built. */
  fingerprints: Map<string, string>;
  build: PlannedPartition[];
  /** Partitions whose inputs are gone. */
  remove: string[];
  /** Build the table anew instead of replacing partitions. */
  full: boolean;
}

interface Done {
  partition: string;
  fingerprint: string;
  code: string;
}

export const META = `
  create schema if not exists meta;
  create table if not exists meta.partition (
    asset varchar, partition varchar, fingerprint varchar, code varchar, run varchar,
    row_count bigint, built_at timestamp with time zone
  );`;

/**
 * Compares what exists with what the inputs and the code call for. A partition's fingerprint is its
 * code, the fingerprints of the partitions it reads, and those of the files behind them.
 */
export async function plan(
  store: Store,
  graph: Graph,
  catalog: SourceCatalog,
  chosen: Asset[],
  months?: { from?: string | undefined; to?: string | undefined },
): Promise<Step[]> {
  const known = new Map(catalog.fingerprints);
  const steps: Step[] = [];
  const hasMeta = await tableExists(store, "meta.partition");
  for (const asset of graph.order) {
    const wanted = wantedFingerprints(asset, graph, known);
    const exists = hasMeta && (await tableExists(store, asset.key));
    const done = exists
      ? await store.rows<Done>(
          "select partition, fingerprint, code from meta.partition where asset = $1",
          [asset.key],
        )
      : [];
    if (!chosen.includes(asset)) {
      known.set(asset.key, new Map(done.map((d) => [d.partition, d.fingerprint])));
      continue;
    }
    const code = fingerprint(asset.sql);
    const before = new Map(done.map((d) => [d.partition, d]));
    const build: PlannedPartition[] = [];
    for (const [partition, print] of wanted) {
      const was = before.get(partition);
      const inRange =
        (!months?.from || partition >= months.from) && (!months?.to || partition <= months.to);
      if (was?.fingerprint === print) continue;
      if (partition !== "" && !inRange) {
        if (was) wanted.set(partition, was.fingerprint);
        else wanted.delete(partition);
        continue;
      }
      const reason = !was ? "missing" : was.code !== code ? "changed code" : "changed input";
      build.push({ asset: asset.key, partition, reason });
    }
    const remove = done.map((d) => d.partition).filter((p) => !wanted.has(p));
    const full = !exists || (build.length === wanted.size && build.length > 0);
    if (build.length > 0 || remove.length > 0 || !exists) {
      steps.push({ asset, fingerprints: wanted, build, remove, full });
    }
    known.set(asset.key, wanted);
  }
  return steps;
}

function wantedFingerprints(
  asset: Asset,
  graph: Graph,
  known: Map<string, Map<string, string>>,
): Map<string, string> {
  const code = fingerprint(asset.sql);
  const reads = graph.reads
    .get(asset.key)!
    .map((key) => ({ key, parts: known.get(key) ?? new Map<string, string>() }));
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

export async function tableExists(store: Store, key: string): Promise<boolean> {
  const [schema, name] = key.split(".");
  const { n } = await store.row<{ n: string }>(
    "select count(*) as n from duckdb_tables() where database_name = current_database() and schema_name = $1 and table_name = $2",
    [schema!, name!],
  );
  return Number(n) > 0;
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
