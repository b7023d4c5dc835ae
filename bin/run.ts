import { UserError } from "../models/errors.ts";
import { type RunReport, run } from "../pipelines/run.ts";
import type { Session } from "./session.ts";
import { table } from "./table.ts";

export const REASONS: Record<string, string> = {
  missing: "还没有",
  "changed code": "程序变了",
  "changed input": "来文变了",
  "removed input": "来文撤了",
};

/** `--from` and `--to` as months; wrong ones are refused. */
export function monthRange(options: Record<string, unknown>): { from?: string; to?: string } {
  const range: { from?: string; to?: string } = {};
  for (const name of ["from", "to"] as const) {
    const value = options[name];
    if (value === undefined) continue;
    if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(String(value))) {
      throw new UserError(`--${name} ${value} 不是月份`, "应为 2019-07 这样的年月。", 2);
    }
    range[name] = String(value);
  }
  return range;
}

export async function act(
  session: Session,
  selection: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const report = await run(session.home(), {
    now: session.now,
    selection,
    ...monthRange(options),
    progress: session.progress,
  });
  session.answer(report, () => linesOf(report));
  if (report.steps.some((s) => s.checks.some((c) => c.severity === "stop" && c.rows > 0))) return 4;
  return report.steps.some((s) => s.status === "failed") ? 1 : 0;
}

function linesOf(report: RunReport): string[] {
  if (report.steps.length === 0) return ["没有要做的：所有表都与来文和程序一致。"];
  const assets = [...new Set(report.steps.map((step) => step.asset))];
  const rows = assets.map((asset) => {
    const steps = report.steps.filter((step) => step.asset === asset);
    const status = { done: "完成", failed: "失败", skipped: "跳过" }[steps[0]!.status];
    const seconds = steps.reduce((sum, step) => sum + step.seconds, 0);
    return [asset, String(steps.length), status, String(steps[0]!.rows ?? ""), seconds.toFixed(2)];
  });
  const lines = table(["资产", "分区", "结果", "行", "秒"], rows);
  for (const step of report.steps) {
    for (const check of step.checks.filter((c) => c.rows > 0)) {
      lines.push(
        `${check.severity === "stop" ? "不通过" : "提醒"} ${step.asset}：${check.about}，${check.rows} 处不符，如 ${JSON.stringify(check.sample[0])}`,
      );
    }
  }
  for (const asset of assets) {
    const error = report.steps.find((step) => step.asset === asset && step.error)?.error;
    if (error) lines.push(`失败 ${asset}：${error}`);
  }
  if (report.steps.some((step) => step.status !== "done")) {
    lines.push("有步骤没有完成：快照没有更新，查询和报告仍是上一次发布的数据");
  }
  lines.push(`运行 ${report.run}，用时 ${report.seconds.toFixed(1)} 秒`);
  return lines;
}
