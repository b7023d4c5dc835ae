import { randomUUID } from "node:crypto";
import { UnrecoverableError } from "bullmq";
import { UserError } from "../../models/errors.ts";
import { type Hearer, Lane } from "./bullmq-lane.ts";
import { type BullPlace, type Link, openLink } from "./bullmq-link.ts";
import { heeded, PoolWorker, within } from "./bullmq-pool.ts";
import { errorFromWire, GIVEN_BACK, jobId } from "./bullmq-wire.ts";
import {
  type Attempt,
  type Executor,
  type Handlers,
  Interrupted,
  type Json,
  type Task,
  TransientError,
} from "./runner.ts";

export interface BullExecutorOptions extends BullPlace {
  run: string;
  /** Of the pools this process takes part in; further pools of `limits` are left to workers. */
  handlers: Handlers;
  /** Pools that this process alone carries out, one attempt at a time. */
  owned: string[];
  /** How many attempts this process carries out at once in a shared pool; 1 where it is not said. */
  limits: Record<string, number>;
}

/** So often an attempt is given to Redis before it is carried out here. */
const SUBMISSIONS = 5;

/** Carries out attempts through Redis: here, or in processes that `bullWorker` started. */
export async function bullExecutor(options: BullExecutorOptions): Promise<Executor> {
  const link = await openLink(options);
  const executor = new BullExecutor(options, link);
  const opened = executor.open();
  try {
    if (!(await within(opened, 2 * link.times.answer))) throw new Error("没有回答");
    await opened;
  } catch (error) {
    await executor.close();
    throw new UserError(
      `Redis 不能用来分派任务：${error instanceof Error ? error.message : error}`,
      "请检查 REDIS_URL 指向的 Redis 是否可写；或者去掉 REDIS_URL，所有工作就在一个进程里完成",
    );
  }
  return executor;
}

/** An attempt under way. */
interface Trial {
  lane: Lane;
  task: Task;
  attempt: Attempt;
  /** All ids it was submitted under; the last one counts. */
  ids: string[];
  /** Not yet known to be in Redis. */
  adding: boolean;
  /** Set once it is carried out in this process. */
  here?: Promise<Json>;
  settle: (outcome: { result: Json } | { error: unknown }) => void;
}

