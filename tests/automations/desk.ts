import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Actions, Handed, Loaded, Ran } from "../../pipelines/automations/act.ts";
import { type ScheduleOptions, Scheduler } from "../../pipelines/automations/scheduler.ts";
import { readTicks, type Tick } from "../../pipelines/automations/ticks.ts";
import { type Home, initHome, openHome } from "../../pipelines/home.ts";

/** A moment by Shanghai's clock. */
export const at = (text: string): Date =>
  new Date(`${text.replace(" ", "T")}${text.length === 16 ? ":00" : ""}+08:00`);

/** A clock that stands still until it is told otherwise. */
export class FakeClock {
  #moment: number;

  constructor(start: Date) {
    this.#moment = start.getTime();
  }

  now = (): Date => new Date(this.#moment);

  set(moment: Date): void {
    this.#moment = moment.getTime();
  }

  pass(seconds: number): void {
    this.#moment += seconds * 1000;
  }

  /** Rests by moving on. */
  wait = async (milliseconds: number): Promise<void> => this.pass(milliseconds / 1000);
}

/** A home in a folder of its own, with a config. */
export class Desk {
  readonly folder = mkdtempSync(path.join(tmpdir(), "fundwatch-automations-"));
  readonly root = path.join(this.folder, "home");

  constructor(config: Record<string, unknown> = {}) {
    initHome(this.root);
    this.configure(config);
  }

  get home(): Home {
    return openHome(this.root);
  }

  configure(config: Record<string, unknown>): void {
    writeFileSync(openHomeFile(this.root), JSON.stringify(config));
  }

  /** The rows of the ledger. */
  ticks(): Tick[] {
    return readTicks(path.join(this.root, "state", "ticks.jsonl"));
  }

  /** `nightly 2026-10-01 02:30 ran`, of the states asked for, in the order of the ledger. */
  told(...states: Tick["state"][]): string[] {
    return this.ticks()
      .filter(({ state }) => states.length === 0 || states.includes(state))
      .map((tick) => `${tick.automation} ${shown(tick.scheduled_for)} ${tick.state}`);
  }

  clear(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const openHomeFile = (root: string): string => path.join(root, "fundwatch.config.json");

const shown = (iso: string): string =>
  new Date(iso).toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" }).slice(0, 16);

export const LOADED: Loaded = { loaded: 1, troubled: 0, why: "载入 1 个文件" };
export const RAN: Ran = { run: "r1", steps: 3, failed: 0, why: "做好 3 项" };
export const NOTHING: Ran = { run: null, steps: 0, failed: 0, why: "没有要做的" };

/** Actions that note what they were asked. */
export class FakeActions implements Actions {
  readonly done: string[] = [];
  onLoad: (files: string[], signal: AbortSignal) => Promise<Loaded> = async () => LOADED;
  onRun: (trigger: string, signal: AbortSignal) => Promise<Ran> = async () => RAN;
  onDeliver: () => Promise<Handed> = async () => ({ sent: 1, failed: 0, why: "送达 1 份" });
  onDeadlines: () => Promise<string> = async () => "都已做好";

  async load(files: string[], signal: AbortSignal): Promise<Loaded> {
    this.done.push(`load ${files.map((file) => path.basename(file)).join(" ")}`);
    return this.onLoad(files, signal);
  }

  async run(request: { trigger: string; selection: string[] }, signal: AbortSignal): Promise<Ran> {
    this.done.push(`run ${[request.trigger, ...request.selection].join(" ")}`);
    return this.onRun(request.trigger, signal);
  }

  async deliver(): Promise<Handed> {
    this.done.push("deliver");
    return this.onDeliver();
  }

  async deadlines(): Promise<string> {
    this.done.push("deadlines");
    return this.onDeadlines();
  }
}

export interface Shop {
  clock: FakeClock;
  actions: FakeActions;
  said: string[];
  stop: AbortController;
  scheduler: Scheduler;
  /** Turns until nothing is due. */
  settle(): Promise<void>;
  /** Turns and rests until a moment. */
  until(moment: Date): Promise<void>;
}

/** A scheduler with a fake clock and fake actions; a second one of a desk is a restart. */
export function open(
  desk: Desk,
  clock: FakeClock,
  actions = new FakeActions(),
  options: Partial<ScheduleOptions> = {},
): Shop {
  const said: string[] = [];
  const stop = new AbortController();
  const scheduler = new Scheduler(desk.home, actions, {
    now: clock.now,
    say: (line) => said.push(line),
    signal: stop.signal,
    wait: clock.wait,
    ...options,
  });
  return {
    clock,
    actions,
    said,
    stop,
    scheduler,
    settle: async () => {
      for (let i = 0; i < 100_000; i++) if ((await scheduler.turn()) > 0) return;
      throw new Error("never at rest");
    },
    until: async (moment) => {
      while (clock.now() < moment) {
        const rest = await scheduler.turn();
        clock.pass(Math.min(rest, moment.getTime() - clock.now().getTime()) / 1000);
      }
      for (let i = 0; i < 100_000; i++) if ((await scheduler.turn()) > 0) return;
    },
  };
}

export const schedule = (name: string, cron: string, rest: Record<string, unknown> = {}) => ({
  name,
  cron,
  ...rest,
});

/** No inbox and no deadlines, so that schedules are all there is. */
export const ONLY = { inbox: { watch: false }, deadlines: [] };
