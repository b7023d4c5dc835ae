import { UserError } from "../models/errors.ts";
import { eventsOf, pastRun, pastRuns } from "../pipelines/history.ts";
import type { RunEvent } from "../pipelines/journal.ts";
import type { Session } from "./session.ts";
import { ENDINGS, local } from "./status.ts";
import { table } from "./table.ts";

const SHOWN = 30;

/** Past runs; with a run's id, what happened in it, step by step. */
export async function act(session: Session, [id]: string[]): Promise<number> {
  const home = session.home();
  if (id === undefined) {
    const runs = pastRuns(home, SHOWN);
    session.answer(runs, () =>
      runs.length === 0
        ? ["还没有运行过。"]
        : table(
            ["运行", "开始", "由来", "结果", "秒", "计划", "建成", "发布", "失败"],
            runs.map((r) => [
              r.run,
              local(r.started_at),
              r.trigger === "command" ? "命令" : r.trigger,
              ENDINGS[r.status],
              r.seconds?.toFixed(1) ?? "",
              String(r.planned),
              String(r.built),
              r.published ? "是" : "否",
              r.failed.join("、"),
            ]),
          ),
    );
    return 0;
  }
  const past = pastRun(home, id);
  if (!past) throw new UserError(`没有运行 ${id}`, "fundwatch runs 可列出最近的运行。", 2);
  const events = eventsOf(home, id);
  session.answer({ ...past, events }, () => events.flatMap(lineOf));
  return 0;
}

function lineOf(event: RunEvent): string[] {
  const at = new Date(event.at)
    .toLocaleTimeString("sv-SE", { timeZone: "Asia/Shanghai" })
    .slice(0, 8);
  const text = inWords(event);
  return text === null ? [] : [`${at}  ${text}`];
}

function inWords(event: RunEvent): string | null {
  switch (event.event) {
    case "run started":
      return `开始（${event.trigger}），计划 ${event.steps} 个分区，进程号 ${event.pid}${event.resumes ? `，接续 ${event.resumes}` : ""}`;
    case "planned":
      return `另有文书 ${event.steps} 份要做`;
    case "step started":
      return `${event.asset} 第 ${event.attempt} 次，${event.partitions} 个分区`;
    case "step retrying":
      return `${event.asset} 第 ${event.attempt} 次失败，${event.pause_seconds} 秒后再试：${event.error}`;
    case "logged":
      return `${event.asset} ${event.line}`;
    case "materialized":
      return null;
    case "checked":
      return `${event.asset} ${event.severity === "stop" ? "不通过" : "提醒"}：${event.about}，${event.rows} 处`;
    case "step ended":
      return `${event.asset} ${ENDED[event.status]}，${event.partitions.length} 个分区${event.rows === null ? "" : `，共 ${event.rows} 行`}，${event.seconds.toFixed(2)} 秒${event.error ? `：${event.error}` : ""}`;
    case "published":
      return `快照已发布，${event.seconds.toFixed(2)} 秒`;
    case "run ended":
      return `${ENDINGS[event.status]}，用时 ${event.seconds.toFixed(1)} 秒`;
  }
}

const ENDED = { done: "完成", failed: "失败", skipped: "跳过", interrupted: "中断" } as const;
