import type { Check, TableAsset } from "./asset.ts";
import { ask, CheckFailed, type CheckResult, canBeAsked, grainOf } from "./checking.ts";
import { type Step, sideTable } from "./plan.ts";
import { identifier, literal, pathLiteral, valueRows } from "./quote.ts";
import type { Fence } from "./runner/fence.ts";
import { TransientError } from "./runner/runner.ts";
import type { Store } from "./store.ts";

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
  const { log = () => {} } = context;
  try {
    let since = stopwatch();
    const waiting = isDirect(step) ? null : await buildAside(store, step, side, context.rowsFrom);
    if (waiting && step.build.length > 0) log(`选出 ${sum(waiting.rows)} 行，用时 ${since()} 秒`);
    if (waiting) await context.beforeSwap?.();
    since = stopwatch();
    const built = await store.transaction(
      async () => {
        const placed = waiting ?? (await placeDirectly(store, step, context));
        if (!waiting) await context.beforeSwap?.();
        const asked = await askAll(store, step, placed, checks);
        context.fence.require(key, token);
        return asked;
      },
      waiting ? placing(step, waiting, context) : [],
    );
    log(`已换上，全表 ${built.rows} 行，用时 ${since()} 秒`);
    return built;
  } catch (error) {
    await dropQuietly(store, side);
    log("没有换上，表仍是原来的样子");
    throw /Conflict on|write-write conflict/i.test(String(error))
      ? new TransientError(String(error), { cause: error })
      : error;
  }
}

const sum = (rows: Record<string, number>): number =>
  Object.values(rows).reduce((total, n) => total + n, 0);

/** Tells the seconds since it was made. */
function stopwatch(): () => string {
  const begun = performance.now();
  return () => ((performance.now() - begun) / 1000).toFixed(2);
}

/** Rows that wait beside their table. */
export interface Aside {
  side: string;
  /** Rows of each partition. */
  rows: Record<string, number>;
  grain: CheckResult[];
}

/** Statements that swap and record; one transaction makes them one with the checks. */
export const placing = (step: Step, aside: Aside, { run, now }: BuildContext): string[] => [
  ...swap(step, aside.side),
  ...record(step, aside, run, now),
];

/** Whether a step's rows go straight into their table. */
export const isDirect = ({ asset, full }: Step): boolean =>
  asset.chunkMonths !== undefined && !full;

/**
 * Replaces months of a large table where they are, inside the transaction: beside it they would be
 * written twice.
 */
export async function placeDirectly(
  store: Store,
  step: Step,
  { run, now }: Pick<BuildContext, "run" | "now">,
): Promise<Aside> {
  const table = identifier(step.asset.key);
  const months = monthsOf(step);
  const gone = [...months, ...step.remove];
  if (gone.length > 0) await store.run(`delete from ${table} where month in (${list(gone)})`);
  const aside: Aside = { side: table, rows: {}, grain: [] };
  if (months.length > 0) {
    const chosen = inMonths(months);
    await store.run(
      `insert into ${table} select * from (${step.asset.sql}\n) as built where ${chosen}`,
    );
    const placed = `(select * from ${table} where ${chosen}) as placed`;
    aside.rows = {
      ...Object.fromEntries(months.map((month) => [month, 0])),
      ...(await rowsByMonth(store, placed)),
    };
    aside.grain = await grainOf(store, placed, step.asset.grain, sum(aside.rows));
  }
  for (const statement of record(step, aside, run, now)) await store.run(statement);
  return aside;
}

/** Asks the checks of a table in its new place; throws CheckFailed where a blocking one fails. */
export async function askAll(
  store: Store,
  step: Step,
  aside: Aside,
  checks: Check[],
): Promise<Built> {
  const results = [...aside.grain];
  const now = step.goesOn ? checks.filter(({ severity }) => severity === "stop") : checks;
  for (const check of now)
    if (await canBeAsked(store, check, step.asset.key)) results.push(await ask(store, check));
  if (results.some((r) => r.severity === "stop" && r.rows > 0))
    throw new CheckFailed(step.asset.key, results);
  const rows = step.full ? sum(aside.rows) : await recordedRows(store, step.asset.key);
  return { rows, partitions: aside.rows, checks: results };
}

