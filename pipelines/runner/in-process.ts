import { setMaxListeners } from "node:events";
import type { Executor, Handlers } from "./runner.ts";

/** Carries out every attempt in this process. */
export function inProcessExecutor(handlers: Handlers): Executor {
  return {
    async execute(task, attempt) {
      setMaxListeners(0, attempt.signal);
      const handler = handlers[task.pool];
      if (!handler) throw new Error(`no handler for pool: ${task.pool}`);
      return handler(task.payload, attempt);
    },
    async close() {},
  };
}
