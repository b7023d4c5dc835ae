import { SourceError, UserError, whereInWords } from "../models/errors.ts";
import type { CheckResult } from "./checking.ts";
import type { TaskStatus } from "./runner/runner.ts";

/** What became of one partition in a run. */
export interface StepReport {
  asset: string;
  partition: string;
  status: TaskStatus;
  reason: string;
  /** Rows of the table afterwards; null for documents and what was not built. */
  rows: number | null;
  /** Of the whole step, at its first partition. */
  seconds: number;
  checks: CheckResult[];
  files?: string[];
  error?: string;
}

export type RunStatus = "done" | "failed" | "interrupted";

export interface RunReport {
  run: string;
  started_at: string;
  seconds: number;
  status: RunStatus;
  steps: StepReport[];
  /** The interrupted run this one went on with. */
  resumes?: string;
}

/** A failure as a sentence with its remedy. */
export function errorInWords(error: unknown): string {
  if (error instanceof UserError) return `${error.message}。${error.remedy}`;
  if (error instanceof SourceError)
    return `${whereInWords(error.where)}：${error.message}。${error.remedy}`;
  const text = error instanceof Error ? error.message : String(error);
  if (/No space left|ENOSPC/i.test(text))
    return "磁盘已满。请清理磁盘后重新执行；已载入的数据和上一次发布的结果不受影响。";
  if (/Out of Memory/i.test(text))
    return `内存不够：${text}。请在配置中调大 memory_limit，或关闭其他程序后重新执行。`;
  return text;
}
