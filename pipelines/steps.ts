import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Graph, TableAsset } from "./asset.ts";
import { type BuildContext, type Built, buildStep, CheckFailed } from "./build.ts";
import type { Journal, RunFact } from "./journal.ts";
import { computing, INPUT, MODELS_POOL, type Model, type ModelPayload } from "./model.ts";
import { type Choice, inChunks, META, plan, planned, type Step } from "./plan.ts";
import { identifier, literal } from "./quote.ts";
import { errorInWords, type StepReport } from "./report.ts";
import { type RunEvent, runTasks } from "./runner/coordinator.ts";
import { Fence } from "./runner/fence.ts";
import { inProcessExecutor } from "./runner/in-process.ts";
import type { RetryPolicy } from "./runner/retry.ts";
import type { Executor, Handler, Json, Task, TaskOutcome } from "./runner/runner.ts";
import type { SourceCatalog } from "./source-catalog.ts";
import type { Store } from "./store.ts";

export interface StepsOptions extends Choice {
  now: () => Date;
  /** The run they belong to. */
  run?: string;
  chosen?: Iterable<{ key: string }>;
  /** Most months built at once. */
  chunkMonths?: number | undefined;
  progress?: ((what: string, done: number, total: number) => void) | undefined;
  journal?: Pick<Journal, "write"> | undefined;
  signal?: AbortSignal | undefined;
  grace?: number | undefined;
  timeout?: number | undefined;
  retry?: RetryPolicy | undefined;
  /** Where models and the warehouse hand rows to each other. */
  staging?: string | undefined;
  models?: Record<string, Model> | undefined;
}

/** The pool of the steps that write the warehouse: one at a time, in the process that owns it. */
export const WAREHOUSE = "warehouse";

/** Table steps of one run, ready to be carried out. */
export interface TableWork {
  steps: Step[];
  tasks: Task[];
  /** Carries out the step a task names. */
  handler: Handler;
  /** A model's step has three tasks: its input, its computing, its table. */
  byTask: Map<string, Step>;
  /** Files that models wrote, by task. */
  computed: Map<string, string>;
}

/** Plans what is to be built and makes the tasks for it; nothing is built yet. */
export async function tableWork(
  store: Store,
  graph: Graph,
  catalog: SourceCatalog,
  options: StepsOptions,
): Promise<TableWork> {
  await store.run(META);
  await dropSideTables(store);
  const whole = await plan(store, graph, catalog, options.chosen ?? graph.order, options);
  const schemas = new Set(whole.map(({ asset }) => asset.key.split(".")[0]!));
  for (const schema of schemas)
    await store.run(`create schema if not exists ${identifier(schema)}`);
  const chunks = whole.map((step) => inChunks(step, options.chunkMonths));
  const byTask = new Map<string, Step>();
  const tasks: Task[] = [];
  const staging = options.staging ?? "";
  const computed = new Map<string, string>();
  for (const parts of chunks) {
    for (const [i, step] of parts.entries()) {
      const key = taskKey(step.asset, i, parts.length);
      byTask.set(key, step);
      const before = after(graph, chunks, parts, i);
      const timeout = options.timeout === undefined ? {} : { timeout: options.timeout };
      const own: Task = { key, after: before, pool: WAREHOUSE, payload: { task: key }, ...timeout };
      if (step.asset.kind === "model" && step.build.length > 0) {
        const [input, compute] = [`${key}:input`, `${key}:compute`];
        const folder = path.join(options.run ?? "", key.replace("#", "-"));
        const payload = { asset: step.asset.key, folder } satisfies ModelPayload;
        tasks.push({ ...own, key: input, payload: { task: input, folder } });
        tasks.push({ ...own, key: compute, after: [input], pool: MODELS_POOL, payload });
        byTask.set(input, step).set(compute, step);
        own.after = [compute];
      }
      tasks.push(own);
    }
  }
  const fence = new Fence();
  const log = (asset: string) => (line: string) =>
    options.journal?.write({ event: "logged", asset, line });
  const handler: Handler = (payload, { task, signal }) =>
    store.apart(signal, async (own) => {
      const step = byTask.get(task)!;
      const { key } = step.asset;
      if (task.endsWith(":input")) {
        const folder = path.join(staging, (payload as { folder: string }).folder);
        mkdirSync(folder, { recursive: true });
        const file = literal(path.join(folder, INPUT));
        await own.run(`copy (${step.asset.sql}\n) to ${file} (format parquet)`);
        return null;
      }
      const from = computed.get(`${task}:compute`);
      const context: BuildContext = {
        run: options.run ?? "",
        now: options.now(),
        fence,
        log: log(key),
        ...(from === undefined ? {} : { rowsFrom: path.join(staging, from) }),
      };
      const built = await buildStep(own, step, graph.checks.get(key) ?? [], context);
      await store.checkpointIfDue();
      return built as unknown as Json;
    });
  return { steps: chunks.flat(), tasks, handler, byTask, computed };
}

