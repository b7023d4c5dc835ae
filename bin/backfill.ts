import { UserError } from "../models/errors.ts";
import {
  type Backfill,
  backfills,
  cancelBackfill,
  carryOutBackfill,
  openBackfill,
  requestBackfill,
} from "../pipelines/backfill.ts";
import { operate } from "../pipelines/operate.ts";
import { planRun } from "../pipelines/preview.ts";
import { exitStatus, linesOf, monthRange, REASONS, wishes } from "./run.ts";
import type { Session } from "./session.ts";
import { table } from "./table.ts";

const CHUNK_MONTHS = 12;

export async function act(
  session: Session,
  selection: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const home = session.home();
  if (options.list === true) {
    const all = backfills(home);
    session.answer(all, () => listed(all));
    return 0;
  }
  if (options.cancel !== undefined) {
    const cancelled = cancelBackfill(home, String(options.cancel));
    session.answer(cancelled, () => [`已取消回填 ${cancelled.backfill}；已建好的分区保留`]);
    return 0;
  }
  const wish = {
    selection,
    ...monthRange(options),
    force: options.force === true,
    chunk_months: chunkOf(options.chunk),
  };
  if (options.dryRun === true) {
    const force = wish.force ? { forcedBefore: session.now().toISOString() } : {};
    const planned = await planRun(home, { ...wish, ...force });
    session.answer(planned, () => [
      ...table(
        ["资产", "分区", "原因"],
        planned.map((p) => [p.asset, p.partition || "（整表）", REASONS[p.reason] ?? p.reason]),
      ),
      `共 ${planned.length} 个分区；去掉 --dry-run 开始回填。`,
    ]);
    return 0;
  }
  const backfill =
    options.resume === undefined
      ? requestBackfill(home, wish, session.now())
      : openBackfill(home, options.resume === true ? undefined : String(options.resume));
  session.remark(`回填 ${backfill.backfill}；中断后用 fundwatch backfill --resume 接着做`);
  const done = await carryOutBackfill(home, backfill, (wish) =>
    operate(home, { ...wishes(session), ...wish }),
  );
  session.answer({ ...done.report, backfill: done.backfill }, () => linesOf(done.report));
  return exitStatus(done.report);
}

function chunkOf(value: unknown): number {
  if (value === undefined) return CHUNK_MONTHS;
  const months = Number(value);
  if (Number.isInteger(months) && months > 0) return months;
  throw new UserError(`--chunk ${value} 不是月数`, "应为正整数，如 --chunk 12。", 2);
}

const STATUS: Record<Backfill["status"], string> = {
  open: "未完成",
  done: "完成",
  cancelled: "已取消",
};

function listed(all: Backfill[]): string[] {
  if (all.length === 0) return ["还没有做过回填。"];
  return table(
    ["回填", "资产", "月份", "状态", "运行", "已建分区"],
    all.map((b) => [
      b.backfill,
      b.selection.join(" ") || "全部",
      `${b.from ?? ""}～${b.to ?? ""}`,
      STATUS[b.status],
      String(b.runs.length),
      String(b.runs.reduce((sum, { built }) => sum + built, 0)),
    ]),
  );
}