async function recordedRows(store: Store, asset: string): Promise<number> {
  const { n } = await store.row<{ n: string | null }>(
    "select sum(row_count) as n from meta.partition where asset = $1",
    [asset],
  );
  return Number(n ?? 0);
}

/** The side table goes even when the attempt's own connection may begin nothing any more. */
async function dropQuietly(store: Store, side: string): Promise<void> {
  await store.connection.run(`drop table if exists ${side}`).catch(() => {});
}

const list = (partitions: string[]): string => partitions.map(literal).join(", ");

/** DuckDB pushes `=` through every join and group into the scans, and `in` only into some of them. */
function inMonths(months: string[]): string {
  if (months.length === 0) return "false";
  return months.length === 1 ? `month = ${literal(months[0]!)}` : `month in (${list(months)})`;
}

const monthsOf = ({ build }: Step): string[] =>
  build.map(({ partition }) => partition).filter((partition) => partition !== "");

/** Selects a step's rows into a side table and asks whether its grain holds. */
export async function buildAside(
  store: Store,
  step: Step,
  side: string,
  rowsFrom?: string,
): Promise<Aside> {
  const { asset, build, full, leavesOut } = step;
  if (build.length === 0 && !full) return { side, rows: {}, grain: [] };
  const months = monthsOf(step);
  const everything =
    asset.partitioning === "whole" ? build.length > 0 : full && !leavesOut && !asset.needs;
  const chosen = inMonths(months);
  const made =
    rowsFrom === undefined ? unmade(asset) : `from read_parquet(${pathLiteral(rowsFrom)})`;
  const where = everything ? "" : `where ${chosen}`;
  const n = await store.make(`create table ${side} as select * from (${made}\n) as built ${where}`);
  const rows = Object.fromEntries(build.map((p) => [p.partition, 0]));
  if (asset.partitioning === "whole") rows[""] = n;
  else Object.assign(rows, await rowsByMonth(store, side));
  return { side, rows, grain: await grainOf(store, side, asset.grain, n) };
}

/** What a table is selected from where no program was asked for its rows. */
const unmade = (asset: TableAsset): string =>
  asset.kind === "sql"
    ? asset.sql
    : `select ${asset.columns.map(nothingAs).join(", ")} where false`;

const nothingAs = (column: string): string => {
  const [name, type] = column.split(" ");
  return `cast(null as ${type}) as ${name}`;
};

async function rowsByMonth(store: Store, table: string): Promise<Record<string, number>> {
  const counts = await store.rows<{ month: string; n: string }>(
    `select month, count(*) as n from ${table} group by month`,
  );
  return Object.fromEntries(counts.map(({ month, n }) => [month, Number(n)]));
}

function swap(step: Step, side: string): string[] {
  const table = identifier(step.asset.key);
  const months = monthsOf(step);
  const gone = [...months, ...step.remove];
  return step.full
    ? [
        `drop table if exists ${table}`,
        `alter table ${side} rename to ${identifier(step.asset.key.split(".")[1]!)}`,
      ]
    : [
        ...(gone.length > 0 ? [`delete from ${table} where month in (${list(gone)})`] : []),
        ...(months.length > 0 ? [`insert into ${table} select * from ${side}`] : []),
        `drop table if exists ${side}`,
      ];
}

function record(step: Step, { rows }: Aside, run: string, now: Date): string[] {
  const { asset, code, own, build, remove, prints, full } = step;
  const key = literal(asset.key);
  const touched = [...build.map((p) => p.partition), ...remove];
  const replaced = full ? "true" : `partition in (${list(touched)})`;
  const built = build.map(({ partition }) => {
    const { fingerprint, inputs, policy } = prints.get(partition)!;
    const at = now.toISOString();
    return [asset.key, partition, fingerprint, inputs, policy, run, rows[partition]!, at];
  });
  const columns = "asset, partition, fingerprint, inputs, policy, run, row_count, built_at";
  const recoded = [
    `delete from meta.asset where asset = ${key}`,
    `insert into meta.asset (asset, code, own) values ${valueRows([[asset.key, code, own]])}`,
  ];
  return [
    ...(step.was === "same code" ? [] : recoded),
    `delete from meta.partition where asset = ${key} and ${replaced}`,
    ...(built.length > 0
      ? [`insert into meta.partition (${columns}) values ${valueRows(built)}`]
      : []),
  ];
}
