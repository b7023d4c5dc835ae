import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { UserError } from "../../models/errors.ts";
import type { Month } from "../../models/period.ts";
import { monthsFrom } from "../../models/simulation/fund-files.ts";
import type { Plan } from "../../models/simulation/plan.ts";
import { regionFor } from "../../models/simulation/region.ts";
import { requireSpace } from "../ingest/batches.ts";
import { Store } from "../store.ts";
import { Block, type Manner, type Part } from "./block.ts";
import { type Calibration, calibrationOf, measured } from "./calibration.ts";
import { TRUTH_HEADER } from "./plant.ts";
import type { World } from "./setup.ts";
import { inputOf, writeStatements } from "./statements.ts";

export interface Wish extends Manner {
  people: number;
  /** First month, and how many. */
  from: Month;
  months: number;
  seed: number;
  plan: Plan;
  /** Must not exist, or be empty. */
  out: string;
  /** Months are shared out among so many databases of one thread; the bytes are the same for any number. */
  workers?: number;
  /** Memory of all of them. */
  memoryMiB?: number;
  signal?: AbortSignal;
  progress?: (what: string, done: number, total: number) => void;
}

export interface Simulated {
  out: string;
  files: number;
  bytes: number;
  /** Rows written by source. */
  rows: Record<string, number>;
  calibration: Calibration[];
}

const BYTES = {
  parquet: { settlement: 90, fee_line: 45 },
  csv: { settlement: 420, fee_line: 330 },
};
const VISITS_A_YEAR = 14;
const LINES_A_VISIT = 6;
const MOST_WORKERS = 4;

/** About how many bytes a wish will take on disk. */
export function bytesOf({ people, months, format, feeLines }: Wish): number {
  const visits = (people * VISITS_A_YEAR * months) / 12;
  const { settlement, fee_line } = BYTES[format];
  return visits * (settlement + (feeLines ? fee_line * LINES_A_VISIT : 0) + settlement / 4);
}

/**
 * Makes a region up and writes its files. Everything goes to `<out>.part` first, which becomes `out`
 * in one step at the end and is removed when anything goes wrong.
 */
export async function simulate(wish: Wish): Promise<Simulated> {
  const out = path.resolve(wish.out);
  if (existsSync(out) && (!statSync(out).isDirectory() || readdirSync(out).length > 0))
    throw new UserError(`输出文件夹不是空的：${out}`, "请换一个新的文件夹，或先清空它。", 2);
  const part = `${out}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  try {
    requireSpace(part, bytesOf(wish));
    const made = await generate(wish, part);
    wish.signal?.throwIfAborted();
    rmSync(out, { recursive: true, force: true });
    renameSync(part, out);
    return { out, ...made };
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    throw error;
  }
}

async function generate(wish: Wish, folder: string): Promise<Omit<Simulated, "out">> {
  const months = monthsFrom(wish.from, wish.months);
  const { people, seed, plan } = wish;
  const world: World = { people, seed, months, plan, region: regionFor(people) };
  const blocks = split(months, wish.workers ?? availableParallelism());
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, ...(wish.signal ? [wish.signal] : [])]);
  const steps = wish.months + 2;
  let done = 0;
  const onMonth = (month: Month) => wish.progress?.(`${month} 的来文`, ++done, steps);
  wish.progress?.("参保人和机构", 0, steps);
  const made = await Promise.allSettled(
    blocks.map((block, i) =>
      apart(wish, folder, blocks.length, i, signal, (store) =>
        new Block(store, wish, world, folder, onMonth).write(block, i === 0),
      ).catch((error) => {
        stop.abort(error);
        throw error;
      }),
    ),
  );
  wish.signal?.throwIfAborted();
  if (stop.signal.aborted) throw stop.signal.reason;
  const parts = made.map((one) => (one as PromiseFulfilledResult<Part>).value);
  const ledger = parts.flatMap((one) => one.ledger);
  const heads = parts.flatMap((one) => one.heads);
  const rows = addedUp(parts.map((one) => one.rows));
  Object.assign(rows, writeStatements(folder, world, inputOf(world, ledger), heads));
  writeTruth(folder, parts.flatMap((one) => one.truth).sort());
  const calibration = calibrationOf(measured(ledger, heads), plan.like);
  wish.progress?.("", steps, steps);
  return { ...sizes(folder), rows, calibration };
}

/** Lends a database of one thread: two threads would write the same rows in other row groups. */
async function apart<T>(
  wish: Wish,
  folder: string,
  workers: number,
  worker: number,
  signal: AbortSignal,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const tempDirectory = path.join(folder, `.temp-${worker}`);
  const store = await Store.open(":memory:", {
    memoryLimit: `${Math.floor((wish.memoryMiB ?? 4096) / workers)}MiB`,
    tempDirectory,
    threads: 1,
  });
  try {
    return await store.apart(signal, work);
  } finally {
    store.close();
    rmSync(tempDirectory, { recursive: true, force: true });
  }
}

/** Months in runs of about equal length, at most `count` of them. */
function split(months: Month[], count: number): Month[][] {
  const size = Math.ceil(months.length / Math.max(1, Math.min(count, MOST_WORKERS)));
  return Array.from({ length: Math.ceil(months.length / size) }, (_, i) =>
    months.slice(i * size, (i + 1) * size),
  );
}

function addedUp(all: Record<string, number>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const rows of all)
    for (const [source, count] of Object.entries(rows)) sum[source] = (sum[source] ?? 0) + count;
  return sum;
}

function writeTruth(folder: string, lines: string[]): void {
  const at = path.join(folder, "truth");
  mkdirSync(at);
  writeFileSync(path.join(at, ".fundwatchignore"), "");
  writeFileSync(path.join(at, "truth.csv"), `${[TRUTH_HEADER.join(","), ...lines].join("\n")}\n`);
}

function sizes(folder: string): { files: number; bytes: number } {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => statSync(path.join(folder, name)))
    .filter((entry) => entry.isFile());
  return { files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) };
}
