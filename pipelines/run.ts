import { randomUUID } from "node:crypto";
import { appendFileSync, existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { UserError } from "../models/errors.ts";
import { type Graph, graphOf, select } from "./asset.ts";
import { assets, checks } from "./assets.ts";
import { type Built, buildStep, CheckFailed, type CheckResult } from "./build.ts";
import type { Home } from "./home.ts";
import { requireSpace } from "./ingest/batches.ts";
import { META, type PlannedPartition, plan, planned, type Step } from "./plan.ts";
import { isPublished, publishSnapshot } from "./publish/snapshot.ts";
import { inProcessRunner } from "./runner/in-process.ts";
import { attachSources, detachSources } from "./source-catalog.ts";
import { Store } from "./store.ts";

export interface StepReport {
  asset: string;
  partition: string;
  status: "done" | "failed" | "skipped";
  reason: string;
  rows: number | null;
  seconds: number;
  checks: CheckResult[];
  error?: string;
}

export interface RunReport {
  run: string;
  started_at: string;
  seconds: number;
  steps: StepReport[];
}

export interface RunOptions {
  now: () => Date;
  selection?: string[] | undefined;
  from?: string | undefined;
  to?: string | undefined;
  progress?: ((asset: string, done: number, total: number) => void) | undefined;
}

/** Opens the warehouse for its one owner and lends it to `work`, sources attached. */
export async function withWarehouse<T>(
  home: Home,
  work: (
    store: Store,
    graph: Graph,
    catalog: Awaited<ReturnType<typeof attachSources>>,
  ) => Promise<T>,
  where: { path?: string; moment?: string } = {},
): Promise<T> {
  const store = await Store.open(where.path ?? home.warehouse, {
    memoryLimit: home.config.memory_limit,
    tempDirectory: home.temp,
    ...(home.config.threads ? { threads: home.config.threads } : {}),
  });
  try {
    const catalog = await attachSources(store, home, where.moment);
    const graph = await graphOf(assets(), checks(), (sql) => store.tablesRead(sql));
    return await work(store, graph, catalog);
  } finally {
    store.close();
  }
}

/** What a run would build, and why. */
export function planRun(home: Home, options: Omit<RunOptions, "now">): Promise<PlannedPartition[]> {
  return withWarehouse(home, async (store, graph, catalog) =>
    planned(await plan(store, graph, catalog, select(graph, options.selection ?? []), options)),
  );
}

/**
 * Builds what is missing or out of date and reports step by step. The snapshot follows unless a
 * step failed: readers never see a new ledger beside an old mart.
 */
export async function run(home: Home, options: RunOptions): Promise<RunReport> {
  const size = existsSync(home.warehouse) ? statSync(home.warehouse).size : 0;
  requireSpace(home.root, size * 2);
  return withWarehouse(home, async (store, graph, catalog) => {
    const report = await runSteps(store, graph, catalog, options);
    await detachSources(store);
    const whole = report.steps.every((step) => step.status === "done");
    if (whole && !(await isPublished(store, home))) await publishSnapshot(store, home);
    recordRun(home, report);
    return report;
  });
}

/** Builds into an opened store; what is published from it is the caller's business. */
export async function runSteps(
  store: Store,
  graph: Graph,
  catalog: Awaited<ReturnType<typeof attachSources>>,
  options: RunOptions,
): Promise<RunReport> {
  const started = options.now();
  const id = runId(started);
  await store.run(META);
  await dropSideTables(store);
  const steps = await plan(store, graph, catalog, select(graph, options.selection ?? []), options);
  const byKey = new Map(steps.map((step) => [step.asset.key, step]));
  const tasks = steps.map(({ asset }) => ({ key: asset.key, after: graph.reads.get(asset.key)! }));
  let finished = 0;
  if (steps[0]) options.progress?.(steps[0].asset.key, 0, steps.length);
  const outcomes = await inProcessRunner(() => options.now().getTime()).run(
    tasks,
    (key): Promise<Built> =>
      buildStep(store, byKey.get(key)!, graph.checks.get(key) ?? [], id, options.now()),
    () => options.progress?.(steps[++finished]?.asset.key ?? "", finished, steps.length),
  );
  return {
    run: id,
    started_at: started.toISOString(),
    seconds: (options.now().getTime() - started.getTime()) / 1000,
    steps: outcomes.flatMap((outcome) => reportsOf(byKey.get(outcome.key)!, outcome)),
  };
}

function reportsOf(
  step: Step,
  outcome: { status: StepReport["status"]; seconds: number; result?: Built; error?: unknown },
): StepReport[] {
  const { error } = outcome;
  const checked = error instanceof CheckFailed ? error.results : (outcome.result?.checks ?? []);
  const partitions = planned([step]);
  const all =
    partitions.length > 0
      ? partitions
      : [{ asset: step.asset.key, partition: "", reason: "missing" }];
  return all.map(({ asset, partition, reason }, i) => ({
    asset,
    partition,
    status: outcome.status,
    reason,
    rows: outcome.result?.rows ?? null,
    seconds: i === 0 ? outcome.seconds : 0,
    checks: i === 0 ? checked : [],
    ...(error === undefined ? {} : { error: errorInWords(error) }),
  }));
}

function errorInWords(error: unknown): string {
  if (error instanceof UserError) return `${error.message}。${error.remedy}`;
  return error instanceof Error ? error.message : String(error);
}

async function dropSideTables(store: Store): Promise<void> {
  const left = await store.rows<{ t: string }>(
    `select '"' || schema_name || '"."' || table_name || '"' as t from duckdb_tables()
     where database_name = current_database() and table_name like '%\\_\\_new' escape '\\'`,
  );
  for (const { t } of left) await store.run(`drop table ${t}`);
}

/** `20261121T143000-1a2b3c`: readable, sortable, unique. */
function runId(now: Date): string {
  const stamp = now.toISOString().replace(/[-:]/g, "").slice(0, 15);
  return `${stamp}-${randomUUID().slice(0, 6)}`;
}

const historyFile = (home: Home): string => path.join(home.state, "runs.jsonl");

/** Appends a report. It begins a line of its own even where a crash tore the last one. */
export function recordRun(home: Home, report: RunReport): void {
  const file = historyFile(home);
  const torn = existsSync(file) && !/^$|\n$/.test(readFileSync(file, "utf8").slice(-1));
  appendFileSync(file, `${torn ? "\n" : ""}${JSON.stringify(report)}\n`);
}

/** Reports of past runs, oldest first; a line torn by a crash is left out. */
export function pastRuns(home: Home): RunReport[] {
  if (!existsSync(historyFile(home))) return [];
  return readFileSync(historyFile(home), "utf8")
    .split("\n")
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as RunReport];
      } catch {
        return [];
      }
    });
}
