import type { Check } from "./asset.ts";
import { type Step, sideTable } from "./plan.ts";
import { identifier, literal, pathLiteral, valueRows } from "./quote.ts";
import type { Fence } from "./runner/fence.ts";
import { TransientError } from "./runner/runner.ts";
import type { Row, Store } from "./store.ts";

/** How a claim came out: `rows` break it, the first of them in `sample`. */
export interface CheckResult {
  check: string;
  about: string;
  severity: "stop" | "warn";
  rows: number;
  sample: Row[];
}

/** A blocking check that failed: the last good table stays in place. */
export class CheckFailed extends Error {
  override readonly name = "CheckFailed";
  readonly results: CheckResult[];

  constructor(asset: string, results: CheckResult[]) {
    const first = results.find((r) => r.severity === "stop" && r.rows > 0)!;
    super(
      `${asset} 没有通过检查 ${first.check}（${first.about}）：${first.rows} 行不符，如 ${JSON.stringify(first.sample[0])}`,
    );
    this.results = results;
  }
}

export interface Built {
  /** Rows of the table now. */
  rows: number;
  /** Rows of each partition that was built. */
  partitions: Record<string, number>;
  checks: CheckResult[];
}

/** What a build needs to know of the run it belongs to. */
export interface BuildContext {
  run: string;
  now: Date;
  fence: Fence;
  log?: (line: string) => void;
  /** Parquet with the rows that a model made. */
  rowsFrom?: string | undefined;
  /** Called after the rows were selected and before they take their place. */
  beforeSwap?: (() => Promise<void>) | undefined;
}

const SAMPLE = 5;

/**
 * Builds one step: SELECT into a side table, then, in one transaction, swap, record what was done,
 * and ask the checks. A failed blocking check undoes the transaction, and an attempt that a newer
 * one has overtaken cannot commit.
 */
export async function buildStep(
  store: Store,
  step: Step,
  checks: Check[],
  context: BuildContext,
): Promise<Built> {
  const { key } = step.asset;
  const token = context.fence.claim(key);
  const side = sideTable(key, token);
  try {
    const grain = await buildAside(store, step, side, context.rowsFrom);
    await context.beforeSwap?.();
    return await store.transaction(async () => {
      const built = await putInPlace(store, step, side, [grain, checks], context);
      context.fence.require(key, token);
      return built;
    });
  } catch (error) {
    await dropQuietly(store, side);
    throw /Conflict on|write-write conflict/i.test(String(error))
      ? new TransientError(String(error), { cause: error })
      : error;
  }
}

/** Swap, record and checks; the caller's transaction makes them one. */
export async function putInPlace(
  store: Store,
  step: Step,
  side: string,
  [asked, checks]: [CheckResult[], Check[]],
  { run, now }: BuildContext,
): Promise<Built> {
  await swap(store, step, identifier(step.asset.key), side);
  const partitions = await record(store, step, run, now);
  const results = [...asked];
  for (const check of checks) results.push(await ask(store, check));
  if (results.some((r) => r.severity === "stop" && r.rows > 0))
    throw new CheckFailed(step.asset.key, results);
  const { n } = await store.row<{ n: string | null }>(
    "select sum(row_count) as n from meta.partition where asset = $1",
    [step.asset.key],
  );
  return { rows: Number(n ?? 0), partitions, checks: results };
}

/** The side table goes even when the attempt's own connection may begin nothing any more. */
async function dropQuietly(store: Store, side: string): Promise<void> {
  await store.connection.run(`drop table if exists ${side}`).catch(() => {});
}

const list = (partitions: string[]): string => partitions.map(literal).join(", ");
const monthsOf = ({ build }: Step): string[] =>
  build.map(({ partition }) => partition).filter((partition) => partition !== "");

