import { UserError } from "../models/errors.ts";
import { parsePeriod } from "../models/period.ts";
import { type ClosePreview, close, previewClose, reopen } from "../pipelines/publication/close.ts";
import { requirePeriod } from "./figures.ts";
import { actorFrom, textOf } from "./publishing.ts";
import type { Session } from "./session.ts";
import { local } from "./status.ts";
import { table } from "./table.ts";

export async function act(
  session: Session,
  _args: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const period = textOf(options, "period");
  if (period === undefined)
    throw new UserError("缺少 --period", "如 close --period 2019-07，或 --period 2019Q3。", 2);
  requirePeriod(period);
  if (parsePeriod(period).kind === "year")
    throw new UserError(`月结的期间应为月份或季度，不是 ${period}`, "如 --period 2019-12。", 2);
  const home = session.home();
  const request = { period, region: textOf(options, "region"), reason: textOf(options, "reason") };
  const actor = actorFrom(options);
  if (options.undo === true) {
    const undone = await reopen(home, request, actor, session.now());
    session.answer(undone, () => [
      `已撤销月结：${undone.region} ${undone.months.join("、")}`,
      ...undone.released.map((batch) => `  批次 ${batch} 恢复计入`),
      ...(undone.released.length > 0 ? ["下一步：fundwatch run"] : []),
    ]);
    return 0;
  }
  const isTrial = options.dryRun === true;
  const preview = isTrial
    ? previewClose(home, request)
    : await close(home, request, actor, session.now());
  session.answer({ ...preview, closed: !isTrial }, () => linesOf(preview, isTrial));
  return 0;
}

function linesOf(preview: ClosePreview, isTrial: boolean): string[] {
  const { region, months, batches, warnings } = preview;
  const span = `${region} ${months.join("、")}`;
  const rows = batches.map((b) => [b.batch, b.file, b.source, local(b.arrived_at)]);
  return [
    isTrial
      ? `月结 ${span} 会冻结 ${batches.length} 个批次：`
      : `已月结 ${span}，冻结 ${batches.length} 个批次；以后到的来文待更正，不计入。`,
    ...table(["批次", "文件", "来源", "到达时间"], rows),
    ...warnings.map((warning) => `注意：${warning}`),
    isTrial
      ? "没有任何改动；确认后去掉 --dry-run 再执行。"
      : "下一步：fundwatch issue monthly --period … --by …；结错了可用 close --undo 撤销。",
  ];
}
