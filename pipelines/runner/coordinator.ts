import { setMaxListeners } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { Pool } from "./pool.ts";
import { DEFAULT_RETRY, isTransient, pauseAfter, type RetryPolicy } from "./retry.ts";
import {
  type Executor,
  Interrupted,
  type Json,
  type Task,
  type TaskOutcome,
  TimedOut,
} from "./runner.ts";

/** What a run tells of itself while it goes on. */
export type RunEvent =
  | { event: "started"; key: string; attempt: number }
  | { event: "retrying"; key: string; attempt: number; pause: number; error: unknown }
  | { event: "ended"; outcome: TaskOutcome<unknown> };

export interface RunTasksOptions<Result> {
  /** How many tasks of a pool run at once; 1 where it is not said. */
  limits?: Record<string, number>;
  retry?: RetryPolicy;
  /** Takes a result for good. Called once a task, here, and never for an attempt that was given up. */
  accept?: (task: Task, result: Json) => Promise<Result>;
  watch?: (event: RunEvent) => void;
  /** Stops the run: nothing new begins, and what has begun gets `grace` milliseconds. */
  signal?: AbortSignal;
  grace?: number;
  /** Milliseconds a handler has to notice that its signal aborted; then it is not waited for. */
  deaf?: number;
}

export const DEAF_MS = 5000;

/**
 * Carries out tasks in an order that respects `after`. A failure stops what waits for it, nothing
 * else. Transient failures are tried again; a task that is not among the tasks is not waited for.
 */
export async function runTasks<Result = Json>(
  tasks: Task[],
  executor: Executor,
  options: RunTasksOptions<Result> = {},
): Promise<TaskOutcome<Result>[]> {
  const { retry = DEFAULT_RETRY, watch = () => {}, grace = 0, deaf = DEAF_MS } = options;
  const stop = options.signal ?? new AbortController().signal;
  setMaxListeners(0, stop);
  const order = inOrder(tasks);
  const outcomes = new Map<string, TaskOutcome<Result>>();
  const pools = new Map<string, Pool>();
  const hardStop = stopAfter(stop, grace);

  const once = async (task: Task, number: number): Promise<Result> => {
    watch({ event: "started", key: task.key, attempt: number });
    const result = await withDeadline(task, hardStop.signal, deaf, (signal) =>
      executor.execute(task, { task: task.key, number, signal }),
    );
    return options.accept ? options.accept(task, result) : (result as Result);
  };

  const carryOut = async (task: Task): Promise<TaskOutcome<Result>> => {
    const pool = poolOf(pools, task.pool, options.limits?.[task.pool] ?? 1);
    let begun: number | undefined;
    let attempts = 0;
    const ended = (rest: Partial<TaskOutcome<Result>>): TaskOutcome<Result> => ({
      key: task.key,
      status: "failed",
      attempts,
      seconds: begun === undefined ? 0 : (performance.now() - begun) / 1000,
      ...rest,
    });
    for (;;) {
      try {
        const result = await pool.use(async () => {
          if (stop.aborted || hardStop.signal.aborted) throw new Interrupted();
          begun ??= performance.now();
          attempts += 1;
          return once(task, attempts);
        });
        return ended({ status: "done", result });
      } catch (error) {
        if (
          error instanceof Interrupted ||
          (hardStop.signal.aborted && !(error instanceof TimedOut))
        )
          return ended({ status: "interrupted", error: new Interrupted() });
        if (attempts >= retry.attempts || !isTransient(error)) return ended({ error });
        const wait = pauseAfter(attempts, retry);
        watch({ event: "retrying", key: task.key, attempt: attempts, pause: wait, error });
        const woken = AbortSignal.any([stop, hardStop.signal]);
        await pause(wait, undefined, { signal: woken }).catch(() => {});
      }
    }
  };

  const settle = async (task: Task): Promise<void> => {
    await Promise.all(task.after.flatMap((key) => under.get(key) ?? []));
    const before = task.after.flatMap((key) => outcomes.get(key) ?? []);
    const blocked = before.some(({ status }) => status === "failed" || status === "skipped");
    const stopped = before.some(({ status }) => status === "interrupted");
    const outcome: TaskOutcome<Result> =
      blocked || stopped
        ? { key: task.key, status: blocked ? "skipped" : "interrupted", attempts: 0, seconds: 0 }
        : await carryOut(task);
    outcomes.set(task.key, outcome);
    watch({ event: "ended", outcome });
  };

  const under = new Map<string, Promise<void>>();
  for (const task of order) under.set(task.key, settle(task));
  try {
    await Promise.all(under.values());
  } catch (error) {
    // The caller's own `watch` failed. It is told once nothing goes on behind its back.
    hardStop.now();
    await Promise.allSettled(under.values());
    throw error;
  } finally {
    hardStop.clear();
  }
  return [...outcomes.values()];
}

