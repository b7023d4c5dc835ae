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
  const { asset, build, remove, full } = step;
  const table = identifier(asset.key);
  const side = sideTable(asset.key);
  const months = build.map((p) => p.partition).filter((p) => p !== "");
  const list = (partitions: string[]) => partitions.map(literal).join(", ");
  const filter = full || asset.partitioning === "whole" ? "" : `where month in (${list(months)})`;
  await store.run(`create schema if not exists ${identifier(asset.key.split(".")[0]!)}`);
  await store.run(`drop table if exists ${side}`);
  if (build.length > 0 || full) {
    await store.run(`create table ${side} as select * from (${asset.sql}\n) as built ${filter}`);
  }
  const grain = build.length > 0 || full ? await brokenGrain(store, side, asset.grain) : [];
  const results = await store.transaction(async () => {
    if (full) {
      await store.run(`drop table if exists ${table}`);
      await store.run(`alter table ${side} rename to ${identifier(asset.key.split(".")[1]!)}`);
    } else {
      const gone = [...months, ...remove];
      if (gone.length > 0) await store.run(`delete from ${table} where month in (${list(gone)})`);
      if (months.length > 0) {
        await store.run(`insert into ${table} select * from ${side}`);
        await store.run(`drop table ${side}`);
      }
    }
    await record(store, step, run, now);
    const asked = [...grain];
    for (const check of checks) asked.push(await ask(store, check));
    if (asked.some((r) => r.severity === "stop" && r.rows > 0))
      throw new CheckFailed(asset.key, asked);
    return asked;
  });
  await store.run("checkpoint");
  const { n } = await store.row<{ n: string }>(`select count(*) as n from ${table}`);
  return { rows: Number(n), checks: results };
}

async function record(store: Store, step: Step, run: string, now: Date): Promise<void> {
  const { asset, build, remove, fingerprints, full } = step;
  const touched = [...build.map((p) => p.partition), ...remove];
  if (full) await store.run("delete from meta.partition where asset = $1", [asset.key]);
  else if (touched.length > 0) {
    await store.run(
      `delete from meta.partition where asset = $1 and partition in (${touched.map(literal).join(", ")})`,
      [asset.key],
    );
  }
  if (build.length === 0) return;
  const { fingerprint } = await import("./source-catalog.ts");
  const code = fingerprint(asset.sql);
  const rows = build.map(
    ({ partition }) =>
      `(${[asset.key, partition, fingerprints.get(partition)!, code, run].map(literal).join(", ")})`,
  );
  const counts =
    asset.partitioning === "whole"
      ? `select '' as partition, count(*) as n from ${identifier(asset.key)}`
      : `select month as partition, count(*) as n from ${identifier(asset.key)} group by month`;
  await store.run(`
    insert into meta.partition
    select p.asset, p.partition, p.fingerprint, p.code, p.run, coalesce(c.n, 0), ${literal(now.toISOString())}
    from (values ${rows.join(", ")}) as p(asset, partition, fingerprint, code, run)
    left join (${counts}) c using (partition)`);
}

async function brokenGrain(store: Store, table: string, grain: string[]): Promise<CheckResult[]> {
  const columns = grain.map(identifier).join(", ");
  const sample = await store.rows(
    `select ${columns}, count(*) as n from ${table} group by ${columns} having count(*) > 1 limit ${SAMPLE}`,
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
