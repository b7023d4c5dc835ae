import { existsSync, statSync } from "node:fs";
import { arrivals, statusAt } from "../pipelines/ingest/batches.ts";
import { openSnapshot } from "../pipelines/publish/snapshot.ts";
import { pastRuns } from "../pipelines/run.ts";
import type { Session } from "./session.ts";
import { table } from "./table.ts";

interface AssetState {
  asset: string;
  partitions: number;
  first: string;
  last: string;
  rows: number;
  built_at: string;
  run: string;
}

export async function act(session: Session): Promise<number> {
  const home = session.home();
  const batches = arrivals(home).flatMap((arrival) =>
    arrival.batches.map((batch) => ({
      batch: batch.batch,
      file: arrival.file,
      source: batch.source,
      arrived_at: arrival.arrived_at,
      status: statusAt(batch)!.status,
      rows: batch.rows,
      quarantined: batch.quarantined,
      periods: Object.keys(batch.periods),
    })),
  );
  const assets = existsSync(home.snapshot) ? await assetStates(home) : [];
  const runs = pastRuns(home)
    .slice(-5)
    .map(({ run, started_at, seconds, steps }) => ({
      run,
      started_at,
      seconds,
      steps: steps.length,
      failed: steps.filter((step) => step.status === "failed").length,
    }));
  const publishedAt = existsSync(home.snapshot)
    ? statSync(home.snapshot).mtime.toISOString()
    : null;
  session.answer({ home: home.root, published_at: publishedAt, assets, batches, runs }, () => [
    `工作目录 ${home.root}，快照发布于 ${publishedAt ? local(publishedAt) : "（尚未发布）"}`,
    "",
    ...table(
      ["资产", "分区", "首期", "末期", "行", "建成时间"],
      assets.map((a) => [
        a.asset,
        String(a.partitions),
        a.first,
        a.last,
        String(a.rows),
        local(a.built_at),
      ]),
    ),
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
    "",
    ...table(
      ["最近的运行", "开始", "秒", "步", "失败"],
      runs.map((r) => [
        r.run,
        local(r.started_at),
        r.seconds.toFixed(1),
        String(r.steps),
        String(r.failed),
      ]),
    ),
  ]);
  return 0;
}

const STATUS: Record<string, string> = {
  loaded: "已载入",
  held: "暂存",
  accepted: "已接受",
  withdrawn: "已撤回",
};

async function assetStates(home: Parameters<typeof openSnapshot>[0]): Promise<AssetState[]> {
  const store = await openSnapshot(home);
  try {
    const rows = await store.rows<Record<keyof AssetState, string>>(`
      select asset, count(*) as partitions, min(partition) as first, max(partition) as last, sum(row_count) as rows,
        strftime(max(built_at) at time zone 'UTC', '%Y-%m-%dT%H:%M:%SZ') as built_at, max(run) as run
      from meta.partition group by asset order by asset`);
    return rows.map((r) => ({ ...r, partitions: Number(r.partitions), rows: Number(r.rows) }));
  } finally {
    store.close();
  }
}

/** ISO time as Shanghai's clock shows it. */
function local(iso: string): string {
  return new Date(iso).toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" }).slice(0, 16);
}
