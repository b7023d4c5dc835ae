import { chmodSync, copyFileSync, existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { SourceError, UserError } from "../../models/errors.ts";
import { RECORD_SOURCES } from "../../models/sources/records/index.ts";
import type { Home } from "../home.ts";
import { isFrozen, lateIfClosed, requireNotFrozen, waitingEvent } from "../publication/late.ts";
import { holdingShelfInTurn } from "../publication/lock.ts";
import { Store } from "../store.ts";
import { closeAnteroom, openAnteroom, sweepAnterooms } from "./anteroom.ts";
import {
  type Arrival,
  arrivals,
  type Batch,
  type BatchEvent,
  batchId,
  folderOf,
  Incoming,
  readArrival,
  readingsOf,
  recordEvent,
  requireSpace,
  sha256Of,
  statusAt,
  sweepIncoming,
} from "./batches.ts";
import { NUMBER_MACROS } from "./numbers.ts";
import { batchOf, type LoadOptions, type LoadOutcome, outcomeOf, refusalOf } from "./outcome.ts";
import { understandFile } from "./understand.ts";

export type { LoadOptions, LoadOutcome } from "./outcome.ts";

/** A folder that holds such a file is passed over. */
const IGNORED = ".fundwatchignore";

/** Every file below the paths, in the order of their names. */
export function filesBelow(paths: string[]): string[] {
  const byName = new Intl.Collator("zh", { numeric: true }).compare;
  const below = (place: string): string[] => {
    let isFolder: boolean;
    try {
      isFolder = statSync(place).isDirectory();
    } catch {
      throw new UserError(
        `找不到 ${place}`,
        "请检查路径是否写错，或先把文件放进收件夹 inbox/。",
        3,
      );
    }
    if (!isFolder) return [place];
    if (existsSync(path.join(place, IGNORED))) return [];
    return readdirSync(place, { withFileTypes: true })
      .filter((entry) => !entry.name.startsWith(".") && !/^README/i.test(entry.name))
      .flatMap((entry) => below(path.join(place, entry.name)))
      .sort(byName);
  };
  return paths.flatMap(below);
}

/**
 * Loads files into `raw/`. Each file is taken whole or not at all, in one rename; same bytes are
 * one arrival. The warehouse is not touched: `run` builds it from what was loaded.
 */
export async function load(
  home: Home,
  paths: string[],
  options: LoadOptions,
): Promise<LoadOutcome[]> {
  sweepIncoming(home);
  sweepAnterooms();
  const files = filesBelow(paths.length > 0 ? paths : [home.inbox]);
  const anteroom = openAnteroom();
  const store = await Store.open(":memory:", {
    memoryLimit: home.config.memory_limit,
    tempDirectory: anteroom,
    ...(home.config.threads ? { threads: home.config.threads } : {}),
  });
  try {
    for (const macro of NUMBER_MACROS) await store.run(macro);
    const outcomes: LoadOutcome[] = [];
    for (const [i, file] of files.entries()) {
      options.progress?.(file, i, files.length);
      outcomes.push(...(await loadFile(home, { store, anteroom }, file, options)));
    }
    options.progress?.("", files.length, files.length);
    return outcomes;
  } finally {
    store.close();
    closeAnteroom(anteroom);
  }
}

/** What files are read with: a database in memory, and a private folder outside the home. */
interface Door {
  store: Store;
  anteroom: string;
}

/** Files of records hold persons as they came: they are kept only where the bureau wishes it. */
const keepsOriginal = (home: Home, source: string): boolean =>
  home.config.keep_record_originals || !RECORD_SOURCES.some(({ id }) => id === source);

async function loadFile(
  home: Home,
  door: Door,
  file: string,
  options: LoadOptions,
): Promise<LoadOutcome[]> {
  const name = path.basename(file);
  let sha256: string | null = null;
  try {
    sha256 = await sha256Of(file);
    const readings = readingsOf(home, sha256);
    const last = readings.at(-1);
    if (!last) return await arrive(home, door, file, sha256, options);
    const better = await readAgain(home, door, file, last, readings.length, options);
    if (better) return better;
    const once = async () => again(home, readArrival(home, last.folder), name, options);
    return await (mayCount(last) && !options.dryRun ? holdingShelfInTurn(home, once) : once());
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return [refusalOf(name, sha256, error)];
  }
}

const mayCount = ({ batches }: Arrival): boolean =>
  batches.some((batch) => ["held", "withdrawn"].includes(statusAt(batch)?.status ?? ""));

/** The same bytes once more: nothing is loaded; a held batch may be accepted. */
function again(home: Home, arrival: Arrival, name: string, options: LoadOptions): LoadOutcome[] {
  const record = (batch: Batch, event: Omit<BatchEvent, "at">, message: string): LoadOutcome => {
    const at = options.now().toISOString();
    const late = waitingEvent(home, batch, at);
    let changed = arrival;
    for (const each of [{ ...event, at }, ...(late && event.status !== "held" ? [late] : [])])
      changed = recordEvent(home, arrival.folder, batch.batch, each);
    const now = changed.batches.find((b) => b.batch === batch.batch)!;
    const outcome = outcomeOf(name, changed, now);
    return { ...outcome, messages: [message, ...outcome.messages] };
  };
  return arrival.batches.map((batch) => {
    const status = statusAt(batch)?.status;
    const { accept, dryRun } = options;
    if (status === "held" && accept && !dryRun)
      return record(batch, { status: "accepted", reason: accept }, `已接受：${accept}`);
    const outcome = outcomeOf(name, arrival, batch);
    if (status === "held" || status === "waiting") return outcome;
    if (status === "withdrawn" && !dryRun) {
      const back = batch.events.findLast((e) => !["withdrawn", "waiting"].includes(e.status))!;
      return record(batch, back, "撤回的批次已恢复");
    }
    return {
      ...outcome,
      status: "duplicate",
      messages: [`内容与 ${arrival.file} 完全相同，已于 ${arrival.arrived_at} 载入，不再重复`],
    };
  });
}

/**
 * Bytes that left rows in quarantine are read once more, since names may have been added to the
 * config. If that takes more of them, the new reading replaces the old; else undefined.
 */
async function readAgain(
  home: Home,
  door: Door,
  file: string,
  last: Arrival,
  readings: number,
  options: LoadOptions,
): Promise<LoadOutcome[] | undefined> {
  const quarantined = (arrival: Arrival) =>
    arrival.batches.reduce((sum, batch) => sum + batch.quarantined, 0);
  const before = quarantined(last);
  const live = last.batches.every((batch) => statusAt(batch)?.status !== "withdrawn");
  if (before === 0 || !live) return undefined;
  const better = (arrival: Arrival) => quarantined(arrival) < before;
  const outcomes = await arrive(home, door, file, last.sha256, options, readings + 1, better);
  if (outcomes.length === 0) return undefined;
  const reason = "按现在的配置重新读取";
  if (!options.dryRun)
    await holdingShelfInTurn(home, async () => {
      for (const batch of last.batches.filter((each) => !isFrozen(home, each))) {
        const at = options.now().toISOString();
        recordEvent(home, last.folder, batch.batch, { at, status: "withdrawn", reason });
      }
    });
  return outcomes.map((o) => ({
    ...o,
    messages: [`${reason}：隔离行 ${before} → ${o.quarantined}`, ...o.messages],
  }));
}

/** Takes in a file; nothing is kept, and nothing told, unless `worthwhile` says so. */
async function arrive(
  home: Home,
  { store, anteroom }: Door,
  file: string,
  sha256: string,
  options: LoadOptions,
  reading = 1,
  worthwhile: (arrival: Arrival) => boolean = () => true,
): Promise<LoadOutcome[]> {
  const bytes = statSync(file).size;
  requireSpace(home.raw, bytes * 3);
  const name = path.basename(file);
  const incoming = new Incoming(home);
  const id = (source: string) => batchId(sha256, source, reading);
  try {
    const arrivedAt = nextMoment(options.now(), arrivals(home).at(-1)?.arrived_at);
    const sections = await understandFile(
      home,
      store,
      file,
      incoming.folder,
      anteroom,
      id,
      options,
    );
    const keeps = sections.every(({ source }) => keepsOriginal(home, source.id));
    const batches = sections.map((section) =>
      batchOf(section, id(section.source.id), arrivedAt, options.accept),
    );
    const asOfNow = (): Arrival => ({
      folder: folderOf(sha256, reading),
      sha256,
      file: name,
      bytes,
      arrived_at: arrivedAt,
      original: keeps ? `original${path.extname(file).toLowerCase()}` : null,
      batches: batches.map((batch) => lateIfClosed(home, batch, arrivedAt)),
    });
    const outcomesOf = (arrival: Arrival) =>
      arrival.batches.map((batch) => outcomeOf(name, arrival, batch));
    const expected = asOfNow();
    if (!worthwhile(expected)) return [];
    if (options.dryRun)
      return outcomesOf(expected).map((o) => ({ ...o, status: WOULD[o.status] ?? "would_load" }));
    if (expected.original !== null) {
      const kept = path.join(incoming.folder, expected.original);
      copyFileSync(file, kept);
      chmodSync(kept, 0o600);
    }
    // A month may have been closed while the file was read.
    return await holdingShelfInTurn(home, async () => {
      const arrival = asOfNow();
      await incoming.commit(arrival);
      return outcomesOf(arrival);
    });
  } finally {
    incoming.discard();
    await dropTables(store);
  }
}

const WOULD: Partial<Record<LoadOutcome["status"], LoadOutcome["status"]>> = {
  held: "would_hold",
  waiting: "would_wait",
};

/** Arrival times never repeat and never go back, so that «later» always has an answer. */
function nextMoment(now: Date, last: string | undefined): string {
  const after = last === undefined ? 0 : new Date(last).getTime() + 1;
  return new Date(Math.max(now.getTime(), after)).toISOString();
}

async function dropTables(store: Store): Promise<void> {
  const tables = await store.rows<{ t: string }>(
    "select table_name as t from duckdb_tables() where temporary",
  );
  for (const { t } of tables) await store.run(`drop table if exists temp."${t}"`);
}

/** Takes a batch out of everything that is built from now on; its bytes and its history stay. */
export async function withdraw(
  home: Home,
  id: string,
  reason: string | undefined,
  now: Date,
): Promise<LoadOutcome> {
  if (!reason)
    throw new UserError("撤回批次要写明理由", '如 --withdraw 批次 --reason "报错了月份"。', 2);
  const arrival = arrivals(home).find((a) => a.batches.some((b) => b.batch === id));
  const batch = arrival?.batches.find((b) => b.batch === id);
  if (!arrival || !batch) throw new UserError(`没有批次 ${id}`, "批次编号见 fundwatch status。", 2);
  await holdingShelfInTurn(home, async () => {
    requireNotFrozen(home, batch, arrival.file);
    recordEvent(home, arrival.folder, id, { at: now.toISOString(), status: "withdrawn", reason });
  });
  return {
    ...outcomeOf(arrival.file, arrival, batch),
    status: "withdrawn",
    messages: [`已撤回：${reason}；执行 fundwatch run 后生效`],
  };
}
