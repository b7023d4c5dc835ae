import { UserError } from "../../models/errors.ts";
import type { Schedule } from "../../models/operation.ts";
import type { Home } from "../home.ts";
import { WarehouseBusy } from "../store.ts";
import type { Due } from "./catch-up.ts";
import { DEADLINES, INBOX } from "./cron.ts";
import type { Look } from "./inbox.ts";

/** What came of a load. */
export interface Loaded {
  loaded: number;
  troubled: number;
  why: string;
}

/** What came of a run. */
export interface Ran {
  run: string | null;
  steps: number;
  failed: number;
  why: string;
  /** It was stopped before its end. */
  interrupted?: boolean;
}

/** What came of a delivery. */
export interface Handed {
  sent: number;
  /** Those that did not arrive, or of which nobody knows. */
  failed: number;
  why: string;
}

/** What automations can do; a signal that aborts asks them to come to an end. */
export interface Actions {
  load(files: string[], signal: AbortSignal): Promise<Loaded>;
  run(request: { trigger: string; selection: string[] }, signal: AbortSignal): Promise<Ran>;
  /** Gives the groups what was issued since; nothing is thrown. */
  deliver(signal: AbortSignal): Promise<Handed>;
  /** Looks at the deadlines and tells how they stand. */
  deadlines(signal: AbortSignal): Promise<string>;
}

export interface Outcome {
  state: "ran" | "skipped" | "failed" | "stopped";
  why: string;
  run?: string | null;
  /** Files that were handed to `load` and need not be again. */
  loaded?: string[];
}

export interface ActOptions {
  signal: AbortSignal;
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  look: () => Look;
  say: (line: string) => void;
}

const BUSY_PAUSE_MS = 15_000;
const BUSY_AT_MOST_MS = 10 * 60_000;

const NOTHING_NEW = "收件夹没有新文件";
const STOPPED = "收到停止的信号，下次启动时接着做";

/** Carries out one automation and says what came of it; whatever goes wrong becomes an outcome. */
export class Act {
  readonly #actions: Actions;
  readonly #options: ActOptions;

  constructor(actions: Actions, options: ActOptions) {
    this.#actions = actions;
    this.#options = options;
  }

  async perform(home: Home, due: Due, files?: string[]): Promise<Outcome> {
    const { signal } = this.#options;
    try {
      if (due.automation === DEADLINES)
        return { state: "ran", why: await this.#patiently(() => this.#actions.deadlines(signal)) };
      if (due.automation === INBOX) return await this.#inbox(home, files);
      return await this.#scheduled(home, due.schedule!);
    } catch (error) {
      if (signal.aborted) return { state: "stopped", why: STOPPED };
      return { state: "failed", why: inWords(error) };
    }
  }

  async #scheduled(home: Home, schedule: Schedule): Promise<Outcome> {
    const { signal } = this.#options;
    const files = schedule.load ? await this.#settled(home) : null;
    const loaded = files === null ? null : await this.#load(files);
    const handed = schedule.deliver ? await this.#actions.deliver(signal) : null;
    const ran = await this.#patiently(() =>
      this.#actions.run({ trigger: schedule.name, selection: schedule.select }, signal),
    );
    return outcomeOf(loaded, ran, files ?? [], handed);
  }

  /** Without `files`: goes on with a load that was cut off, after which a run may be missing. */
  async #inbox(home: Home, files?: string[]): Promise<Outcome> {
    const { signal } = this.#options;
    const given = files ?? (await this.#settled(home));
    const loaded = await this.#load(given);
    if (loaded.loaded === 0 && files !== undefined) {
      const state = loaded.troubled > 0 ? "ran" : "skipped";
      return { state, why: loaded.why, loaded: given };
    }
    const request = { trigger: INBOX, selection: [] };
    const ran = await this.#patiently(() => this.#actions.run(request, signal));
    return outcomeOf(loaded, ran, given);
  }

  async #load(files: string[]): Promise<Loaded> {
    const { signal } = this.#options;
    signal.throwIfAborted();
    if (files.length === 0) return { loaded: 0, troubled: 0, why: NOTHING_NEW };
    const loaded = await this.#actions.load(files, signal);
    signal.throwIfAborted();
    return loaded;
  }

  /** Every whole file of the inbox. Those first seen just now are given the time to prove whole. */
  async #settled(home: Home): Promise<string[]> {
    const { look, wait, signal } = this.#options;
    const { settle_seconds, every_seconds } = home.config.inbox;
    const step = Math.min(every_seconds, settle_seconds) * 1000;
    let left = settle_seconds * 1000;
    let found = look();
    while (found.waiting.length > 0 && left > 0 && !signal.aborted) {
      await wait(Math.min(step, left), signal);
      left -= step;
      found = look();
    }
    return found.settled;
  }

  /** Another process may have the warehouse for a while. */
  async #patiently<T>(action: () => Promise<T>): Promise<T> {
    const { say, wait, signal } = this.#options;
    for (let waited = 0; ; waited += BUSY_PAUSE_MS) {
      try {
        return await action();
      } catch (error) {
        if (!(error instanceof WarehouseBusy) || signal.aborted) throw error;
        if (waited >= BUSY_AT_MOST_MS) {
          const minutes = BUSY_AT_MOST_MS / 60_000;
          throw new UserError(`等了 ${minutes} 分钟，${error.message}`, error.remedy);
        }
        if (waited === 0) say(`${error.message}，稍后再试`);
        await wait(BUSY_PAUSE_MS, signal);
        signal.throwIfAborted();
      }
    }
  }
}

function outcomeOf(
  loaded: Loaded | null,
  ran: Ran,
  files: string[],
  handed: Handed | null = null,
): Outcome {
  const why = [loaded?.why, handed?.why, ran.why].filter((text) => text).join("；");
  const rest = { run: ran.run, loaded: files };
  if (ran.interrupted) return { state: "stopped", why: `${why}；${STOPPED}`, ...rest };
  if (ran.failed > 0 || (handed?.failed ?? 0) > 0) return { state: "failed", why, ...rest };
  const acted = [ran.steps, loaded?.loaded, handed?.sent].some((count) => (count ?? 0) > 0);
  return { state: acted ? "ran" : "skipped", why, ...rest };
}

function inWords(error: unknown): string {
  if (error instanceof UserError) return `${error.message}。${error.remedy}`;
  return error instanceof Error ? error.message : String(error);
}
