import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { UserError } from "../models/errors.ts";
import type { DocumentAsset, Graph } from "./asset.ts";
import { makeDocuments } from "./documents/make.ts";
import { planDocuments } from "./documents/plan.ts";
import { executorOf, stagingOf } from "./executor.ts";
import { endDeadRuns, lastRun } from "./history.ts";
import type { Home } from "./home.ts";
import { requireSpace } from "./ingest/batches.ts";
import { isRunId, Journal, type RunEvent, type RunRequest, runId } from "./journal.ts";
import { META, planned } from "./plan.ts";
import { isPublished, publishSnapshot } from "./publish/snapshot.ts";
import type { RunReport, RunStatus, StepReport } from "./report.ts";
import type { Executor } from "./runner/runner.ts";
import { select } from "./selection.ts";
import { detachSources, type SourceCatalog } from "./source-catalog.ts";
import { carryOut, modelProgress, type StepsOptions, tableWork } from "./steps.ts";
import type { Store } from "./store.ts";
import { withWarehouse } from "./warehouse.ts";

export type { RunReport, StepReport } from "./report.ts";

export interface RunOptions {
  now: () => Date;
  selection?: string[] | undefined;
  from?: string | undefined;
  to?: string | undefined;
  /** Build again what was built before this moment (ISO), changed or not. */
  forcedBefore?: string | undefined;
  /** Most months one step builds at once; all of them where it is not said. */
  chunkMonths?: number | undefined;
  /** Go on with what the last run was to do, which was interrupted. */
  resume?: boolean | undefined;
  /** `command`, or the automation that asks. */
  trigger?: string | undefined;
  progress?: ((what: string, done: number, total: number) => void) | undefined;
  /** Stops the run: nothing new begins, what has begun gets the config's `stop_seconds`. */
  signal?: AbortSignal | undefined;
  /** Address of the Redis on which workers wait. */
  redis?: string | undefined;
  say?: ((line: string) => void) | undefined;
  watch?: ((event: RunEvent) => void) | undefined;
}

/** How long another process may look at the warehouse before a run gives up. */
const PATIENCE_MS = 3000;

/**
 * Builds what is missing or out of date and reports step by step: tables, then the snapshot, then
 * documents. The snapshot follows unless a step failed: readers never see a new ledger beside an old
 * mart, nor a document ahead of its figures.
 */
export async function run(home: Home, options: RunOptions): Promise<RunReport> {
  const size = existsSync(home.warehouse) ? statSync(home.warehouse).size : 0;
  requireSpace(home.root, size * 2);
  const carriedOut = async (store: Store, graph: Graph, catalog: SourceCatalog) => {
    await store.run(META);
    await endDeadRuns(store, home, options.now);
    clearLeftovers(home);
    const request = requestOf(home, options);
    const started = options.now();
    const begun = performance.now();
    const journal = new Journal(home, runId(started), options.now, options.watch);
    const reports = new Run(home, { store, graph, catalog }, { ...options, request, journal });
    try {
      const { steps, status } = await reports.carryOut();
      const seconds = (performance.now() - begun) / 1000;
      return {
        run: journal.run,
        started_at: started.toISOString(),
        seconds,
        status,
        steps,
        ...(request.resumes ? { resumes: request.resumes } : {}),
      };
    } finally {
      journal.close();
    }
  };
  return withWarehouse(home, carriedOut, { patience: PATIENCE_MS });
}

function requestOf(home: Home, options: RunOptions): RunRequest {
  const { trigger = "command", selection = [], from, to, forcedBefore, chunkMonths } = options;
  if (options.resume) {
    const last = lastRun(home);
    if (last?.status !== "interrupted")
      throw new UserError("没有被中断的运行可接着做", "请直接执行 fundwatch run。", 2);
    return { ...last.request, trigger, resumes: last.run };
  }
  return { trigger, selection, from, to, forced_before: forcedBefore, chunk_months: chunkMonths };
}

interface Open {
  store: Store;
  graph: Graph;
  catalog: SourceCatalog;
}

/** One run from its plan to its last document. */
class Run {
  readonly #home: Home;
  readonly #open: Open;
  readonly #options: RunOptions & { request: RunRequest; journal: Journal };
  readonly #begun = performance.now();
  #told = false;

  constructor(
    home: Home,
    open: Open,
    options: RunOptions & { request: RunRequest; journal: Journal },
  ) {
    this.#home = home;
    this.#open = open;
    this.#options = options;
  }