const taskKey = (asset: TableAsset, i: number, of: number): string =>
  of === 1 ? asset.key : `${asset.key}#${i + 1}`;

/** The tasks a part waits for: its own earlier part, and those parts of what it reads that it needs. */
function after(graph: Graph, chunks: Step[][], own: Step[], i: number): string[] {
  const last = own[i]!.build.at(-1)?.partition ?? "";
  const asset = own[i]!.asset;
  const earlier = i === 0 ? [] : [taskKey(asset, i - 1, own.length)];
  const upstream = graph.reads.get(asset.key)!.flatMap((key) => {
    const parts = chunks.find(([step]) => step!.asset.key === key) ?? [];
    return parts
      .map((step, n) => ({ n, first: step.build[0]?.partition ?? "" }))
      .filter(({ first }) => last === "" || first <= last || parts.length === 1)
      .map(({ n }) => taskKey(parts[0]!.asset, n, parts.length));
  });
  return [...earlier, ...upstream];
}

/** Carries out table steps and tells what became of every partition. */
export async function carryOut(
  work: TableWork,
  executor: Executor,
  catalog: SourceCatalog,
  graph: Graph,
  options: StepsOptions,
): Promise<StepReport[]> {
  const { steps, tasks, byTask } = work;
  const isWhole = (key: string) => !/:(input|compute)$/.test(key);
  let finished = 0;
  if (steps[0]) options.progress?.(steps[0].asset.key, 0, steps.length);
  const watch = (event: RunEvent) => {
    const key = event.event === "ended" ? event.outcome.key : event.key;
    const failed = event.event === "ended" && event.outcome.status === "failed";
    if (!isWhole(key) && !failed) return;
    if (event.event === "ended" && isWhole(key)) {
      finished += 1;
      const next = steps[finished];
      options.progress?.(next?.asset.key ?? "", finished, steps.length);
    }
    const step = byTask.get(key)!;
    options.journal?.write(...factsOf(event, step, catalog, graph));
  };
  const outcomes = await runTasks<Built>(tasks, executor, {
    watch,
    accept: async ({ key, pool }, result) => {
      if (pool === MODELS_POOL) work.computed.set(key, result as string);
      return result as unknown as Built;
    },
    ...(options.signal ? { signal: options.signal } : {}),
    ...(options.grace === undefined ? {} : { grace: options.grace }),
    ...(options.retry ? { retry: options.retry } : {}),
  });
  const causes = new Map(
    outcomes
      .filter(({ key, status }) => !isWhole(key) && status === "failed")
      .map((outcome) => [byTask.get(outcome.key), outcome]),
  );
  return outcomes
    .filter(({ key }) => isWhole(key))
    .flatMap((outcome) => {
      const step = byTask.get(outcome.key)!;
      return reportsOf(step, causes.get(step) ?? outcome);
    });
}

