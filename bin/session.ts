import { readFileSync } from "node:fs";
import path from "node:path";
import { SourceError, UserError, whereInWords } from "../models/errors.ts";
import { type Home, openHome } from "../pipelines/home.ts";
import { UnknownAsset } from "../pipelines/selection.ts";
import { QueryError } from "../pipelines/store.ts";

/** What a verb is given: where it works, and where its words go. */
export interface Session {
  root: string;
  json: boolean;
  /** Of this program. */
  version: string;
  home: () => Home;
  now: () => Date;
  /** The answer: JSON for programs, else lines for people. */
  answer: (value: unknown, lines: () => string[]) => void;
  /** A remark for people, never on standard output. */
  remark: (line: string) => void;
  /** Aborts when the program is asked to stop (SIGTERM, Ctrl-C); a second time ends it at once. */
  stop: () => AbortSignal;
  /** Shows how far long work has come; silent for its first two seconds. */
  progress: (what: string, done: number, total: number) => void;
}

const QUIET_MS = 2000;

export const { version: VERSION } = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
) as { version: string };

export function sessionFrom(options: Record<string, unknown>): Session {
  const given = options.home ?? process.env.FUNDWATCH_HOME ?? "fundwatch-home";
  const root = path.resolve(String(given));
  const json = options.json === true;
  const remark = (line: string) => void process.stderr.write(`${line}\n`);
  return {
    root,
    json,
    version: VERSION,
    home: () => openHome(root),
    now: () => new Date(),
    answer: (value, lines) => {
      const text = json ? JSON.stringify(value, null, 2) : lines().join("\n");
      process.stdout.write(`${text}\n`);
    },
    remark,
    stop: () => stopSignal(remark),
    progress: progressLine(remark),
  };
}

function stopSignal(remark: (line: string) => void): AbortSignal {
  const stop = new AbortController();
  for (const name of ["SIGTERM", "SIGINT"] as const) {
    process.once(name, () => {
      remark("收到停止请求，正在收尾；已完成的步骤不会重做。再按一次立即退出。");
      stop.abort();
      process.once(name, () => process.exit(130));
    });
  }
  return stop.signal;
}

/** One line that is rewritten on a terminal, a line each elsewhere; nothing before two seconds. */
function progressLine(remark: (line: string) => void): Session["progress"] {
  const started = performance.now();
  let latest = "";
  let timer: NodeJS.Timeout | undefined;
  let shown = false;
  const show = () => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${latest}`);
    else remark(latest);
    shown = true;
  };
  return (what, done, total) => {
    const elapsed = performance.now() - started;
    if (done >= total) {
      clearTimeout(timer);
      latest = `完成 ${total} 项，用时 ${(elapsed / 1000).toFixed(1)} 秒`;
      if (!shown) return;
      show();
      if (process.stderr.isTTY) remark("");
      return;
    }
    latest = `${done + 1}/${total} ${what}`;
    if (elapsed >= QUIET_MS) show();
    else timer ??= setTimeout(show, QUIET_MS - elapsed).unref();
  };
}

/** Says what went wrong and what to do, and gives the exit status that stands for it. */
export function failed(session: Session, error: unknown): number {
  const { message, remedy, status } = explain(error);
  session.remark(`错误：${message}${remedy ? `\n办法：${remedy}` : ""}`);
  return status;
}

function explain(error: unknown): { message: string; remedy?: string; status: number } {
  if (error instanceof UserError)
    return { message: error.message, remedy: error.remedy, status: error.exitStatus };
  if (error instanceof SourceError)
    return {
      message: `${whereInWords(error.where)}：${error.message}`,
      remedy: error.remedy,
      status: 3,
    };
  if (error instanceof UnknownAsset) return { message: error.message, status: 2 };
  if (error instanceof QueryError) return { ...queryInWords(error.message), status: 1 };
  const code = (error as NodeJS.ErrnoException)?.code;
  if (code === "ENOSPC")
    return { message: "磁盘已满", remedy: "请清理磁盘后重试；已载入的数据不受影响。", status: 1 };
  if (code === "EACCES" || code === "EPERM") {
    return {
      message: `没有权限：${(error as NodeJS.ErrnoException).path ?? ""}`,
      remedy: "请检查文件和工作目录的读写权限。",
      status: 1,
    };
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    message: `程序内部错误：${text}`,
    remedy: "请把这段文字和所用的命令发给维护人员。",
    status: 1,
  };
}

function queryInWords(message: string): { message: string; remedy: string } {
  if (/Out of Memory/i.test(message))
    return {
      message: `内存不够：${message}`,
      remedy: "请在配置中调大 memory_limit，或缩小查询范围。",
    };
  if (/No space left|ENOSPC/i.test(message))
    return { message: "磁盘已满", remedy: "请清理磁盘后重试；已载入的数据不受影响。" };
  if (/disabled by configuration|Permission Error/i.test(message))
    return { message: "查询只能读已发布的数据，不能读写文件或改设置", remedy: message };
  if (/read-only/i.test(message))
    return { message: "快照是只读的，不能修改数据", remedy: "如需更正，请更正来文后重新 load。" };
  return {
    message: `查询出错：${message}`,
    remedy: '请检查表名、列名和语法；fundwatch sql "show all tables" 可列出所有表。',
  };
}
