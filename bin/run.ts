import { UserError } from "../models/errors.ts";
import { type OperateOptions, operate } from "../pipelines/operate.ts";
import type { RunReport } from "../pipelines/run.ts";
import type { Session } from "./session.ts";
import { table } from "./table.ts";

export const REASONS: Record<string, string> = {
  missing: "还没有",
  "changed code": "程序变了",
  "changed input": "来文变了",
  "changed policy": "配置变了",
  upstream: "所读的表变了",
  forced: "要求重建",
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
  if (range.from && range.to && range.from > range.to)
    throw new UserError(`--from ${range.from} 在 --to ${range.to} 之后`, "请把两个月份对调。", 2);
  return range;
}

export async function act(
  session: Session,
  selection: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const report = await operate(session.home(), {
    ...wishes(session),
    selection,
    ...monthRange(options),
    ...(options.force === true ? { forcedBefore: session.now().toISOString() } : {}),
    resume: options.resume === true,
  });
  session.answer(report, () => linesOf(report));
  return exitStatus(report);
}

/** What every verb that runs hands on: clock, progress, the wish to stop, the Redis there is. */
export function wishes(session: Session): OperateOptions {
  return {
    now: session.now,
    progress: session.progress,
    signal: session.stop(),
    say: session.remark,
    env: process.env,
    version: session.version,
  };
}

export function exitStatus(report: RunReport): number {
  if (report.steps.some((s) => s.checks.some((c) => c.severity === "stop" && c.rows > 0))) return 4;
  return report.status === "done" ? 0 : 1;
}

const STATUS = { done: "完成", failed: "失败", skipped: "跳过", interrupted: "中断" } as const;

export function linesOf(report: RunReport): string[] {
  const resumed = report.resumes ? [`接续被中断的运行 ${report.resumes}`] : [];
  if (report.steps.length === 0) return [...resumed, "没有要做的：所选的表和文书都是最新的。"];
  // Tables of what never came are made empty, which is nothing to tell.
  const isTold = ({ status, partition, rows }: RunReport["steps"][number]) =>
    status !== "done" || partition !== "" || rows !== 0;
  const assets = [...new Set(report.steps.filter(isTold).map((step) => step.asset))];
  const rows = assets.map((asset) => {
    const steps = report.steps.filter((step) => step.asset === asset);
    const worst = (["failed", "interrupted", "skipped", "done"] as const).find((status) =>
      steps.some((step) => step.status === status),
    )!;
    const seconds = steps.reduce((sum, step) => sum + step.seconds, 0);
    const count = steps.findLast((step) => step.rows !== null)?.rows ?? "";
    return [asset, String(steps.length), STATUS[worst], String(count), seconds.toFixed(2)];
  });
  const lines = [...resumed, ...table(["资产", "分区", "结果", "行", "秒"], rows)];
  for (const step of report.steps) {
    for (const check of step.checks.filter((c) => c.rows > 0)) {
      lines.push(
        `${check.severity === "stop" ? "不通过" : "提醒"} ${step.asset}：${check.about}，${check.rows} 处不符，如 ${JSON.stringify(check.sample[0])}`,
      );
    }
  }
  for (const asset of assets) {
    const error = report.steps.find(
      (step) => step.asset === asset && step.error && step.status === "failed",
    )?.error;
    if (error) lines.push(`失败 ${asset}：${error}`);
  }
  for (const file of report.steps.flatMap((step) => step.files ?? [])) lines.push(`已生成 ${file}`);
  const tables = report.steps.filter((step) => !step.asset.startsWith("document."));
  if (tables.some((step) => step.status !== "done")) {
    lines.push("有步骤没有完成：快照没有更新，查询和报告仍是上一次发布的数据");
  }
  if (report.steps.some((step) => step.status === "interrupted"))
    lines.push("运行被中断；再次执行 fundwatch run 会从没有完成的步骤接着做");
  lines.push(`运行 ${report.run}，用时 ${report.seconds.toFixed(1)} 秒`);
  return lines;
}
