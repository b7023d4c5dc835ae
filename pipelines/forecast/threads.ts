import { availableParallelism } from "node:os";
import { type MessagePort, Worker } from "node:worker_threads";

export interface ThreadsOptions {
  signal?: AbortSignal | undefined;
  /** Told as jobs are done. */
  progress?: ((done: number, total: number) => void) | undefined;
  /** At most so many threads; one for each core where it is not said. */
  threads?: number | undefined;
}

/** What a thread says to a job. */
export type Answer<R> = { result: R } | { error: { name: string; message: string; stack: string } };

/** In a thread: answers each job it is sent. */
export function answering<J, R>(port: MessagePort, work: (job: J) => R): void {
  port.on("message", (job: J) => {
    let answer: Answer<R>;
    try {
      answer = { result: work(job) };
    } catch (error) {
      const { name, message, stack = "" } = error as Error;
      answer = { error: { name, message, stack } };
    }
    port.postMessage(answer);
  });
}

/** Jobs that may be made ready only when a thread is free for them; `length` is how many there are at most. */
export interface Jobs<J> extends Iterable<J> {
  readonly length: number;
}

/**
 * Carries out jobs in worker threads that run `module`, a job at a time each, and hands over each result as
 * it comes. An abort or the first error ends all threads.
 */
export async function inThreads<J, R>(
  module: URL,
  jobs: Jobs<J>,
  take: (result: R, job: J) => void,
  { signal, progress, threads = availableParallelism() }: ThreadsOptions = {},
): Promise<void> {
  signal?.throwIfAborted();
  let done = 0;
  const workers: Worker[] = [];
  const source = jobs[Symbol.iterator]();
  const carriedOut = () =>
    new Promise<void>((resolve, reject) => {
      let { value: job, done: isOver } = source.next();
      if (isOver) return resolve();
      const worker = new Worker(module);
      workers.push(worker);
      const give = () => {
        ({ value: job, done: isOver } = source.next());
        if (isOver) resolve();
        else worker.postMessage(job);
      };
      worker.on("message", (answer: Answer<R>) => {
        if ("error" in answer) return reject(Object.assign(new Error(), answer.error));
        try {
          take(answer.result, job);
          done += 1;
          progress?.(done, jobs.length);
          give();
        } catch (error) {
          reject(error);
        }
      });
      worker.on("error", reject);
      worker.on("exit", (code) => reject(new Error(`计算线程意外退出（${code}）`)));
      worker.postMessage(job);
    });
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(signal?.reason);
  });
  signal?.addEventListener("abort", stop, { once: true });
  try {
    const count = Math.min(threads, jobs.length);
    await Promise.race([Promise.all(Array.from({ length: count }, carriedOut)), stopped]);
  } finally {
    signal?.removeEventListener("abort", stop);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
