import { type Job, UnrecoverableError, Worker } from "bullmq";
import type { Link } from "./bullmq-link.ts";
import { errorToWire, GIVEN_BACK, type JobData, queueName, stopKey } from "./bullmq-wire.ts";
import type { Attempt, Handler, Json } from "./runner.ts";

/** A process that is killed, or frozen for a while, costs a job one stall; more is the job's fault. */
const STALLS_SURVIVED = 3;

/** BullMQ's close waits for Redis, however long it is gone; this does not. */
class MortalWorker extends Worker<JobData, Json> {
  async end(): Promise<void> {
    await this.lockManager.close();
    await this.backend.close(true);
    await this.backend.disconnect();
  }
}

export interface PoolWorkerOptions {
  link: Link;
  pool: string;
  owned: boolean;
  /** How many jobs at once. */
  limit: number;
  handler: Handler;
  /** The work on a job this very process waits for; undefined for jobs of others. */
  mine?: (job: Job<JobData>) => Promise<Json> | undefined;
}

/** Carries out jobs of one pool until it is closed. */
export class PoolWorker {
  readonly #worker: MortalWorker;
  readonly #running = new Set<string>();
  readonly #link: Link;
  readonly #watching: NodeJS.Timeout;

  constructor({ link, pool, owned, limit, handler, mine }: PoolWorkerOptions) {
    this.#link = link;
    const { lock, stalled, reconnect, look, deaf } = link.times;
    const carryOut = async ({ id, data }: Job<JobData>, signal: AbortSignal): Promise<Json> => {
      const { task, number, payload } = data;
      this.#running.add(id!);
      try {
        return await heeded(handler, payload, { task, number, signal }, deaf);
      } catch (error) {
        throw signal.aborted ? new UnrecoverableError(GIVEN_BACK) : error;
      } finally {
        this.#running.delete(id!);
      }
    };
    // BullMQ gives a signal to functions of three parameters only.
    const processor = async (job: Job<JobData>, _token?: string, signal?: AbortSignal) => {
      try {
        return await (mine?.(job) ?? carryOut(job, signal!));
      } catch (error) {
        if (error instanceof UnrecoverableError) throw error;
        throw new UnrecoverableError(errorToWire(error));
      }
    };
    this.#worker = new MortalWorker(queueName(pool, owned), processor, {
      ...link.consumer,
      concurrency: owned ? 1 : limit,
      lockDuration: lock,
      stalledInterval: stalled,
      maxStalledCount: STALLS_SURVIVED,
      runRetryDelay: reconnect,
    });
    // A lost connection comes back by itself, and a lost job is given out again by its owner.
    this.#worker.on("error", () => {});
    this.#watching = setInterval(() => void this.#stopUnwanted(), look);
  }

  async #stopUnwanted(): Promise<void> {
    const ids = [...this.#running];
    if (ids.length === 0) return;
    const { client, prefix } = this.#link;
    const asked = await client.mget(ids.map((id) => stopKey(prefix, id))).catch(() => []);
    asked.forEach((stop, i) => {
      if (stop !== null) this.#worker.cancelJob(ids[i]!);
    });
  }

  /** Takes no more jobs, waits `grace` milliseconds for those of others, then gives them back. */
  async close(grace: number): Promise<void> {
    const { client, times } = this.#link;
    // Ends the search for stalled jobs too, which close only does at its very end.
    await this.#worker.pause(true);
    const closed = this.#worker.close();
    const ready = client.status === "ready";
    let ended = ready && (await within(closed, grace));
    if (!ended) {
      this.#worker.cancelAllJobs();
      const heed = this.#running.size > 0 ? times.deaf : 0;
      ended = await within(closed, heed + (ready ? times.close : 0));
    }
    clearInterval(this.#watching);
    if (!ended) this.#worker.end().catch(() => {});
  }
}

/** Settles as the handler does; one that does not heed its signal is waited for `deaf` milliseconds. */
export async function heeded(
  handler: Handler,
  payload: Json,
  attempt: Attempt,
  deaf: number,
): Promise<Json> {
  const { signal } = attempt;
  signal.throwIfAborted();
  let timer: NodeJS.Timeout | undefined;
  let listen = () => {};
  const givenUp = new Promise<never>((_, reject) => {
    listen = () => {
      timer = setTimeout(() => reject(signal.reason), deaf);
    };
  });
  signal.addEventListener("abort", listen, { once: true });
  try {
    return await Promise.race([handler(payload, attempt), givenUp]);
  } finally {
    signal.removeEventListener("abort", listen);
    clearTimeout(timer);
  }
}

/** Whether `work` ended, well or badly, before so many milliseconds had passed. */
export async function within(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const ended = work.then(
    () => true,
    () => true,
  );
  return Promise.race([ended, late]).finally(() => clearTimeout(timer));
}
