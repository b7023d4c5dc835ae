import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs";
import path from "node:path";
import { UserError } from "../models/errors.ts";
import { calendarKnown } from "../models/workday.ts";
import { validateSchedules } from "./automations/cron.ts";
import { clueLedger } from "./clues/ledger.ts";
import type { Break } from "./hash-chain.ts";
import { type Home, openHome } from "./home.ts";
import { arrivals, landingFile, sha256Of, statusAt } from "./ingest/batches.ts";
import { loadFonts } from "./publish/fonts.ts";
import { openSnapshot } from "./publish/snapshot.ts";
import { ruleLog } from "./rules/settings.ts";
import { Store } from "./store.ts";

export interface Finding {
  subject: string;
  state: "good" | "warn" | "bad";
  finding: string;
  remedy?: string;
}

const GIB = 1024 ** 3;
const LOW_DISK_BYTES = 2 * GIB;

/** Looks over the machine and a home; nothing is changed. */
export async function examine(root: string, now: Date): Promise<Finding[]> {
  const findings: Finding[] = [nodeVersion()];
  let home: Home;
  try {
    home = openHome(root);
    findings.push({ subject: "配置", state: "good", finding: home.configFile });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [
      ...findings,
      { subject: "配置", state: "bad", finding: error.message, remedy: error.remedy },
    ];
  }
  findings.push(writable(home), disk(home), ...(await batches(home)));
  findings.push(await warehouse(home), await snapshot(home, now), await fonts());
  findings.push(holidays(home, now), ...schedules(home));
  findings.push(chain("线索台账", clueLedger(home)), chain("规则参数日志", ruleLog(home)));
  return findings;
}

/** Whether the year's public holidays are known; deadlines are counted in working days. */
function holidays(home: Home, now: Date): Finding {
  const year = Number(now.toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" }).slice(0, 4));
  return calendarKnown(year, home.config.holidays)
    ? { subject: "放假安排", state: "good", finding: `${year} 年已有` }
    : {
        subject: "放假安排",
        state: "warn",
        finding: `没有 ${year} 年的，期限只按周末推算`,
        remedy: "请升级程序，或把国务院办公厅通知的日期写进配置 holidays。",
      };
}

function schedules(home: Home): Finding[] {
  try {
    validateSchedules(home.config.schedules);
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { message, remedy } = error;
    return [{ subject: "定时任务", state: "bad", finding: message, remedy }];
  }
}

/** Whether a log that is only added to has been edited, and where. */
function chain(
  subject: string,
  log: { file: string; inspect(): { entries: object[]; broken: Break | null } },
): Finding {
  const { entries, broken } = log.inspect();
  return broken
    ? {
        subject,
        state: "bad",
        finding: `${log.file} 第${broken.line}行被改动过`,
        remedy: "只增不改的文件：请从备份恢复它。",
      }
    : { subject, state: "good", finding: `${entries.length} 条，链完整` };
}

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const good = major > 20 || (major === 20 && minor >= 19);
  return {
    subject: "Node.js",
    state: good ? "good" : "bad",
    finding: process.versions.node,
    ...(good ? {} : { remedy: "请安装 Node.js 20.19 或更新的版本。" }),
  };
}

function writable(home: Home): Finding {
  try {
    accessSync(home.root, constants.W_OK);
    return { subject: "工作目录", state: "good", finding: `${home.root} 可写` };
  } catch {
    return {
      subject: "工作目录",
      state: "bad",
      finding: `${home.root} 不可写`,
      remedy: "请检查文件夹权限。",
    };
  }
}

function disk(home: Home): Finding {
  const { bavail, bsize } = statfsSync(home.root);
  const free = Number(bavail) * Number(bsize);
  const finding = `剩余 ${(free / GIB).toFixed(1)} GiB`;
  return free < LOW_DISK_BYTES
    ? {
        subject: "磁盘",
        state: "warn",
        finding,
        remedy: "空间不足时 load 和 run 会拒绝开始，请及时清理。",
      }
    : { subject: "磁盘", state: "good", finding };
}

async function isIntact(
  home: Home,
  arrival: { folder: string; sha256: string },
  name: string,
): Promise<boolean> {
  const original = path.join(home.raw, arrival.folder, name);
  return existsSync(original) && (await sha256Of(original)) === arrival.sha256;
}

async function batches(home: Home): Promise<Finding[]> {
  const all = arrivals(home);
  const findings: Finding[] = [];
  const damaged: string[] = [];
  for (const arrival of all) {
    const intact = arrival.original === null || (await isIntact(home, arrival, arrival.original));
    const landed = arrival.batches.every((batch) => existsSync(landingFile(home, arrival, batch)));
    if (!intact || !landed) damaged.push(arrival.file);
  }
  findings.push(
    damaged.length > 0
      ? {
          subject: "来文原件",
          state: "bad",
          finding: `缺失或被改动：${damaged.join("、")}`,
          remedy: "请从备份恢复 raw/，或删除该批次文件夹后重新载入原文件。",
        }
      : { subject: "来文原件", state: "good", finding: `${all.length} 个文件与其 SHA-256 一致` },
  );
  const held = all.flatMap((a) =>
    a.batches.filter((b) => statusAt(b)?.status === "held").map(() => a.file),
  );
  if (held.length > 0) {
    findings.push({
      subject: "暂存批次",
      state: "warn",
      finding: held.join("、"),
      remedy: "勾稽不符，请更正后重新载入，或 load --accept 接受。",
    });
  }
  return findings;
}

async function warehouse(home: Home): Promise<Finding> {
  if (!existsSync(home.warehouse))
    return {
      subject: "数据仓库",
      state: "warn",
      finding: "还没有建立",
      remedy: "执行 fundwatch run。",
    };
  try {
    const store = await Store.open(home.warehouse, { readOnly: true });
    try {
      const { n } = await store.row<{ n: string }>("select count(*) as n from meta.partition");
      return {
        subject: "数据仓库",
        state: "good",
        finding: `${(statSync(home.warehouse).size / 1024 ** 2).toFixed(1)} MiB，${n} 个分区`,
      };
    } finally {
      store.close();
    }
  } catch (error) {
    const remedy =
      error instanceof UserError ? error.remedy : "可执行 fundwatch rebuild 由 raw/ 重新建立。";
    return { subject: "数据仓库", state: "bad", finding: (error as Error).message, remedy };
  }
}

async function snapshot(home: Home, now: Date): Promise<Finding> {
  if (!existsSync(home.snapshot))
    return {
      subject: "发布快照",
      state: "warn",
      finding: "还没有发布",
      remedy: "执行 fundwatch run。",
    };
  try {
    const store = await openSnapshot(home);
    try {
      const { n } = await store.row<{ n: string }>("select count(*) as n from marts.figure");
      const days = (now.getTime() - statSync(home.snapshot).mtimeMs) / 86_400_000;
      return {
        subject: "发布快照",
        state: "good",
        finding: `${n} 个指标值，${days < 1 ? "今天" : `${Math.floor(days)} 天前`}发布`,
      };
    } finally {
      store.close();
    }
  } catch (error) {
    return {
      subject: "发布快照",
      state: "bad",
      finding: (error as Error).message,
      remedy: "执行 fundwatch rebuild。",
    };
  }
}

async function fonts(): Promise<Finding> {
  try {
    const { faces } = await loadFonts();
    return { subject: "中文字体", state: "good", finding: `${faces.length} 个，随程序安装` };
  } catch (error) {
    return {
      subject: "中文字体",
      state: "bad",
      finding: (error as Error).message,
      remedy: "请重新执行 npm ci。",
    };
  }
}
