import { UserError } from "../models/errors.ts";
import { type LoadOutcome, load, withdraw } from "../pipelines/ingest/load.ts";
import type { Session } from "./session.ts";
import { table } from "./table.ts";

const STATUS: Record<LoadOutcome["status"], string> = {
  loaded: "已载入",
  held: "暂存（勾稽不符）",
  accepted: "已接受",
  withdrawn: "已撤回",
  waiting: "待更正（已月结）",
  duplicate: "重复，未再载入",
  refused: "拒收",
  would_load: "可载入",
  would_hold: "将暂存（勾稽不符）",
  would_wait: "将待更正（已月结）",
};

export async function act(
  session: Session,
  paths: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const text = (name: string) => (options[name] === undefined ? undefined : String(options[name]));
  const home = session.home();
  for (const name of ["accept", "reason"]) {
    if (text(name)?.trim() === "")
      throw new UserError("理由不能为空", "请写明为什么接受或撤回，理由会印在相关数字下面。", 2);
  }
  if (options.region !== undefined && !/^\d{6}$/.test(text("region")!)) {
    throw new UserError(`统筹区代码 ${text("region")} 不是 6 位数字`, "如 --region 620700。", 2);
  }
  const outcomes = options.withdraw
    ? [await withdraw(home, text("withdraw")!, text("reason"), session.now())]
    : await load(home, paths, {
        now: session.now,
        region: text("region"),
        dryRun: options.dryRun === true,
        accept: text("accept"),
        progress: session.progress,
      });
  session.answer(outcomes, () => linesOf(outcomes));
  const troubled = outcomes.some(
    (o) =>
      ["refused", "held", "waiting", "would_hold", "would_wait"].includes(o.status) ||
      o.quarantined > 0,
  );
  return troubled ? 3 : 0;
}

function linesOf(outcomes: LoadOutcome[]): string[] {
  if (outcomes.length === 0)
    return ["没有找到可载入的文件。把来文放进 inbox/，或在命令后面写上文件路径。"];
  const rows = outcomes.map((o) => [
    o.file,
    o.source ?? "",
    STATUS[o.status],
    String(o.rows),
    String(o.quarantined),
    o.batch ?? "",
  ]);
  const lines = table(["文件", "来源", "结果", "数值", "隔离行", "批次"], rows);
  for (const o of outcomes) {
    for (const message of o.messages) lines.push(`  ${o.file}：${message}`);
  }
  if (outcomes.some((o) => o.status === "loaded" || o.status === "accepted"))
    lines.push("下一步：fundwatch run");
  return lines;
}
