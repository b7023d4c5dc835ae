import type { Runner, Task, TaskOutcome } from "./runner.ts";

/** Runs tasks one after another in this process. `clock` gives milliseconds. */
export function inProcessRunner(clock: () => number): Runner {
  return {
    async run<Result>(
      tasks: Task[],
      execute: (key: string) => Promise<Result>,
      watch: (outcome: TaskOutcome<Result>) => void = () => {},
    ) {
      const outcomes = new Map<string, TaskOutcome<Result>>();
      const waiting = [...tasks];
      while (waiting.length > 0) {
        const ready = waiting.findIndex((task) =>
          task.after.every((key) => outcomes.has(key) || !waiting.some((t) => t.key === key)),
        );
        if (ready < 0)
          throw new Error(`tasks in a circle: ${waiting.map((t) => t.key).join(", ")}`);
        const [task] = waiting.splice(ready, 1);
        const outcome = await attempt(task!, outcomes, execute, clock);
        outcomes.set(outcome.key, outcome);
        watch(outcome);
      }
      return [...outcomes.values()];
    },
  };
}

async function attempt<Result>(
  task: Task,
  outcomes: Map<string, TaskOutcome<Result>>,
  execute: (key: string) => Promise<Result>,
  clock: () => number,
): Promise<TaskOutcome<Result>> {
  const blocked = task.after.some((key) => {
    const before = outcomes.get(key);
    return before !== undefined && before.status !== "done";
  });
  if (blocked) return { key: task.key, status: "skipped", seconds: 0 };
  const start = clock();
  const seconds = () => (clock() - start) / 1000;
  try {
    const result = await execute(task.key);
    return { key: task.key, status: "done", seconds: seconds(), result };
  } catch (error) {
    return { key: task.key, status: "failed", seconds: seconds(), error };
  }
}
