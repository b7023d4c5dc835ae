import path from "node:path";
import { UserError } from "../../models/errors.ts";
import type { Actor, LogEntry, PublicationEvent } from "../../models/publication-log.ts";
import { type Break, HashChain } from "../hash-chain.ts";
import type { Home } from "../home.ts";

export const logFile = (home: Pick<Home, "publications">): string =>
  path.join(home.publications, "log.jsonl");

const chainOf = (home: Pick<Home, "publications">): HashChain<PublicationEvent & Actor> =>
  new HashChain(logFile(home), (broken) => brokenLog(home, broken));

/** The whole log, oldest entry first. Refuses a log whose chain is broken. */
export const readLog = (home: Pick<Home, "publications">): LogEntry[] => chainOf(home).read();

/** The log as far as its chain holds, and where it breaks. A torn last line was never written. */
export const inspectLog = (
  home: Pick<Home, "publications">,
): { entries: LogEntry[]; broken: Break | null } => chainOf(home).inspect();

/** Adds an entry, flushed to disk, to a log that is whole. Call with the shelf held. */
export function appendLog(
  home: Pick<Home, "publications">,
  event: PublicationEvent,
  { by, os_user }: Actor,
  at: Date,
): LogEntry {
  const [entry] = chainOf(home).append([{ ...event, by, os_user }], at);
  return entry!;
}

const brokenLog = (home: Pick<Home, "publications">, { line, expected, found }: Break): UserError =>
  new UserError(
    `印发日志 ${logFile(home)} 第${line}行被改动过：应接 ${expected.slice(0, 12)}…，实为 ${found.slice(0, 12)}…`,
    "日志只增不改：请从备份恢复这个文件，再重试；在此之前不能月结、印发、更正。已印发的文件不受影响。",
  );
