import type { Explained } from "../pipelines/automations/explain.ts";
import type { Home } from "../pipelines/home.ts";
import { arrivals, statusAt } from "../pipelines/ingest/batches.ts";
import { WAITING_REMEDY } from "../pipelines/ingest/outcome.ts";
import type { CellState, Overview } from "../pipelines/overview.ts";
import type { PlannedPartition } from "../pipelines/plan.ts";
import { REASONS } from "./run.ts";
import { table } from "./table.ts";

/** Whether a month is done, what stands in its way, and what a run would do about it. */
export interface MonthAnswer {
  month: string;
  done: boolean;
  assets: { asset: string; state: CellState; reason: string | null }[];
  /** In Chinese: what is missing or wrong, each with what to do. */
  obstacles: string[];
  planned: PlannedPartition[] | null;
  deadlines: string[];
}

export function monthAnswer(
  home: Home,
  view: Overview,
  explained: Explained,
  month: string,
): MonthAnswer {
  const planned =
    view.planned?.filter(({ partition }) => partition === "" || partition.endsWith(month)) ?? null;
  const assets = view.assets.map(({ asset, cells }) => ({
    asset,
    state: cells[""] ?? cells[month] ?? ("empty" as const),
    reason:
      planned?.find((p) => p.asset === asset && p.partition.endsWith(month))?.reason ??
      planned?.find((p) => p.asset === asset)?.reason ??
      null,
  }));
  const obstacles = [
    ...sourcesMissing(view, month),
    ...batchTroubles(home, month),
    ...view.failures
      .filter(({ partitions }) => partitions.some((p) => p === "" || p.endsWith(month)))
      .map(({ asset, error }) => `上次运行时 ${asset} 失败：${error}`),
  ];
  const figures = assets.find(({ asset }) => asset === "marts.figure")!;
  return {
    month,
    done: figures.state === "done" && planned?.length === 0,
    assets,
    obstacles,
    planned,
    deadlines: explained.deadlines.filter((d) => d.month === month).map((d) => d.sentence),
  };
}

function sourcesMissing(view: Overview, month: string): string[] {
  return view.assets
    .filter(({ kind, cells }) => kind === "source" && cells[month] === undefined)
    .map(({ asset, about }) => `没有${about}（${asset}）的来文：放进 inbox/ 后执行 fundwatch load`);
}

function batchTroubles(home: Home, month: string): string[] {
  return arrivals(home).flatMap((arrival) =>
    arrival.batches
      .filter((batch) => month in batch.periods || month.slice(0, 4) in batch.periods)
      .flatMap((batch) => {
        const lines: string[] = [];
        if (statusAt(batch)?.status === "held")
          lines.push(
            `${arrival.file} 勾稽不符而暂存：更正后重新载入，或 fundwatch load --accept "理由"`,
          );
        if (statusAt(batch)?.status === "waiting")
          lines.push(`${arrival.file}：${statusAt(batch)!.reason ?? ""}，${WAITING_REMEDY}`);
        if (batch.quarantined > 0)
          lines.push(`${arrival.file} 有 ${batch.quarantined} 行被隔离：见 fundwatch quarantine`);
        return lines;
      }),
  );
}

const STATES: Record<CellState, string> = {
  done: "已有",
  stale: "待更新",
  missing: "待建",
  failed: "失败",
  held: "暂存",
  empty: "无数据",
};

export function monthLines(answer: MonthAnswer): string[] {
  const verdict = answer.done
    ? `${answer.month} 已做完：指标与来文和程序一致。`
    : answer.planned === null
      ? `${answer.month} 做完没有，要等占用数据仓库的进程结束才知道。`
      : `${answer.month} 还没有做完。`;
  return [
    verdict,
    "",
    ...table(
      ["资产", "状态", "原因"],
      answer.assets.map(({ asset, state, reason }) => [
        asset,
        STATES[state],
        reason ? (REASONS[reason] ?? reason) : "",
      ]),
    ),
    ...(answer.obstacles.length > 0 ? ["", ...answer.obstacles] : []),
    ...answer.deadlines,
    "",
    whatNext(answer.planned),
  ];
}

function whatNext(planned: PlannedPartition[] | null): string {
  if (planned === null) return "数据仓库正由另一个进程使用；以上是上一次发布时的样子。";
  if (planned.length === 0) return "再执行一次 fundwatch run，不会有任何变化。";
  return `再执行一次 fundwatch run，会建 ${planned.length} 个分区；fundwatch plan 可先看会变动哪些已发布的数字。`;
}
