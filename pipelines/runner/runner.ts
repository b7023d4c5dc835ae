/** What travels between processes: JSON, and never personal data. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };

/** A piece of work that waits for others. */
export interface Task {
  key: string;
  after: string[];
  /** What carries it out: a name among the handlers. How many run at once is a matter of the pool. */
  pool: string;
  payload: Json;
  /** Milliseconds one attempt may take; none when absent. */
  timeout?: number;
}

/** One try at a task. A handler stops when `signal` aborts; what it did until then must not show. */
export interface Attempt {
  task: string;
  /** 1 for the first. */
  number: number;
  signal: AbortSignal;
}

/** Carries out tasks of one pool. Another process may do so twice at once: only one result is taken. */
export type Handler = (payload: Json, attempt: Attempt) => Promise<Json>;
export type Handlers = Record<string, Handler>;

/** Carries out single attempts, here or in other processes. */
export interface Executor {
  /** Settles as the handler does. */
  execute(task: Task, attempt: Attempt): Promise<Json>;
  close(): Promise<void>;
}

export type TaskStatus = "done" | "failed" | "skipped" | "interrupted";

/** What became of a task; `error` says why it was not done. */
export interface TaskOutcome<Result = Json> {
  key: string;
  status: TaskStatus;
  attempts: number;
  /** From the first attempt's beginning to the last one's end. */
  seconds: number;
  result?: Result;
  error?: unknown;
}

/** A failure that may pass by itself: worth another attempt. All others are final. */
export class TransientError extends Error {
  override readonly name = "TransientError";
}

/** An attempt that took longer than its task allows. */
export class TimedOut extends Error {
  override readonly name = "TimedOut";
  constructor(task: string, milliseconds: number) {
    super(`${task} 超过 ${milliseconds / 1000} 秒没有完成，已中断`);
  }
}

/** Work stopped because the whole run was asked to stop. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  constructor() {
    super("已按要求停止");
  }
}
