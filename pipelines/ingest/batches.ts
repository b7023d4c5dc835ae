import { createHash, randomUUID } from "node:crypto";
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import { UserError } from "../../models/errors.ts";
import { type Home, writeAtomically } from "../home.ts";
import type { Evaluation } from "./identities.ts";

/** `waiting`: it speaks of a closed period and does not count until a restatement takes it in. */
export type BatchStatus = "loaded" | "held" | "accepted" | "withdrawn" | "waiting";

/** Something that happened to a batch; the list only grows, so any past moment can be asked of. */
export interface BatchEvent {
  at: string;
  status: BatchStatus;
  reason?: string;
}

/** What one file holds of one kind of source, as it was landed. */
export interface Batch {
  batch: string;
  source: string;
  rows: number;
  quarantined: number;
  /** Landed rows of each month (budgets: of each year). */
  periods: Record<string, number>;
  /** Names by code of the regions it speaks of. */
  regions: Record<string, string>;
  /** How many sums were asked of it, by identity. */
  identities: Record<string, number>;
  /** Sums that do not hold: how many, and the worst of them. */
  failures: number;
  failed: Evaluation[];
  events: BatchEvent[];
  messages: string[];
  /** Which key its persons were hidden with, where it has any. */
  person_key?: string;
}

/** One received file: its bytes by SHA-256, and its batches. */
export interface Arrival {
  /** Its folder under raw/: the SHA-256, numbered from the second reading of the same bytes on. */
  folder: string;
  sha256: string;
  file: string;
  bytes: number;
  arrived_at: string;
  /** The file as received; null where it was not kept. */
  original: string | null;
  batches: Batch[];
}

const MANIFEST = "batch.json";

export async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/** Everything that ever arrived, oldest first. */
export function arrivals(home: Home): Arrival[] {
  if (!existsSync(home.raw)) return [];
  return readdirSync(home.raw, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => readArrival(home, entry.name))
    .sort((a, b) => a.arrived_at.localeCompare(b.arrived_at));
}

/** Manifests as last read: they are asked for again and again, and seldom change. */
const read = new Map<string, { version: string; arrival: Arrival }>();

export function readArrival(home: Home, folder: string): Arrival {
  const file = path.join(home.raw, folder, MANIFEST);
  try {
    const { ino, mtimeMs, size } = statSync(file);
    const version = `${ino} ${mtimeMs} ${size}`;
    const known = read.get(file);
    if (known?.version === version) return known.arrival;
    const arrival = { ...(JSON.parse(readFileSync(file, "utf8")) as Arrival), folder };
    read.set(file, { version, arrival });
    return arrival;
  } catch (error) {
    throw new UserError(
      `批次清单读不出来：${file}（${(error as Error).message}）`,
      "raw/ 是数据的依据，请从备份恢复这个文件夹；或删除它后重新 load 原文件。",
    );
  }
}

/** The folder of the nth reading of some bytes. */
export const folderOf = (sha256: string, reading: number): string =>
  reading === 1 ? sha256 : `${sha256}.${reading}`;

/** Readings of the same bytes so far, oldest first. */
export function readingsOf(home: Home, sha256: string): Arrival[] {
  const found: Arrival[] = [];
  while (existsSync(path.join(home.raw, folderOf(sha256, found.length + 1), MANIFEST))) {
    found.push(readArrival(home, folderOf(sha256, found.length + 1)));
  }
  return found;
}

/** What names a batch: its bytes, its source, and which reading of them it is. */
export const batchId = (sha256: string, source: string, reading: number): string =>
  `${sha256.slice(0, 12)}-${source}${reading === 1 ? "" : `.${reading}`}`;

/** The state of a batch at a moment (ISO time), or now; undefined before it arrived. */
export function statusAt(batch: Batch, moment?: string): BatchEvent | undefined {
  return batch.events.filter((event) => moment === undefined || event.at <= moment).at(-1);
}

/** What a batch would be if its period had not been closed. */
export const apartFromWaiting = (batch: Batch): BatchEvent | undefined =>
  batch.events.findLast(({ status }) => status !== "waiting");

/**
 * What counts: batches in force at a moment (ISO time), or exactly these; of what people entered
 * beside files (parameters of rules, the ledger of clues) all that was there at the moment.
 */
