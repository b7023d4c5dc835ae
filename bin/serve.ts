import { UserError } from "../models/errors.ts";
import {
  automationAlerts,
  automationKey,
  deadlineAlerts,
} from "../pipelines/alerts/automation-conditions.ts";
import { reviewAlerts } from "../pipelines/alerts/review.ts";
import type { Actions, Ran } from "../pipelines/automations/act.ts";
import { shanghaiDay, shanghaiMinute } from "../pipelines/automations/clock.ts";
import { ConfigWatch } from "../pipelines/automations/config-watch.ts";
import { DEADLINES, nextTime } from "../pipelines/automations/cron.ts";
import { deadlineStates } from "../pipelines/automations/deadlines.ts";
import { schedulesOf, watchedSince } from "../pipelines/automations/enrolment.ts";
import { existing } from "../pipelines/automations/existing.ts";
import { loadUnattended } from "../pipelines/automations/load-unattended.ts";
import { takeLock } from "../pipelines/automations/lock.ts";
import { Scheduler } from "../pipelines/automations/scheduler.ts";
import { deliverUnattended } from "../pipelines/delivery/unattended.ts";
import type { Home } from "../pipelines/home.ts";
import { operate } from "../pipelines/operate.ts";
import type { RunReport } from "../pipelines/run.ts";
import { healthOf, healthServer } from "./health.ts";
import type { Session } from "./session.ts";

/** Beside `runs.stop_seconds`: for closing the warehouse. */
const CLOSING_SECONDS = 8;

export async function act(
  session: Session,
  _: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const where = { host: String(options.host ?? "127.0.0.1"), port: portOf(options.port) };
  const say = session.remark;
  const config = new ConfigWatch(session.root, say);
  const lock = await takeLock(config.home);
  try {
    const since = session.now().toISOString();
    const signal = session.stop();
    const scheduler: Scheduler = new Scheduler(
      config.home,
      actionsOf(session, () => ({ home: config.home, scheduler })),
      {
        now: session.now,
        say,
        signal,
        refresh: () => config.refresh(),
        ended: (name, outcome) =>
          reviewAlerts(config.home, automationKey(name), automationAlerts(name, outcome), {
            now: session.now,
            say,
          }),
      },
    );
    const { server, url } = await healthServer(where, () =>
      healthOf(config.home, scheduler, since),
    );
    const stopDeadline = () => {
      const seconds = config.home.config.runs.stop_seconds + CLOSING_SECONDS;
      setTimeout(() => {
        say(`${seconds} 秒内没有停下，直接退出；没有做完的，下次启动时接着做`);
        process.exit(0);
      }, seconds * 1000).unref();
    };
    if (signal.aborted) stopDeadline();
    else signal.addEventListener("abort", stopDeadline, { once: true });
    try {
      const plan = planOf(config.home, session.now());
      session.answer({ home: session.root, url, pid: process.pid, automations: plan }, () => [
        `serve 已启动（进程号 ${process.pid}）：工作目录 ${session.root}，状态 ${url}/health`,
        ...plan.map(({ name, when, next }) => `  ${name}：${when}${next ? `，下次 ${next}` : ""}`),
      ]);
      await scheduler.loop();
    } finally {
      server.close();
      server.closeAllConnections();
    }
    say("serve 已停止");
    return 0;
  } finally {
    lock.release();
  }
}

function portOf(given: unknown): number {
  const text = String(given ?? "8788");
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new UserError(`端口 ${text} 不对`, "应为 0 到 65535 的整数，如 --port 8788。", 2);
  return port;
}

/** What serve does by itself, and when next. */
function planOf(home: Home, now: Date): { name: string; when: string; next: string | null }[] {
  const { inbox, deadlines } = home.config;
  return [
    {
      name: "inbox",
      when: inbox.watch
        ? `每 ${inbox.every_seconds} 秒看一次 ${home.inbox}，文件 ${inbox.settle_seconds} 秒不变即载入并更新`
        : "不自动载入（配置 inbox.watch 为 false）",
      next: null,
    },
    ...schedulesOf(home.config).map((schedule) => {
      const next = nextTime(schedule, now);
      const when =
        schedule.name === DEADLINES ? `每天 9:00 核对 ${deadlines.length} 项时限` : schedule.cron;
      return { name: schedule.name, when, next: next && shanghaiMinute(next) };
    }),
  ];
}

/** The automations' deeds, each on the home and the config of its moment. */
function actionsOf(
  { now, remark, version }: Session,
  at: () => { home: Home; scheduler: Scheduler },
): Actions {
  return {
    load: (files, signal) => loadUnattended(at().home, files, { now, signal }),
    run: async ({ trigger, selection }, signal) => {
      const report = await operate(at().home, {
        now,
        selection,
        trigger,
        signal,
        say: remark,
        env: process.env,
        version,
      });
      return ranOf(report, signal.aborted);
    },
    deliver: (signal) => deliverUnattended(at().home, { now, signal }),
    deadlines: async () => {
      const { home, scheduler } = at();
      const states = deadlineStates(
        home.config,
        shanghaiDay(now()),
        watchedSince(scheduler.ledger),
        await existing(home),
      );
      const alerts = deadlineAlerts(states);
      await reviewAlerts(home, "deadlines/", alerts, { now, say: remark });
      const open = states.filter(({ state }) => state !== "done");
      return open.length === 0
        ? "时限内该做的都已做好"
        : open.map(({ sentence }) => sentence).join("；");
    },
  };
}

const SHOWN = 3;

function ranOf({ run: id, steps }: RunReport, stopped: boolean): Ran {
  if (steps.length === 0) {
    return { run: null, steps: 0, failed: 0, why: "没有要做的", interrupted: stopped };
  }
  const done = steps.filter(({ status }) => status === "done").length;
  const failed = steps.filter(({ status }) => status === "failed");
  const errors = [...new Set(failed.map(({ asset, error }) => `${asset}：${error ?? "失败"}`))];
  const why = [
    `做好 ${done} 项（运行 ${id}）`,
    ...(failed.length > 0 ? [`${failed.length} 项失败：${errors.slice(0, SHOWN).join("；")}`] : []),
  ];
  return {
    run: id,
    steps: steps.length,
    failed: failed.length,
    why: why.join("；"),
    interrupted: stopped,
  };
}
