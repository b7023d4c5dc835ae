import { Queue, QueueEvents } from "bullmq";
import type { Link } from "./bullmq-link.ts";
import type { PoolWorker } from "./bullmq-pool.ts";
import { type JobData, queueName, stopKey } from "./bullmq-wire.ts";
import { Pool } from "./pool.ts";
import type { Handler, Json } from "./runner.ts";

const KEPT = {
  attempts: 1,
  stackTraceLimit: 0,
  removeOnComplete: { age: 3600, count: 1000 },
  removeOnFail: { age: 7 * 24 * 3600, count: 5000 },
};

/** What becomes of jobs, as far as Redis tells. */
export interface Hearer {
  completed(id: string, result: Json): void;
  failed(id: string, reason: string): void;
}

/** A pool as the process sees it that waits for results. */
export class Lane {
  readonly pool: string;
  readonly owned: boolean;
  readonly handler: Handler | undefined;
  /** For work here in an owned pool, lest what is done without Redis meet what began with it. */
  readonly turn = new Pool(1);
  worker?: PoolWorker;
  readonly #link: Link;
  readonly #queue: Queue<JobData, Json>;
  #events?: QueueEvents;

  constructor(link: Link, pool: string, owned: boolean, handler: Handler | undefined) {
    this.#link = link;
    this.pool = pool;
    this.owned = owned;
    this.handler = handler;
    this.#queue = new Queue(queueName(pool, owned), link.producer);
    this.#queue.on("error", () => {});
  }

  /** An owned queue holds at most what a run that died has left: it is thrown away. */
  async open(hearer: Hearer): Promise<void> {
    if (this.owned) {
      await this.#queue.obliterate({ force: true });
      await this.restore();
    } else {
      await this.#listen(hearer);
    }
  }

  async #listen(hearer: Hearer): Promise<void> {
    const { client, consumer } = this.#link;
    const last = await client.xrevrange(this.#queue.toKey("events"), "+", "-", "COUNT", 1);
    const lastEventId = last[0]?.[0] ?? "0-0";
    this.#events = new QueueEvents(this.#queue.name, { ...consumer, lastEventId });
    this.#events.on("error", () => {});
    this.#events.on("completed", ({ jobId, returnvalue }) =>
      hearer.completed(jobId, returnvalue as unknown as Json),
    );
    this.#events.on("failed", ({ jobId, failedReason }) => hearer.failed(jobId, failedReason));
    await this.#events.waitUntilReady();
  }

  /** Settings that a Redis loses together with its jobs. */
  async restore(): Promise<void> {
    if (this.owned) await this.#queue.setGlobalConcurrency(1);
  }

  async add(id: string, data: JobData): Promise<void> {
    await this.#queue.add(data.task, data, { ...KEPT, jobId: id });
  }

  /** Tells the hearer of a job that has ended. False: Redis does not know the job. */
  async look(id: string, hearer: Hearer): Promise<boolean> {
    const job = await this.#queue.getJob(id);
    if (job?.failedReason) hearer.failed(id, job.failedReason);
    else if (job?.finishedOn !== undefined) hearer.completed(id, job.returnvalue);
    return job !== undefined;
  }

  /** Takes a job back, or tells whoever has it to stop. */
  async unwant(id: string): Promise<void> {
    const { client, prefix } = this.#link;
    const removed = await this.#queue.remove(id);
    if (!removed) await client.set(stopKey(prefix, id), 1, "EX", 3600);
  }

  async close(): Promise<void> {
    const unheard = this.#events?.close().catch(() => {});
    // Without Redis this does not end; there is nothing to hear any more.
    if (this.#link.client.status === "ready") await unheard;
    await this.worker?.close(0);
    await this.#queue.close();
  }
}
