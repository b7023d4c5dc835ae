import { existsSync, statSync } from "node:fs";
import { UserError } from "../models/errors.ts";
import { type Explained, explain } from "../pipelines/automations/explain.ts";
import { backfills } from "../pipelines/backfill.ts";
import { pastRuns } from "../pipelines/history.ts";
import type { Home } from "../pipelines/home.ts";
import { arrivals, statusAt } from "../pipelines/ingest/batches.ts";
import { WAITING_REMEDY } from "../pipelines/ingest/outcome.ts";
import { type CellState, type Overview, overview } from "../pipelines/overview.ts";
import { monthAnswer, monthLines } from "./month.ts";
import { REASONS } from "./run.ts";
import type { Session } from "./session.ts";
import { table } from "./table.ts";

const RUNS_SHOWN = 5;
const MONTHS_SHOWN = 24;

/** How everything stands; with a month, whether it is done and why not. */
export async function act(session: Session, [month]: string[]): Promise<number> {
  const home = session.home();
  if (month !== undefined && !/^\d{4}-(0[1-9]|1[0-2])$/.test(month))
    throw new UserError(`${month} 不是月份`, "应为 status 2019-07 这样的年月。", 2);
  const view = await overview(home);
  const explained = await explain(home, session.now());
  if (month !== undefined) {
    const answer = monthAnswer(home, view, explained, month);
    session.answer(answer, () => monthLines(answer));
    return 0;
  }
  const batches = batchesOf(home);
  const runs = pastRuns(home, RUNS_SHOWN);
  const open = backfills(home).filter(({ status }) => status === "open");
  const published = existsSync(home.snapshot) ? statSync(home.snapshot).mtime.toISOString() : null;
  const answer = {
    home: home.root,
    published_at: published,
    months: view.months,
    assets: view.assets.map((asset) => ({ ...asset, ...spanOf(asset.cells) })),
    planned: view.planned,
    failures: view.failures,
    unfinished: view.unfinished,
    batches,
    runs,
    backfills: open,
    ...explained,
  };
  session.answer(answer, () => [
    `工作目录 ${home.root}，快照发布于 ${published ? local(published) : "（尚未发布）"}`,
    "",
    ...calendar(view),
    ...todo(view),
    ...open.map((b) => `回填 ${b.backfill} 没有做完：fundwatch backfill --resume ${b.backfill}`),
    "",
    ...automations(explained),
    "",
    ...table(
      ["批次", "文件", "来源", "到达时间", "状态", "数值", "隔离行"],
      batches.map((b) => [
        b.batch,
        b.file,
        b.source,
        local(b.arrived_at),
        STATUS[b.status]!,
        String(b.rows),
        String(b.quarantined),
      ]),
    ),
    ...batches
      .filter(({ status }) => status === "waiting")
      .map(({ batch, file, reason }) => `${batch}（${file}）：${reason}，${WAITING_REMEDY}`),
    "",
    ...table(
      ["最近的运行", "开始", "由来", "结果", "秒", "分区", "失败"],
      runs.map((r) => [
        r.run,
        local(r.started_at),
        r.trigger === "command" ? "命令" : r.trigger,
        ENDINGS[r.status],
        r.seconds?.toFixed(1) ?? "",
        String(r.built),
        r.failed.join("、"),
      ]),
    ),
    "",
    "某个月做完没有、为什么：fundwatch status 2019-07；一次运行的经过：fundwatch runs <编号>",
  ]);
  return 0;
}

const spanOf = (cells: Record<string, CellState>) => {
  const there = Object.keys(cells).filter((month) => cells[month] !== "missing");
  return { partitions: there.length, first: there.sort()[0] ?? "", last: there.at(-1) ?? "" };
};

function batchesOf(home: Home) {
  return arrivals(home).flatMap((arrival) =>
    arrival.batches.map((batch) => ({
      batch: batch.batch,
      file: arrival.file,
      source: batch.source,
      arrived_at: arrival.arrived_at,
      status: statusAt(batch)!.status,
      reason: statusAt(batch)!.reason ?? null,
      rows: batch.rows,
      quarantined: batch.quarantined,
      periods: Object.keys(batch.periods),
    })),
  );
}

const MARKS: Record<CellState, string> = {
  done: "✓",
  stale: "~",
  missing: "+",
  failed: "✗",
  held: "!",
  empty: "·",
};
const LEGEND = "✓ 已有  ~ 待更新  + 待建  ✗ 失败  ! 暂存待接受  · 无数据";

/** Assets by months, a mark each; the last two years. */
function calendar(view: Overview): string[] {
  const months = view.months.slice(-MONTHS_SHOWN);
  if (months.length === 0) return ["还没有载入任何来文。把文件放进 inbox/，执行 fundwatch load。"];
  const headers = months.map((month, i) =>
    i === 0 || month.endsWith("-01") ? month.slice(2) : month.slice(5),
  );
  const rows = view.assets.map(({ asset, cells }) => {
    const whole = cells[""];
    return [asset, ...months.map((month) => MARKS[whole ?? cells[month] ?? "empty"])];
  });
  return [...table(["资产", ...headers], rows), LEGEND];
}

function todo(view: Overview): string[] {
  const lines = view.failures.map(
    ({ asset, partitions, error }) =>
      `上次失败 ${asset}（${partitions.filter((p) => p !== "").join("、") || "整表"}）：${error}`,
  );
  if (view.unfinished && view.planned === null)
    lines.push(`运行 ${view.unfinished.run} 正在进行（${view.unfinished.trigger}）`);
  if (view.unfinished && view.planned !== null)
    lines.push(`运行 ${view.unfinished.run} 没有做完就停了：fundwatch run --resume 可接着做`);
  if (view.planned === null) return [...lines, "数据仓库正由另一个进程使用，待建的以它结束后为准"];
  if (view.planned.length === 0) return [...lines, "没有要做的：所有表和文书都与来文和程序一致。"];
  const counts = new Map<string, number>();
  for (const { reason } of view.planned) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const why = [...counts].map(([reason, n]) => `${REASONS[reason] ?? reason} ${n}`).join("，");
  return [...lines, `待做 ${view.planned.length} 个分区（${why}）：fundwatch run`];
}

function automations({ serving, automations, deadlines }: Explained): string[] {
  const running = serving.running
    ? `serve 正在运行${serving.pid ? `（进程号 ${serving.pid}）` : ""}`
    : "serve 没有运行：定时任务和收件夹不会自动处理";
  return [
    ...table(
      ["自动任务", "何时", "下次", "上次", "为什么"],
      automations.map((a) => [
        a.name,
        a.when,
        a.next ? local(a.next) : "",
        a.last ? local(a.last.at) : "",
        [a.note, a.missed > 0 ? `错过 ${a.missed} 次` : null, a.last?.why]
          .filter((text) => text)
          .join("；"),
      ]),
    ),
    running,
    ...deadlines.map(({ sentence }) => sentence),
  ];
}

const STATUS: Record<string, string> = {
  loaded: "已载入",
  held: "暂存",
  accepted: "已接受",
  withdrawn: "已撤回",
  waiting: "待更正",
};

export const ENDINGS = {
  done: "完成",
  failed: "失败",
  interrupted: "中断",
  unfinished: "未结束",
} as const;

/** ISO time as Shanghai's clock shows it. */
export function local(iso: string): string {
  return new Date(iso).toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" }).slice(0, 16);
}