export type Standpoint = string | { batches: ReadonlySet<string>; at: string };

export const countsAt = (batch: Batch, at?: Standpoint): boolean =>
  typeof at === "object"
    ? at.batches.has(batch.batch)
    : ["loaded", "accepted"].includes(statusAt(batch, at)?.status ?? "");

/** The moment of a standpoint; that of none is later than any. */
export const momentOf = (at: Standpoint | undefined): string =>
  (typeof at === "object" ? at.at : at) ?? "9999";

/** Landed rows of a batch, as Parquet. */
export const landingFile = (home: Home, arrival: Arrival, batch: Batch): string =>
  path.join(home.raw, arrival.folder, `${batch.source}.parquet`);

export const evaluationFile = (home: Home, arrival: Arrival, batch: Batch): string =>
  path.join(home.raw, arrival.folder, `${batch.source}.identities.parquet`);

export const quarantineFile = (home: Home, arrival: Arrival, batch: Batch): string =>
  path.join(home.raw, arrival.folder, `${batch.source}.quarantine.parquet`);

/** A batch that counts at a moment, with its place in the order of arrival. */
export interface LiveBatch {
  arrival: Arrival;
  batch: Batch;
  order: number;
  landing: string;
}

export function liveBatches(home: Home, source?: string, at?: Standpoint): LiveBatch[] {
  return arrivals(home).flatMap((arrival, order) =>
    arrival.batches
      .filter((batch) => (source === undefined || batch.source === source) && countsAt(batch, at))
      .map((batch) => ({
        arrival,
        batch,
        order: order + 1,
        landing: landingFile(home, arrival, batch),
      })),
  );
}

/** Records what became of a batch. */
export function recordEvent(home: Home, folder: string, batch: string, event: BatchEvent): Arrival {
  const arrival = readArrival(home, folder);
  const batches = arrival.batches.map((b) =>
    b.batch === batch ? { ...b, events: [...b.events, event] } : b,
  );
  const changed = { ...arrival, batches };
  writeAtomically(path.join(home.raw, folder, MANIFEST), `${JSON.stringify(changed, null, 2)}\n`);
  return changed;
}

/** A folder beside `raw/<sha256>` in which an arrival is made ready; a rename makes it real. */
export class Incoming {
  readonly folder: string;
  readonly #home: Home;

  constructor(home: Home) {
    this.#home = home;
    this.folder = path.join(home.raw, `.incoming-${process.pid}-${randomUUID()}`);
    mkdirSync(this.folder, { recursive: true });
  }

  /** Flushes every file to disk, then takes the arrival's place in one step. */
  async commit(arrival: Arrival): Promise<void> {
    writeAtomically(path.join(this.folder, MANIFEST), `${JSON.stringify(arrival, null, 2)}\n`);
    for (const name of readdirSync(this.folder)) await flush(path.join(this.folder, name));
    await flush(this.folder);
    try {
      renameSync(this.folder, path.join(this.#home.raw, arrival.folder));
    } catch (error) {
      if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? ""))
        throw error;
      throw new UserError(
        `${arrival.file} 刚刚由另一个 load 载入了`,
        "不必再载入；可用 fundwatch status 查看。",
      );
    }
    await flush(this.#home.raw);
  }

  discard(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Removes what a killed load left behind. */
export function sweepIncoming(home: Home): void {
  for (const name of readdirSync(home.raw)) {
    const pid = /^\.incoming-(\d+)-/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid)))
      rmSync(path.join(home.raw, name), { recursive: true, force: true });
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, "r");
  await handle.sync();
  await handle.close();
}

/** Refuses to begin what the disk cannot hold: DuckDB files are damaged by a full disk. */
export function requireSpace(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const free = Number(bavail) * Number(bsize);
  const needed = bytes + 64 * 1024 * 1024;
  if (free < needed) {
    const mib = (n: number) => `${Math.ceil(n / 1024 / 1024)} MiB`;
    throw new UserError(
      `磁盘空间不足：${folder} 所在磁盘剩余 ${mib(free)}，需要约 ${mib(needed)}`,
      "请清理磁盘或把工作目录（--home）移到更大的磁盘后重试；已载入的数据不受影响。",
    );
  }
}