class BullExecutor implements Executor {
  readonly #options: BullExecutorOptions;
  readonly #link: Link;
  readonly #lanes: Map<string, Lane>;
  readonly #session = randomUUID().slice(0, 8);
  readonly #trials = new Set<Trial>();
  readonly #byId = new Map<string, Trial>();
  /** Jobs that Redis still has to hear are not wanted any more. */
  readonly #unwanted: Pick<Trial, "lane" | "ids">[] = [];
  #submissions = 0;
  #heard = performance.now();
  /** Redis has not been heard for longer than patience lasts. */
  #gone = false;
  #next: NodeJS.Timeout | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: BullExecutorOptions, link: Link) {
    this.#options = options;
    this.#link = link;
    const { handlers, owned, limits } = options;
    const pools = new Set([...Object.keys(handlers), ...owned, ...Object.keys(limits)]);
    const lane = (pool: string) => new Lane(link, pool, owned.includes(pool), handlers[pool]);
    this.#lanes = new Map([...pools].map((pool) => [pool, lane(pool)]));
  }

  async open(): Promise<void> {
    await Promise.all([...this.#lanes.values()].map((lane) => lane.open(this.#hearer)));
    if (this.#closing) return;
    for (const lane of this.#lanes.values()) this.#work(lane);
    this.#lookLater();
  }

  readonly #hearer: Hearer = {
    completed: (id, result) => this.#byId.get(id)?.settle({ result }),
    failed: (id, reason) => {
      const trial = this.#byId.get(id);
      if (!trial || trial.here || id !== trial.ids.at(-1)) return;
      if (reason === GIVEN_BACK) void this.#submit(trial);
      else trial.settle({ error: errorFromWire(reason) });
    },
  };

  #work(lane: Lane): void {
    const { pool, owned, handler } = lane;
    if (!handler) return;
    lane.worker = new PoolWorker({
      link: this.#link,
      pool,
      owned,
      handler,
      limit: this.#options.limits[pool] ?? 1,
      mine: ({ id, data }) => {
        const trial = this.#byId.get(id!);
        if (trial) return this.#here(trial);
        if (!owned && data.session !== this.#session) return undefined;
        return Promise.reject(new UnrecoverableError(GIVEN_BACK));
      },
    });
  }

  execute(task: Task, attempt: Attempt): Promise<Json> {
    const { signal } = attempt;
    return new Promise((resolve, reject) => {
      const lane = this.#lanes.get(task.pool);
      if (!lane) throw new Error(`no handler for pool: ${task.pool}`);
      if (this.#closing) throw new Interrupted();
      signal.throwIfAborted();
      const abandon = () => this.#abandon(trial, signal.reason);
      const settle: Trial["settle"] = (outcome) => {
        if (!this.#trials.delete(trial)) return;
        for (const id of trial.ids) this.#byId.delete(id);
        signal.removeEventListener("abort", abandon);
        if ("error" in outcome) reject(outcome.error);
        else resolve(outcome.result);
      };
      const trial: Trial = { lane, task, attempt, ids: [], adding: false, settle };
      this.#trials.add(trial);
      signal.addEventListener("abort", abandon, { once: true });
      void this.#submit(trial);
    });
  }

  async #submit(trial: Trial): Promise<void> {
    const { task, lane, ids } = trial;
    if (this.#gone || ids.length >= SUBMISSIONS) return void this.#here(trial);
    this.#submissions += 1;
    const data = {
      session: this.#session,
      task: task.key,
      number: trial.attempt.number,
      payload: task.payload,
    };
    const id = jobId(this.#options.run, data, this.#submissions);
    ids.push(id);
    this.#byId.set(id, trial);
    trial.adding = true;
    // One that could not be added is missed at the next look.
    await lane.add(id, data).catch(() => {});
    trial.adding = false;
    if (!this.#trials.has(trial) && !trial.here) void this.#unwant(trial);
  }

  /** Carries an attempt out in this process, once. */
  #here(trial: Trial): Promise<Json> {
    if (trial.here) return trial.here;
    const { lane, task, attempt } = trial;
    const work = async () => {
      if (!lane.handler) throw new TransientError(`Redis 不可用，本进程又不承担 ${lane.pool}`);
      return heeded(lane.handler, task.payload, attempt, this.#link.times.deaf);
    };
    trial.here = lane.owned ? lane.turn.use(work) : work();
    // Settled from here and not by way of Redis: work that is done stays done if Redis is lost.
    trial.here.then(
      (result) => trial.settle({ result }),
      (error: unknown) => trial.settle({ error }),
    );
    return trial.here;
  }

  /** Work in this process hears the signal itself. */
  #abandon(trial: Trial, error: unknown): void {
    if (trial.here) return;
    trial.settle({ error });
    if (!trial.adding) void this.#unwant(trial);
  }

  async #unwant({ lane, ids }: Pick<Trial, "lane" | "ids">): Promise<void> {
    const id = ids.at(-1);
    if (id !== undefined) await lane.unwant(id).catch(() => this.#unwanted.push({ lane, ids }));
  }

  #lookLater(): void {
    this.#next = setTimeout(async () => {
      await this.#look();
      if (!this.#closing) this.#lookLater();
    }, this.#link.times.look);
  }

  /** Compares what is under way with what Redis holds: it may have lost jobs, and we events. */
  async #look(): Promise<void> {
    const { client, prefix, say } = this.#link;
    try {
      // A write, since a full or read-only Redis is no use either.
      await client.set(`${prefix}:owner`, this.#options.run, "EX", 3600);
      await Promise.all([...this.#lanes.values()].map((lane) => lane.restore()));
      await Promise.all(this.#unwanted.splice(0).map((trial) => this.#unwant(trial)));
      const open = [...this.#trials].filter(({ here, adding }) => !here && !adding);
      const lost = await Promise.all(open.map((trial) => this.#isLost(trial)));
      const again = open.filter((trial, i) => lost[i] && this.#trials.has(trial) && !trial.here);
      if (again.length > 0) say(`Redis 中的 ${again.length} 个任务丢失，已重新提交`);
      for (const trial of again) void this.#submit(trial);
      this.#heard = performance.now();
      if (this.#gone) say("已重新连上 Redis");
      this.#gone = false;
    } catch {
      this.#unheard();
    }
  }

  async #isLost({ lane, ids }: Trial): Promise<boolean> {
    const id = ids.at(-1)!;
    const known = await lane.look(id, this.#hearer);
    return !known && id === ids.at(-1);
  }

  #unheard(): void {
    if (this.#closing) return;
    const silent = performance.now() - this.#heard;
    if (!this.#gone && silent > this.#link.times.patience) {
      this.#gone = true;
      const seconds = Math.max(1, Math.round(silent / 1000));
      this.#link.say(`与 Redis 失去联系已 ${seconds} 秒，工作改在本进程内进行`);
    }
    if (!this.#gone) return;
    for (const trial of this.#trials) {
      if (trial.here) continue;
      // Redis may come back with the job.
      this.#unwanted.push(trial);
      void this.#here(trial);
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    clearTimeout(this.#next);
    for (const trial of [...this.#trials]) {
      this.#abandon(trial, new Interrupted());
      trial.settle({ error: new Interrupted() });
    }
    const closed = [...this.#lanes.values()].map((lane) => lane.close());
    await within(Promise.allSettled(closed), this.#link.times.close);
    this.#link.end();
  }
}