/** Tasks so that each follows what it waits for; throws where they wait in a circle. */
function inOrder(tasks: Task[]): Task[] {
  const byKey = new Map(tasks.map((task) => [task.key, task]));
  const state = new Map<string, "open" | "closed">();
  const order: Task[] = [];
  const path: string[] = [];
  const visit = (task: Task): void => {
    if (state.get(task.key) === "closed") return;
    path.push(task.key);
    if (state.get(task.key) === "open")
      throw new Error(`tasks in a circle: ${path.slice(path.indexOf(task.key)).join(" -> ")}`);
    state.set(task.key, "open");
    for (const key of task.after) {
      const before = byKey.get(key);
      if (before) visit(before);
    }
    path.pop();
    state.set(task.key, "closed");
    order.push(task);
  };
  for (const task of tasks) visit(task);
  return order;
}

/**
 * Runs an attempt until it settles, or does not listen when the run stops or its time is up. Once its
 * signal has aborted, its result counts no more.
 */
async function withDeadline(
  task: Task,
  stop: AbortSignal,
  deaf: number,
  work: (signal: AbortSignal) => Promise<Json>,
): Promise<Json> {
  const late = new AbortController();
  const signal = AbortSignal.any([stop, late.signal]);
  const timers: NodeJS.Timeout[] = [];
  const after = (milliseconds: number, act: () => void) =>
    timers.push(setTimeout(act, milliseconds));
  let listen = () => {};
  const givenUp = new Promise<never>((_, reject) => {
    listen = () => after(deaf, () => reject(signal.reason));
  });
  if (signal.aborted) listen();
  else signal.addEventListener("abort", listen, { once: true });
  if (task.timeout !== undefined) {
    const { key, timeout } = task;
    after(timeout, () => late.abort(new TimedOut(key, timeout)));
  }
  try {
    const result = await Promise.race([work(signal), givenUp]);
    signal.throwIfAborted();
    return result;
  } catch (error) {
    throw late.signal.aborted ? late.signal.reason : error;
  } finally {
    signal.removeEventListener("abort", listen);
    for (const timer of timers) clearTimeout(timer);
  }
}

/** Aborts `grace` milliseconds after `stop` did, or now. */
function stopAfter(
  stop: AbortSignal,
  grace: number,
): { signal: AbortSignal; now: () => void; clear: () => void } {
  const hard = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const now = () => hard.abort(new Interrupted());
  const begin = () => {
    timer = setTimeout(now, grace);
  };
  if (stop.aborted) begin();
  else stop.addEventListener("abort", begin, { once: true });
  return {
    signal: hard.signal,
    now,
    clear: () => {
      clearTimeout(timer);
      stop.removeEventListener("abort", begin);
    },
  };
}

function poolOf(pools: Map<string, Pool>, name: string, size: number): Pool {
  const pool = pools.get(name) ?? new Pool(size);
  pools.set(name, pool);
  return pool;
}
