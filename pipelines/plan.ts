import { UserError } from "../models/errors.ts";
import { type Graph, isTable, type TableAsset } from "./asset.ts";
import { identifier } from "./quote.ts";
import { fingerprint, type SourceCatalog } from "./source-catalog.ts";
import type { Store } from "./store.ts";

/** Why a partition would be built. */
export type Reason =
  | "missing"
  | "changed code"
  | "changed input"
  | "changed policy"
  | "upstream"
  | "forced"
  | "removed input";

/** One partition of one asset that a run would build; partition `""` is the whole table. */
export interface PlannedPartition {
  asset: string;
  partition: string;
  reason: Reason;
}

/** What a run is to build, besides the assets it chooses. */
export interface Choice {
  /** Months, inclusive. */
  from?: string | undefined;
  to?: string | undefined;
  /** Partitions built before this moment (ISO) are built again, changed or not. */
  forcedBefore?: string | undefined;
}

/** What a partition was, or is to be, built from. */
export interface Prints {
  /** Of everything: code, what it reads, the files behind. */
  fingerprint: string;
  /** Of the files it reads itself; null where an earlier version did not note it, as for policy. */
  inputs: string | null;
  /** Of the settings it reads itself. */
  policy: string | null;
}

/** All that is to be done to one table, in one go. */
export interface Step {
  asset: TableAsset;
  /** Stands for the asset's SQL and for that of everything it reads; `own` for its own alone. */
  code: string;
  own: string;
  /** What each partition will be fingerprinted as once built. */
  prints: Map<string, Prints>;
  build: PlannedPartition[];
  /** Partitions whose inputs are gone. */
  remove: string[];
  /** The table that is there now, by the code that made it. */
  was: "absent" | "same code" | "other code";
  /** Make the table anew instead of replacing partitions of it. */
  full: boolean;
  /** A range leaves out partitions that do not exist yet. */
  leavesOut: boolean;
  /** More parts of the same work follow: what only warns is asked with the last of them. */
  goesOn?: boolean;
}

/** What is built: the code that made a table, and its partitions. */
interface Built {
  /** Empty where the table itself is gone. */
  code: string;
  own: string | null;
  partitions: Map<string, Prints & { builtAt: string }>;
}

export const META = `
  create schema if not exists meta;
  create table if not exists meta.asset (asset varchar, code varchar);
  alter table meta.asset add column if not exists own varchar;
  create table if not exists meta.partition (
    asset varchar, partition varchar, fingerprint varchar, run varchar,
    row_count bigint, built_at timestamp with time zone
  );
  alter table meta.partition add column if not exists inputs varchar;
  alter table meta.partition add column if not exists policy varchar;`;

/**
 * Compares what exists with what the inputs and the code call for. A partition's fingerprint is its
 * code, the fingerprints of the partitions it reads, and those of the files behind them. All of a
 * table is made by one code: where that changed, a range of months does not apply.
 */
export async function plan(
  store: Store,
  graph: Graph,
  catalog: SourceCatalog,
  chosen: Iterable<{ key: string }>,
  choice: Choice = {},
): Promise<Step[]> {
  const built = await builtAssets(store);
  const chosenKeys = new Set([...chosen].map(({ key }) => key));
  const known = new Map(catalog.fingerprints);
  const codes = new Map<string, string>();
  const steps: Step[] = [];
  for (const asset of graph.order) {
    if (!isTable(asset)) continue;
    const was = built.get(asset.key);
    if (!chosenKeys.has(asset.key)) {
      if (was?.code) codes.set(asset.key, was.code);
      if (was?.code) known.set(asset.key, fingerprintsOf(was.partitions));
      continue;
    }
    const reads = graph.reads.get(asset.key)!;
    for (const key of reads) if (!known.has(key)) throw notBuilt(asset.key, key);
    const step = stepOf(asset, reads, { was, known, codes, catalog, choice });
    if (step.full || step.build.length > 0 || step.remove.length > 0) steps.push(step);
    known.set(asset.key, fingerprintsOf(step.prints));
    codes.set(asset.key, step.code);
  }
  return steps;
}

interface Situation {
  was: Built | undefined;
  known: Map<string, Map<string, string>>;
  codes: Map<string, string>;
  catalog: SourceCatalog;
  choice: Choice;
}

function stepOf(asset: TableAsset, reads: string[], situation: Situation): Step {
  const { was, known, codes, catalog, choice } = situation;
  const own = fingerprint(asset.sql, asset.kind === "model" ? asset.version : "");
  const code = fingerprint(own, ...reads.map((key) => codes.get(key) ?? ""));
  const prints = printsOf(asset, code, reads, known, catalog);
  const recoded = was?.code !== code;
  const step: Step = {
    asset,
    code,
    own,
    prints,
    build: [],
    remove: [...(was?.partitions.keys() ?? [])].filter((partition) => !prints.has(partition)),
    was: was === undefined ? "absent" : recoded || was.own !== own ? "other code" : "same code",
    full: false,
    leavesOut: false,
  };
  for (const [partition, print] of prints) {
    const before = was?.partitions.get(partition);
    const forced =
      before !== undefined &&
      choice.forcedBefore !== undefined &&
      before.builtAt < choice.forcedBefore;
    if (before?.fingerprint === print.fingerprint && !(forced && isIn(partition, choice))) continue;
    if ((was === undefined || !recoded) && !isIn(partition, choice)) {
      if (before === undefined) prints.delete(partition);
      else prints.set(partition, before);
      step.leavesOut ||= before === undefined;
      continue;
    }
    step.build.push({
      asset: asset.key,
      partition,
      reason: reasonOf(before, print, { recoded, own: was?.own !== own }),
    });
  }
  const isGone = asset.partitioning === "whole" && step.remove.length > 0;
  step.full = recoded || isGone || (step.build.length > 0 && step.build.length === prints.size);
  return step;
}

