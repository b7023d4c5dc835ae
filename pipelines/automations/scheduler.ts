import { setTimeout as pause } from "node:timers/promises";
import type { Schedule } from "../../models/operation.ts";
import type { Home } from "../home.ts";
import { Act, type Actions, type Outcome } from "./act.ts";
import { type Due, enrol, nextDue, settle, since } from "./catch-up.ts";
import { shanghaiMinute } from "./clock.ts";
import { INBOX, nextTime, validateSchedules } from "./cron.ts";
import { askedFor, schedulesOf } from "./enrolment.ts";
import { Inbox, type Look } from "./inbox.ts";
import { Ledger } from "./ticks.ts";

export interface ScheduleOptions {
  now: () => Date;
  /** A line for the people at this machine. */
  say: (line: string) => void;
  /** Stops the loop; what goes on is given the same signal and its end awaited. */
  signal: AbortSignal;
  wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** The home as its config file is now; asked before every turn. */
  refresh?: () => Home;
  /** Told what came of every automation. */
  ended?: (automation: string, outcome: Outcome) => Promise<void>;
}

/** What a scheduler is doing, for those who ask it. */
export interface Current {
  automation: string;
  scheduled_for: string;
  since: string;
}

/** Long waits are cut, so that a clock that jumps and a config that changes are noticed. */
const LONGEST_WAIT_MS = 30_000;
const PAUSE_AFTER_TROUBLE_MS = 60_000;
const FIRST_INBOX_PAUSE_MS = 10 * 60_000;
const LONGEST_INBOX_PAUSE_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;

/** Does what is due, one thing at a time, in order of time; writes down every decision and its why. */
export class Scheduler {
  readonly ledger: Ledger;
  current: Current | null = null;
  lastLook: Look | null = null;
  /** Why the last turn failed as a whole; null if it did not. */
  trouble: string | null = null;
  #home: Home;
  readonly #act: Act;
  readonly #inbox = new Inbox();
  readonly #options: Required<ScheduleOptions>;
  #inboxFailures = 0;
  #inboxRestsUntil = 0;
  #told = "";

  constructor(home: Home, actions: Actions, options: ScheduleOptions) {
    validateSchedules(home.config.schedules);
    this.#home = home;
    this.#options = { wait: waited, refresh: () => home, ended: async () => {}, ...options };
    this.ledger = new Ledger(home, options.now);
    const look = () => this.#look(options.now());
    this.#act = new Act(actions, { ...this.#options, look });
  }

  /** Goes on until the signal; nothing that goes wrong in a turn ends it. */
  async loop(): Promise<void> {
    const { signal, say, wait } = this.#options;
    while (!signal.aborted) {
      let rest: number;
      try {
        rest = await this.turn();
        this.trouble = null;
      } catch (error) {
        this.trouble = error instanceof Error ? error.message : String(error);
        say(`自动任务出错，一分钟后再试：${this.trouble}`);
        rest = PAUSE_AFTER_TROUBLE_MS;
      }
      if (rest > 0 && !signal.aborted) await wait(rest, signal);
    }
  }

  /** Does at most one thing by the clock and one for the inbox; gives the milliseconds to rest. */
  async turn(): Promise<number> {
    const { now, signal, refresh } = this.#options;
    this.#home = refresh();
    const { config } = this.#home;
    const schedules = schedulesOf(config);
    enrol(this.ledger, askedFor(config), now());
    this.#tellOfClock(schedules, now());
    settle(this.ledger, schedules, now());
    const due = nextDue(this.ledger, schedules, now());
    if (due) await this.#perform(due);
    if (signal.aborted) return 0;
    const looked = config.inbox.watch && (await this.#watchInbox());
    return due || looked ? 0 : this.#rest(schedules);
  }

  #rest(schedules: readonly Schedule[]): number {
    const moment = this.#options.now();
    const { inbox } = this.#home.config;
    const times = schedules.flatMap((schedule) => {
      const from = since(this.ledger.account(schedule.name));
      return from ? (nextTime(schedule, from)?.getTime() ?? []) : [];
    });
    if (inbox.watch) times.push(this.#nextLook(inbox.every_seconds));
    const rest = Math.min(...times, Number.POSITIVE_INFINITY) - moment.getTime();
    return Math.min(Math.max(rest, 10), LONGEST_WAIT_MS);
  }

  #nextLook(everySeconds: number): number {
    return this.lastLook === null ? 0 : Date.parse(this.lastLook.at) + everySeconds * 1000;
  }

