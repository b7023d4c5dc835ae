import type { Check } from "./asset.ts";
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

const SAMPLE = 5;

/** Where a run leaves out a table that a check reads besides, and it was never built, none is asked. */
export async function canBeAsked(
  store: Store,
  { reads = [] }: Check,
  asset: string,
): Promise<boolean> {
  const others = reads.filter((key) => key !== asset && !key.startsWith("source."));
  if (others.length === 0) return true;
  const { n } = await store.row<{ n: string }>(`
    select count(*) as n from duckdb_tables()
    where database_name = current_database() and schema_name || '.' || table_name in (${others.map(literal).join(", ")})`);
  return Number(n) === others.length;
}

const columnsOf = (grain: string[]): string => grain.map(identifier).join(", ");

async function distinctHashes(store: Store, table: string, columns: string): Promise<number> {
  const { n } = await store.row<{ n: string }>(
    `select count(distinct hash(${columns})) as n from ${table}`,
  );
  return Number(n);
}

/** Equal keys have equal hashes, which are counted faster; only where some repeat are keys compared. */
export async function grainOf(
  store: Store,
  table: string,
  grain: string[],
  rows: number,
): Promise<CheckResult[]> {
  const columns = columnsOf(grain);
  const sample =
    rows <= 1 || (await distinctHashes(store, table, columns)) === rows
      ? []
      : await store.rows(
          `select ${columns}, count(*) as n from ${table}
         group by ${columns} having count(*) > 1 limit ${SAMPLE}`,
        );
  const about = `每个 ${grain.join("、")} 只有一行`;
  return [{ check: "grain", about, severity: "stop", rows: sample.length, sample }];
}

export async function ask(store: Store, check: Check): Promise<CheckResult> {
  const { name, about, severity } = check;
  const sample = await store.rows(
    `select *, count(*) over () as broken from (${check.sql}\n) as c limit ${SAMPLE}`,
  );
  return { check: name, about, severity, rows: Number(sample[0]?.broken ?? 0), sample };
}
