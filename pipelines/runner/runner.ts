/** A piece of work that waits for others. */
export interface Task {
  key: string;
  after: string[];
}

export type TaskStatus = "done" | "failed" | "skipped";

/** What became of a task; `error` says why it failed. */
export interface TaskOutcome<Result> {
  key: string;
  status: TaskStatus;
  seconds: number;
  result?: Result;
  error?: unknown;
}

/** Carries out tasks in an order that respects `after`. A failure stops what waits for it, nothing else. */
export interface Runner {
  run<Result>(
    tasks: Task[],
    execute: (key: string) => Promise<Result>,
    watch?: (outcome: TaskOutcome<Result>) => void,
  ): Promise<TaskOutcome<Result>[]>;
}
