import { type BullPlace, openLink } from "./bullmq-link.ts";
import { PoolWorker } from "./bullmq-pool.ts";
import type { Handlers } from "./runner.ts";

export interface BullWorkerOptions extends BullPlace {
  /** Of the pools to work for. No worker ever sees the pools that a run keeps to itself. */
  handlers: Handlers;
  /** How many at once in a pool; 1 where it is not said. */
  limits?: Record<string, number>;
}

/** A process beside those that run: it carries out what their shared pools wait for. */
export interface BullWorker {
  /** Takes nothing new, gives what has begun so many milliseconds, then gives it back. */
  close(deadlineMs: number): Promise<void>;
}

/** Begins to work for one installation's runs; throws a UserError where Redis does not answer. */
export async function bullWorker(options: BullWorkerOptions): Promise<BullWorker> {
  const link = await openLink(options);
  const workers = Object.entries(options.handlers).map(
    ([pool, handler]) =>
      new PoolWorker({ link, pool, owned: false, limit: options.limits?.[pool] ?? 1, handler }),
  );
  let closing: Promise<void> | undefined;
  let lost = false;
  link.client.on("close", () => {
    if (!lost && !closing) link.say("与 Redis 失去联系，等待它恢复");
    lost = true;
  });
  link.client.on("ready", () => {
    if (lost) link.say("已重新连上 Redis");
    lost = false;
  });
  return {
    close(deadlineMs) {
      closing ??= Promise.all(workers.map((worker) => worker.close(deadlineMs))).then(link.end);
      return closing;
    },
  };
}
