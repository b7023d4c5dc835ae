import type { Check } from "./asset.ts";
import { type Step, sideTable } from "./plan.ts";
import { identifier, literal } from "./quote.ts";
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
  rows: number;
  checks: CheckResult[];
}

const SAMPLE = 5;

/**
 * Builds one step: SELECT into a side table, then, in one transaction, swap, record what was done,
 * and ask the checks. A failed blocking check undoes the transaction.
 */
export async function buildStep(
  store: Store,
  step: Step,
  checks: Check[],
  run: string,
  now: Date,
): Promise<Built> {
  const table = identifier(step.asset.key);
  const side = sideTable(step.asset.key);
  await store.run(`create schema if not exists ${identifier(step.asset.key.split(".")[0]!)}`);
  try {
    const grain = await buildAside(store, step, side);
    const results = await store.transaction(async () => {
      await swap(store, step, table, side);
      await record(store, step, run, now);
      const asked = [...grain];
      for (const check of checks) asked.push(await ask(store, check));
      if (asked.some((r) => r.severity === "stop" && r.rows > 0))
        throw new CheckFailed(step.asset.key, asked);
      return asked;
    });
    await store.run(`drop table if exists ${side}`);
    await store.run("checkpoint");
    const { n } = await store.row<{ n: string }>(`select count(*) as n from ${table}`);
    return { rows: Number(n), checks: results };
  } catch (error) {
    await store.run(`drop table if exists ${side}`).catch(() => {});
    throw error;
  }
}

const list = (partitions: string[]): string => partitions.map(literal).join(", ");
const monthsOf = ({ build }: Step): string[] =>
  build.map(({ partition }) => partition).filter((partition) => partition !== "");

async function buildAside(store: Store, step: Step, side: string): Promise<CheckResult[]> {
  const { asset, build, full, leavesOut } = step;
  if (build.length === 0 && !full) return [];
  const months = monthsOf(step);
  const everything = asset.partitioning === "whole" || (full && !leavesOut);
  const chosen = months.length > 0 ? `month in (${list(months)})` : "false";
  await store.run(`drop table if exists ${side}`);
  await store.run(
    `create table ${side} as select * from (${asset.sql}\n) as built ${everything ? "" : `where ${chosen}`}`,
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
}

async function record(store: Store, step: Step, run: string, now: Date): Promise<void> {
  const { asset, code, build, remove, fingerprints, full } = step;
  await store.run("delete from meta.asset where asset = $1", [asset.key]);
  await store.run("insert into meta.asset (asset, code) values ($1, $2)", [asset.key, code]);
  const touched = [...build.map((p) => p.partition), ...remove];
  const replaced = full ? "true" : `partition in (${list(touched)})`;
  await store.run(`delete from meta.partition where asset = $1 and ${replaced}`, [asset.key]);
  if (build.length === 0) return;
  const rows = build.map(
    ({ partition }) =>
      `(${[asset.key, partition, fingerprints.get(partition)!, run].map(literal).join(", ")})`,
  );
  const counts =
    asset.partitioning === "whole"
      ? `select '' as partition, count(*) as n from ${identifier(asset.key)}`
      : `select month as partition, count(*) as n from ${identifier(asset.key)} group by month`;
  await store.run(`
    insert into meta.partition (asset, partition, fingerprint, run, row_count, built_at)
    select p.asset, p.partition, p.fingerprint, p.run, coalesce(c.n, 0), ${literal(now.toISOString())}
    from (values ${rows.join(", ")}) as p(asset, partition, fingerprint, run)
    left join (${counts}) c using (partition)`);
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
