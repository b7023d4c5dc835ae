import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Graph, TableAsset } from "./asset.ts";
import { type BuildContext, type Built, buildStep } from "./build.ts";
import { inChunks } from "./chunks.ts";
import type { Journal } from "./journal.ts";
import {
  computing,
  INPUT,
  MODELS,
  MODELS_POOL,
  type Model,
  type ModelPayload,
  type TellParts,
} from "./model.ts";
import { type Choice, META, plan, type Step } from "./plan.ts";
import { identifier, literal } from "./quote.ts";
import type { StepReport } from "./report.ts";
import { type RunEvent, runTasks } from "./runner/coordinator.ts";
import { Fence } from "./runner/fence.ts";
import { inProcessExecutor } from "./runner/in-process.ts";
import type { RetryPolicy } from "./runner/retry.ts";
import type { Executor, Handler, Json, Task, TaskOutcome } from "./runner/runner.ts";
import type { SourceCatalog } from "./source-catalog.ts";
import { factsOf, isFirst, isPart, reportsOf, StepEnds } from "./step-facts.ts";
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
  /** Where models keep what they made. */
  kept?: string | undefined;
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
  /** How many of the steps are over. */
  finished: number;
  /** What was committed, by task: it stands even where its attempt was given up afterwards. */
  committed: Map<string, Built>;
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
  const chunks = whole.map((step) => inChunks(step, step.asset.chunkMonths ?? options.chunkMonths));
  const byTask = new Map<string, Step>();
  const tasks: Task[] = [];
  const staging = options.staging ?? "";
  const computed = new Map<string, string>();
  const committed = new Map<string, Built>();
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
        const partitions = step.build.map(({ partition }) => partition);
        const payload = { asset: step.asset.key, folder, partitions } satisfies ModelPayload;
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
      committed.set(task, built);
      await store.checkpointIfDue();
      return built as unknown as Json;
    });
  return { steps: chunks.flat(), tasks, handler, byTask, computed, finished: 0, committed };
}

const taskKey = (asset: TableAsset, i: number, of: number): string =>
  of === 1 ? asset.key : `${asset.key}#${i + 1}`;

/** The first month a part touches; what it removes counts for those who read it, too. */
const earliest = ({ build, remove }: Step): string =>
  [...build.map(({ partition }) => partition), ...remove].sort()[0] ?? "";

/** The tasks a part waits for: its own earlier part, and those parts of what it reads that it needs. */
function after(graph: Graph, chunks: Step[][], own: Step[], i: number): string[] {
  const last = own[i]!.build.at(-1)?.partition ?? "";
  const asset = own[i]!.asset;
  const earlier = i === 0 ? [] : [taskKey(asset, i - 1, own.length)];
  const before = [...graph.reads.get(asset.key)!, ...(graph.asked.get(asset.key) ?? [])];
  const upstream = [...new Set(before)].flatMap((key) => {
    const parts = chunks.find(([step]) => step!.asset.key === key) ?? [];
    return (
      parts
        .map((step, n) => ({ n, first: earliest(step) }))
        // The first part makes the table.
        .filter(({ n, first }) => n === 0 || last === "" || first <= last)
        .map(({ n }) => taskKey(parts[0]!.asset, n, parts.length))
    );
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
  if (steps[0]) options.progress?.(steps[0].asset.key, 0, steps.length);
  const ends = new StepEnds(work.committed);
  const watch = (event: RunEvent) => {
    const key = event.event === "ended" ? event.outcome.key : event.key;
    const step = byTask.get(key)!;
    const tell = (told: RunEvent) => options.journal?.write(...factsOf(told, step, catalog, graph));
    if (event.event === "retrying") tell(event);
    if (event.event === "started" && isFirst(key, step)) tell(event);
    if (event.event !== "ended") return;
    const outcome = ends.add(step, event.outcome as TaskOutcome<Built>);
    if (outcome) tell({ event: "ended", outcome });
    if (isPart(key)) return;
    work.finished += 1;
    options.progress?.(steps[work.finished]?.asset.key ?? "", work.finished, steps.length);
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
  return outcomes
    .filter(({ key }) => !isPart(key))
    .flatMap(({ key }) => reportsOf(byTask.get(key)!, ends.of(byTask.get(key)!)));
}

/** How often a model's parts are told of. */
const TOLD = 10;

/** Tells of a model's parts as of a step under way. */
export const modelProgress =
  (work: TableWork, { progress }: Pick<StepsOptions, "progress">): TellParts =>
  (asset, done, total) => {
    const isTold = Math.floor((done * TOLD) / total) > Math.floor(((done - 1) * TOLD) / total);
    if (isTold && done < total)
      progress?.(`${asset} ${done}/${total}`, work.finished, work.steps.length);
  };

/** Builds tables into an opened store, in this process; what is published is the caller's business. */
export async function runSteps(
  store: Store,
  graph: Graph,
  catalog: SourceCatalog,
  options: StepsOptions,
): Promise<StepReport[]> {
  const staging = options.staging ?? mkdtempSync(path.join(tmpdir(), "fundwatch-models-"));
  try {
    const work = await tableWork(store, graph, catalog, { ...options, staging });
    const told = { tell: modelProgress(work, options), kept: options.kept };
    const compute = computing(options.models ?? MODELS, staging, told);
    const executor = inProcessExecutor({ [WAREHOUSE]: work.handler, [MODELS_POOL]: compute });
    const reports = await carryOut(work, executor, catalog, graph, options);
    if (work.tasks.length > 0) await store.run("checkpoint");
    return reports;
  } finally {
    if (options.staging === undefined) rmSync(staging, { recursive: true, force: true });
  }
}

async function dropSideTables(store: Store): Promise<void> {
  const left = await store.rows<{ t: string }>(
    `select '"' || schema_name || '"."' || table_name || '"' as t from duckdb_tables()
     where database_name = current_database() and table_name like '%\\_\\_new\\_%' escape '\\'`,
  );
  for (const { t } of left) await store.run(`drop table ${t}`);
}
