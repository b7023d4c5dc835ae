import type { Graph } from "./asset.ts";
import type { Built } from "./build.ts";
import { CheckFailed } from "./checking.ts";
import type { RunFact } from "./journal.ts";
import { planned, type Step } from "./plan.ts";
import { errorInWords, type StepReport } from "./report.ts";
import type { RunEvent } from "./runner/coordinator.ts";
import type { TaskOutcome } from "./runner/runner.ts";
import type { SourceCatalog } from "./source-catalog.ts";

/** Whether a task is one of those before a model's table. */
export const isPart = (key: string): boolean => /:(input|compute)$/.test(key);

/** A step begins with its first task. */
export const isFirst = (key: string, { asset, build }: Step): boolean =>
  asset.kind === "model" && build.length > 0 ? key.endsWith(":input") : true;

/** How steps ended: a model's step as the first of its tasks that failed, else as its table did. */
export class StepEnds {
  readonly #committed: Map<string, Built>;
  readonly #parts = new Map<Step, { attempts: number; seconds: number }>();
  readonly #ends = new Map<Step, TaskOutcome<Built>>();

  constructor(committed: Map<string, Built>) {
    this.#committed = committed;
  }

  of = (step: Step): TaskOutcome<Built> => this.#ends.get(step)!;

  /** Takes a task's outcome; returns the step's, when that is decided by it. */
  add(step: Step, outcome: TaskOutcome<Built>): TaskOutcome<Built> | undefined {
    const before = this.#parts.get(step) ?? { attempts: 0, seconds: 0 };
    const attempts = Math.max(before.attempts, outcome.attempts);
    const seconds = before.seconds + outcome.seconds;
    this.#parts.set(step, { attempts, seconds });
    if (this.#ends.has(step) || (isPart(outcome.key) && outcome.status !== "failed")) return;
    const result = this.#committed.get(outcome.key);
    const { error: _, ...stands } = outcome;
    const end: TaskOutcome<Built> =
      result && outcome.status !== "done"
        ? { ...stands, attempts, seconds, status: "done", result }
        : { ...outcome, attempts, seconds };
    this.#ends.set(step, end);
    return end;
  }
}

/** What a step's progress is as rows of the journal. */
export function factsOf(
  event: RunEvent,
  step: Step,
  catalog: SourceCatalog,
  graph: Graph,
): RunFact[] {
  const asset = step.asset.key;
  if (event.event !== "ended") return [attemptFact(event, asset, planned([step]).length)];
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

/** An attempt that begins, or one that failed and will be repeated. */
export function attemptFact(
  event: Exclude<RunEvent, { event: "ended" }>,
  asset: string,
  partitions: number,
): RunFact {
  const { attempt } = event;
  if (event.event === "started") return { event: "step started", asset, partitions, attempt };
  const error = errorInWords(event.error);
  return { event: "step retrying", asset, attempt, pause_seconds: event.pause / 1000, error };
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

/** What became of each partition of a step. */
export function reportsOf(step: Step, outcome: TaskOutcome<Built>): StepReport[] {
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
