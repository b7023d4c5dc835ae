import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../models/errors.ts";
import type { Actor, LogEntry, PublicationEvent } from "../../models/publication-log.ts";
import type { Home } from "../home.ts";

/** What the first line is chained to. */
const GENESIS = "0".repeat(64);

/** Where a chain breaks: the line as counted in the file, and the hashes there. */
export interface Break {
  line: number;
  expected: string;
  found: string;
}

export const logFile = (home: Pick<Home, "publications">): string =>
  path.join(home.publications, "log.jsonl");

/** The whole log, oldest entry first. Refuses a log whose chain is broken. */
export function readLog(home: Pick<Home, "publications">): LogEntry[] {
  const { entries, broken } = inspectLog(home);
  if (broken) throw brokenLog(home, broken);
  return entries;
}

/** The log as far as its chain holds, and where it breaks. A torn last line was never written. */
export function inspectLog(home: Pick<Home, "publications">): {
  entries: LogEntry[];
  broken: Break | null;
} {
  const entries: LogEntry[] = [];
  let prev = GENESIS;
  for (const [i, text] of wholeLines(home).entries()) {
    const entry = parsed(text);
    const fits = entry?.prev === prev && entry.seq === i + 1;
    const expected = entry && fits ? hashOf(entry) : prev;
    const found = entry && fits ? entry.hash : (entry?.prev ?? "读不出来");
    if (!entry || expected !== found || !fits)
      return { entries, broken: { line: i + 1, expected, found } };
    entries.push(entry);
    prev = entry.hash;
  }
  return { entries, broken: null };
}

/** Adds an entry, flushed to disk, to a log that is whole. Call with the shelf held. */
export function appendLog(
  home: Pick<Home, "publications">,
  event: PublicationEvent,
  { by, os_user }: Actor,
  at: Date,
): LogEntry {
  const last = readLog(home).at(-1);
  mkdirSync(home.publications, { recursive: true });
  cutTornLine(home);
  const seq = (last?.seq ?? 0) + 1;
  const rest = { seq, at: at.toISOString(), ...event, by, os_user, prev: last?.hash ?? GENESIS };
  const entry: LogEntry = { ...rest, hash: hashOf(rest) };
  appendFileSync(logFile(home), `${JSON.stringify(entry)}\n`, { flush: true });
  return entry;
}

function hashOf(entry: object): string {
  const { hash: _, ...rest } = entry as { hash?: string };
  return createHash("sha256").update(canonical(rest)).digest("hex");
}

/** JSON with the keys of every object in order, so that a hash has one text to be of. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

function wholeLines(home: Pick<Home, "publications">): string[] {
  if (!existsSync(logFile(home))) return [];
  return readFileSync(logFile(home), "utf8").split("\n").slice(0, -1);
}

function cutTornLine(home: Pick<Home, "publications">): void {
  if (!existsSync(logFile(home))) return;
  const bytes = readFileSync(logFile(home));
  const whole = bytes.lastIndexOf(0x0a) + 1;
  if (whole < bytes.length) truncateSync(logFile(home), whole);
}

function parsed(text: string): LogEntry | undefined {
  try {
    return JSON.parse(text) as LogEntry;
  } catch {
    return undefined;
  }
}

const brokenLog = (home: Pick<Home, "publications">, { line, expected, found }: Break): UserError =>
  new UserError(
    `印发日志 ${logFile(home)} 第${line}行被改动过：应接 ${expected.slice(0, 12)}…，实为 ${found.slice(0, 12)}…`,
    "日志只增不改：请从备份恢复这个文件，再重试；在此之前不能月结、印发、更正。已印发的文件不受影响。",
  );