  async carryOut(): Promise<Pick<RunReport, "steps" | "status">> {
    const { store, graph, catalog } = this.#open;
    const { journal, request } = this.#options;
    const chosen = select(graph, request.selection);
    const steps = this.#stepsOptions(chosen);
    const work = await tableWork(store, graph, catalog, steps);
    const toBuild = planned(work.steps).length;
    if (toBuild > 0 || request.resumes !== undefined) this.#tell(toBuild);
    const { redis, say } = this.#options;
    const handlers = { redis, say, tell: modelProgress(work, this.#options) };
    let executor: Executor | undefined;
    const lend = async () =>
      (executor ??= await executorOf(this.#home, journal.run, work.handler, handlers));
    const reports: StepReport[] = [];
    let whole = false;
    try {
      if (work.tasks.length > 0)
        reports.push(...(await carryOut(work, await lend(), catalog, graph, steps)));
      await detachSources(store);
      if (work.tasks.length > 0) await store.run("checkpoint");
      if (reports.every(({ status }) => status === "done")) {
        await this.#publish();
        const documents = chosen.filter((asset) => asset.kind === "document");
        for (const asset of documents) reports.push(...(await this.#documents(asset, lend)));
      }
      whole = true;
    } finally {
      await executor?.close();
      this.#end(reports, whole);
    }
    return { steps: reports, status: this.#status(reports) };
  }

  #stepsOptions(chosen: Iterable<{ key: string }>): StepsOptions {
    const { request, journal, now, progress, signal } = this.#options;
    const { attempts, backoff_seconds, step_minutes, stop_seconds } = this.#home.config.runs;
    return {
      now,
      chosen,
      run: journal.run,
      from: request.from,
      to: request.to,
      forcedBefore: request.forced_before,
      chunkMonths: request.chunk_months,
      progress,
      journal,
      signal,
      grace: stop_seconds * 1000,
      timeout: step_minutes * 60_000,
      staging: this.#home.staging,
      retry: { attempts, backoff: backoff_seconds * 1000, longest: 60_000 },
    };
  }

  async #publish(): Promise<void> {
    const { store } = this.#open;
    if (await isPublished(store, this.#home)) return;
    const begun = performance.now();
    await publishSnapshot(store, this.#home);
    this.#tell(0);
    this.#options.journal.write({
      event: "published",
      seconds: (performance.now() - begun) / 1000,
    });
  }

  async #documents(asset: DocumentAsset, lend: () => Promise<Executor>): Promise<StepReport[]> {
    const { request, journal, now, progress, signal, redis } = this.#options;
    if (signal?.aborted) return [];
    const choice = {
      from: request.from,
      to: request.to,
      forcedBefore: request.forced_before,
      named: request.selection.length > 0,
    };
    const steps = await planDocuments(this.#home, this.#open.store, asset, choice, true);
    if (steps.length === 0) return [];
    this.#tell(steps.length);
    const { grace, timeout, retry } = this.#stepsOptions([]);
    return makeDocuments(this.#home, await lend(), steps, {
      run: journal.run,
      now,
      issuedOn: now().toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" }),
      journal,
      progress,
      timeout,
      parallel: this.#home.config.runs.parallel * (redis ? 8 : 1),
      tasks: {
        ...(signal ? { signal } : {}),
        ...(grace === undefined ? {} : { grace }),
        ...(retry ? { retry } : {}),
      },
    });
  }

  #status(reports: StepReport[]): RunStatus {
    const statuses = new Set(reports.map(({ status }) => status));
    if (statuses.has("interrupted") || this.#options.signal?.aborted) return "interrupted";
    return statuses.has("failed") || statuses.has("skipped") ? "failed" : "done";
  }

  /** A run that finds nothing to do leaves no journal. */
  #tell(steps: number): void {
    if (this.#told) {
      if (steps > 0) this.#options.journal.write({ event: "planned", steps });
      return;
    }
    this.#told = true;
    this.#options.journal.write({
      event: "run started",
      pid: process.pid,
      host: hostname(),
      steps,
      ...this.#options.request,
    });
  }

  #end(reports: StepReport[], whole: boolean): void {
    clearLeftovers(this.#home);
    if (!this.#told) return;
    this.#options.journal.write({
      event: "run ended",
      status: whole ? this.#status(reports) : "failed",
      seconds: (performance.now() - this.#begun) / 1000,
    });
  }
}

/**
 * Takes away what runs have staged, and what a killed one was just keeping. Called as the warehouse's owner, so that
 * no other run goes on; a worker still busy for one that is over may be writing, so a folder may have to be emptied twice.
 */
function clearLeftovers(home: Home): void {
  const within = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);
  for (const run of within(home.staging).filter(isRunId))
    rmSync(stagingOf(home, run), { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  for (const name of within(home.cache).filter((one) => one.endsWith(".part")))
    rmSync(path.join(home.cache, name), { force: true });
}