export async function buildAside(
  store: Store,
  step: Step,
  side: string,
  rowsFrom?: string,
): Promise<CheckResult[]> {
  const { asset, build, full, leavesOut } = step;
  if (build.length === 0 && !full) return [];
  const months = monthsOf(step);
  const everything = asset.partitioning === "whole" || (full && !leavesOut);
  const chosen = months.length > 0 ? `month in (${list(months)})` : "false";
  await store.run(
    `create table ${side} as select * from (${rowsFrom === undefined ? asset.sql : `from read_parquet(${pathLiteral(rowsFrom)})`}\n) as built ${everything ? "" : `where ${chosen}`}`,
  );
  return brokenGrain(store, side, asset.grain);
}

async function swap(store: Store, step: Step, table: string, side: string): Promise<void> {
  const months = monthsOf(step);
  if (step.full) {
    await store.run(`drop table if exists ${table}`);
    await store.run(`alter table ${side} rename to ${identifier(step.asset.key.split(".")[1]!)}`);
    return;
  }
  const gone = [...months, ...step.remove];
  if (gone.length > 0) await store.run(`delete from ${table} where month in (${list(gone)})`);
  if (months.length > 0) await store.run(`insert into ${table} select * from ${side}`);
  await store.run(`drop table if exists ${side}`);
}

async function record(
  store: Store,
  step: Step,
  run: string,
  now: Date,
): Promise<Record<string, number>> {
  const { asset, code, own, build, remove, prints, full } = step;
  await store.run("delete from meta.asset where asset = $1", [asset.key]);
  await store.run("insert into meta.asset (asset, code, own) values ($1, $2, $3)", [
    asset.key,
    code,
    own,
  ]);
  const touched = [...build.map((p) => p.partition), ...remove];
  const replaced = full ? "true" : `partition in (${list(touched)})`;
  await store.run(`delete from meta.partition where asset = $1 and ${replaced}`, [asset.key]);
  if (build.length === 0) return {};
  const rows = build.map(({ partition }) => {
    const { fingerprint, inputs, policy } = prints.get(partition)!;
    return [asset.key, partition, fingerprint, inputs, policy, run];
  });
  const counts =
    asset.partitioning === "whole"
      ? `select '' as partition, count(*) as n from ${identifier(asset.key)}`
      : `select month as partition, count(*) as n from ${identifier(asset.key)} group by month`;
  const counted = await store.rows<{ partition: string; row_count: string }>(`
    insert into meta.partition (asset, partition, fingerprint, inputs, policy, run, row_count, built_at)
    select p.asset, p.partition, p.fingerprint, p.inputs, p.policy, p.run, coalesce(c.n, 0), ${literal(now.toISOString())}
    from (values ${valueRows(rows)}) as p(asset, partition, fingerprint, inputs, policy, run)
    left join (${counts}) c using (partition)
    returning partition, row_count`);
  return Object.fromEntries(counted.map((row) => [row.partition, Number(row.row_count)]));
}

/** Equal keys have equal hashes, and hashes are grouped faster than keys; only then are keys compared. */
async function brokenGrain(store: Store, table: string, grain: string[]): Promise<CheckResult[]> {
  const columns = grain.map(identifier).join(", ");
  const twice = `select hash(${columns}) as h from ${table} group by h having count(*) > 1`;
  const { n } = await store.row<{ n: string }>(`select count(*) as n from (${twice})`);
  const sample =
    Number(n) === 0
      ? []
      : await store.rows(
          `select ${columns}, count(*) as n from ${table} where hash(${columns}) in (${twice})
           group by ${columns} having count(*) > 1 limit ${SAMPLE}`,
        );
  const about = `每个 ${grain.join("、")} 只有一行`;
  return [{ check: "grain", about, severity: "stop", rows: sample.length, sample }];
}

async function ask(store: Store, check: Check): Promise<CheckResult> {
  const { name, about, severity } = check;
  const sample = await store.rows(
    `select *, count(*) over () as broken from (${check.sql}\n) as c limit ${SAMPLE}`,
  );
  return { check: name, about, severity, rows: Number(sample[0]?.broken ?? 0), sample };
}