function isIn(partition: string, { from, to }: Choice): boolean {
  return partition === "" || ((!from || partition >= from) && (!to || partition <= to));
}

function reasonOf(
  before: Prints | undefined,
  print: Prints,
  changed: { recoded: boolean; own: boolean },
): Reason {
  if (before === undefined) return "missing";
  if (before.fingerprint === print.fingerprint) return "forced";
  if (changed.recoded) return changed.own ? "changed code" : "upstream";
  // A warehouse of an earlier version does not know what it read itself.
  const inputs = before.inputs ?? NOTHING_READ;
  if (inputs !== print.inputs) return "changed input";
  const policy = before.policy ?? print.policy;
  return policy !== print.policy ? "changed policy" : "upstream";
}

const NOTHING_READ = fingerprint();

const fingerprintsOf = (partitions: Map<string, Prints>): Map<string, string> =>
  new Map([...partitions].map(([partition, print]) => [partition, print.fingerprint]));

async function builtAssets(store: Store): Promise<Map<string, Built>> {
  const built = new Map<string, Built>();
  const tables = await store.rows<{ key: string }>(
    "select schema_name || '.' || table_name as key from duckdb_tables() where database_name = current_database()",
  );
  const existing = new Set(tables.map(({ key }) => key));
  if (!existing.has("meta.asset")) return built;
  for (const row of await store.rows<{ asset: string; code: string; own?: string }>(
    "from meta.asset",
  )) {
    const { asset, code, own = null } = row;
    built.set(asset, { code: existing.has(asset) ? code : "", own, partitions: new Map() });
  }
  const done = await store.rows<{
    asset: string;
    partition: string;
    fingerprint: string;
    inputs?: string | null;
    policy?: string | null;
    utc: string;
  }>(`
    select *, strftime(built_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.%gZ') as utc
    from meta.partition order by partition`);
  for (const { asset, partition, fingerprint, inputs = null, policy = null, utc } of done) {
    if (existing.has(asset))
      built.get(asset)?.partitions.set(partition, { fingerprint, inputs, policy, builtAt: utc });
  }
  return built;
}

const notBuilt = (key: string, read: string): UserError =>
  new UserError(
    `${key} 要读 ${read}，而它还没有建立`,
    `请执行 fundwatch run +${key}，连同它所读的表一起建立。`,
    2,
  );

function printsOf(
  asset: Pick<TableAsset, "partitioning" | "needs" | "since" | "last">,
  code: string,
  keys: string[],
  known: Map<string, Map<string, string>>,
  catalog: SourceCatalog,
): Map<string, Prints> {
  const { partitioning, needs = [], since, last } = asset;
  const isSetting = (key: string) => catalog.settings?.has(key) ?? false;
  const reads = keys.map((key) => ({ key, parts: [...known.get(key)!] }));
  const months = reads.flatMap(({ parts }) => parts.map(([p]) => p)).filter((p) => p !== "");
  const hasRows = reads.some(({ key, parts }) => parts.length > 0 && !isSetting(key));
  const whole = hasRows || reads.length === 0 ? [""] : [];
  const needed = needs.map((key) => known.get(key)!);
  const isNeeded = (partition: string): boolean =>
    needed.every((parts) =>
      partition === "" ? parts.size > 0 : parts.has(partition) || parts.has(""),
    );
  const all = partitioning === "whole" ? whole : [...new Set(months)].sort();
  const first = since === undefined ? "" : ([...known.get(since)!.keys()].sort()[0] ?? "9999");
  const there = all.filter((partition) => partition >= first && isNeeded(partition));
  const partitions = last === undefined ? there : there.slice(-last);
  const reaches = (read: string, partition: string): boolean =>
    partition === "" ||
    read === "" ||
    (partitioning === "history" ? read <= partition : read === partition);
  const isInput = (key: string) => catalog.fingerprints.has(key) && !isSetting(key);
  return new Map(
    partitions.map((partition) => {
      const seen = reads.map(({ key, parts }) => ({
        key,
        text: `${key}=${parts
          .filter(([p]) => reaches(p, partition))
          .map((p) => p.join(":"))
          .join(",")}`,
      }));
      const print = (of: (key: string) => boolean) =>
        fingerprint(...seen.filter(({ key }) => of(key)).map(({ text }) => text));
      const prints = {
        fingerprint: fingerprint(code, ...seen.map(({ text }) => text)),
        inputs: print(isInput),
        policy: print(isSetting),
      };
      return [partition, prints];
    }),
  );
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

/** The side table in which an attempt at a step builds before it takes its place. */
export const sideTable = (key: string, token: number): string => identifier(`${key}__new_${token}`);