/** Builds tables into an opened store, in this process; what is published is the caller's business. */
export async function runSteps(
  store: Store,
  graph: Graph,
  catalog: SourceCatalog,
  options: StepsOptions,
): Promise<StepReport[]> {
  const work = await tableWork(store, graph, catalog, options);
  const compute = computing(options.models ?? {}, options.staging ?? "");
  const executor = inProcessExecutor({ [WAREHOUSE]: work.handler, [MODELS_POOL]: compute });
  const reports = await carryOut(work, executor, catalog, graph, options);
  if (work.tasks.length > 0) await store.run("checkpoint");
  return reports;
}

function factsOf(event: RunEvent, step: Step, catalog: SourceCatalog, graph: Graph): RunFact[] {
  const asset = step.asset.key;
  if (event.event === "started") {
    const partitions = planned([step]).length;
    return [{ event: "step started", asset, partitions, attempt: event.attempt }];
  }
  if (event.event === "retrying") {
    const error = errorInWords(event.error);
    const { attempt, pause } = event;
    return [{ event: "step retrying", asset, attempt, pause_seconds: pause / 1000, error }];
  }
  const outcome = event.outcome as TaskOutcome<Built>;
  const facts: RunFact[] = checksOf(outcome)
    .filter(({ rows }) => rows > 0)
    .map((check) => ({ event: "checked", asset, ...check }));
  if (outcome.status === "done") facts.push(...materializations(step, outcome, catalog, graph));
  facts.push({
    event: "step ended",
    asset,
    status: outcome.status,
    partitions: planned([step]).map(({ partition }) => partition),
    attempts: outcome.attempts,
    seconds: outcome.seconds,
    rows: outcome.result?.rows ?? null,
    ...(outcome.error === undefined ? {} : { error: errorInWords(outcome.error) }),
  });
  return facts;
}

const checksOf = ({ error, result }: TaskOutcome<Built>) =>
  error instanceof CheckFailed ? error.results : (result?.checks ?? []);

/** Kibibytes, as the system counts them, to MiB. */
const peakMemoryMib = (): number => Math.round(process.resourceUsage().maxRSS / 1024);

function materializations(
  step: Step,
  { result, seconds }: TaskOutcome<Built>,
  catalog: SourceCatalog,
  graph: Graph,
): RunFact[] {
  const sources = graph.reads
    .get(step.asset.key)!
    .flatMap((key) => catalog.batches?.get(key) ?? []);
  return step.build.map(({ asset, partition, reason }) => {
    const batches = sources.flatMap((source) => source.get(partition) ?? []);
    return {
      event: "materialized",
      asset,
      partition,
      reason,
      rows: result?.partitions[partition] ?? 0,
      period: partition === "" ? null : [partition, partition],
      code: step.code,
      fingerprint: step.prints.get(partition)!.fingerprint,
      ...(batches.length > 0 ? { batches } : {}),
      seconds,
      peak_memory_mib: peakMemoryMib(),
    };
  });
}

function reportsOf(step: Step, outcome: TaskOutcome<Built>): StepReport[] {
  const { error } = outcome;
  const partitions = planned([step]);
  const none = { asset: step.asset.key, partition: "", reason: "missing" };
  return (partitions.length > 0 ? partitions : [none]).map(({ asset, partition, reason }, i) => ({
    asset,
    partition,
    status: outcome.status,
    reason,
    rows: outcome.result?.rows ?? null,
    seconds: i === 0 ? outcome.seconds : 0,
    checks: i === 0 ? checksOf(outcome) : [],
    ...(error === undefined ? {} : { error: errorInWords(error) }),
  }));
}

async function dropSideTables(store: Store): Promise<void> {
  const left = await store.rows<{ t: string }>(
    `select '"' || schema_name || '"."' || table_name || '"' as t from duckdb_tables()
     where database_name = current_database() and table_name like '%\\_\\_new\\_%' escape '\\'`,
  );
  for (const { t } of left) await store.run(`drop table ${t}`);
}