  #look(now: Date): Look {
    const { inbox, config } = this.#home;
    const look = this.#inbox.look(inbox, now, config.inbox.settle_seconds);
    if (look.problem !== undefined && this.lastLook?.problem === undefined)
      this.#options.say(`看不到收件夹 ${inbox}：${look.problem}`);
    this.lastLook = look;
    return look;
  }

  /** Looks when it is time to; loads what is new and whole. */
  async #watchInbox(): Promise<boolean> {
    const moment = this.#options.now();
    const before = this.lastLook;
    const next = this.#nextLook(this.#home.config.inbox.every_seconds);
    const clockWentBack = before !== null && moment.toISOString() < before.at;
    if (moment.getTime() < next && !clockWentBack) return false;
    const { fresh } = this.#look(moment);
    if (fresh.length === 0 || moment.getTime() < this.#inboxRestsUntil) return false;
    const due = { automation: INBOX, scheduledFor: moment.toISOString(), schedule: null };
    const { state, loaded } = await this.#perform({ ...due, resumed: false }, fresh);
    if (state !== "failed" || loaded) this.#inboxFailures = 0;
    else {
      const rest = FIRST_INBOX_PAUSE_MS * 2 ** this.#inboxFailures++;
      this.#inboxRestsUntil = moment.getTime() + Math.min(rest, LONGEST_INBOX_PAUSE_MS);
    }
    return true;
  }

  async #perform(due: Due, files?: string[]): Promise<Outcome> {
    const { now, say } = this.#options;
    const { automation, scheduledFor } = due;
    const row = { automation, scheduled_for: scheduledFor };
    const begun = now();
    const late = begun.getTime() - Date.parse(scheduledFor) > PAUSE_AFTER_TROUBLE_MS;
    const why = due.resumed
      ? "接着做上次没有做完的"
      : files
        ? `收件夹有 ${files.length} 个新文件`
        : late
          ? "补做错过的时刻"
          : "时间到了";
    this.ledger.record({ ...row, state: "begun", why });
    this.current = { ...row, since: begun.toISOString() };
    let outcome: Outcome;
    try {
      outcome = await this.#act.perform(this.#home, due, files);
    } finally {
      this.current = null;
    }
    this.ledger.record({
      ...row,
      state: outcome.state,
      why: outcome.why,
      ...(outcome.run ? { run: outcome.run } : {}),
    });
    await this.#options.ended(automation, outcome);
    if (outcome.loaded) this.#inbox.handled(outcome.loaded);
    const at = files ? "" : `（${shanghaiMinute(scheduledFor)}）`;
    say(`${shanghaiMinute(now())} ${automation}${at}${WORDS[outcome.state]}：${outcome.why}`);
    return outcome;
  }

  /** A clock that was ahead leaves times behind that count as done: schedules stand still until then. */
  #tellOfClock(schedules: readonly Schedule[], now: Date): void {
    const ahead = schedules
      .map(({ name }) => this.ledger.account(name).mark ?? "")
      .filter((mark) => mark !== "" && Date.parse(mark) > now.getTime() + HOUR_MS);
    const latest = ahead.sort().at(-1) ?? "";
    if (latest === this.#told) return;
    this.#told = latest;
    if (latest !== "") {
      this.#options.say(
        `时钟比台账慢：${shanghaiMinute(latest)} 以前的时刻都已有记录，不会再做。请检查系统时间；如果是以前走快了，请停掉 serve，把 ${this.ledger.file} 改名，再启动。`,
      );
    }
  }
}

const WORDS: Record<Outcome["state"], string> = {
  ran: "完成",
  skipped: "没有做",
  failed: "失败",
  stopped: "停下",
};

const waited = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  pause(milliseconds, undefined, { signal }).catch(() => {});

/** Runs the automations of a home until the signal. */
export const schedule = (home: Home, actions: Actions, options: ScheduleOptions): Promise<void> =>
  new Scheduler(home, actions, options).loop();
