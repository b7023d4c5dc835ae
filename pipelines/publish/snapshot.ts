import { execFile } from "node:child_process";
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { promisify } from "node:util";
import { UserError } from "../../models/errors.ts";
import type { Home } from "../home.ts";
import { literal } from "../quote.ts";
import { Store } from "../store.ts";
import { analysisFingerprint, keepAnalysis } from "./analysis.ts";

/**
 * Copies the warehouse into a new file and puts it in place of the old snapshot in one rename.
 * Readers that have the old one open keep reading it. Call from the warehouse's owner only.
 */
export async function publishSnapshot(store: Store, home: Home): Promise<void> {
  const fresh = `${home.snapshot}.new`;
  for (const file of [fresh, `${fresh}.wal`]) rmSync(file, { force: true });
  await keepAnalysis(store, home.config);
  await store.run("checkpoint");
  await copyApart(store.path, fresh);
  flush(fresh);
  renameSync(fresh, home.snapshot);
  flush(home.serve);
}

const COPY = `
const [, from, to] = process.argv;
try {
  fs.copyFileSync(from, to, fs.constants.COPYFILE_FICLONE);
} catch ({ code, message }) {
  process.stdout.write(JSON.stringify({ code, message }));
  process.exitCode = 1;
}`;

/**
 * Copies a database file that this process has open. Another process reads it: closing any descriptor
 * of the file here would give up the lock that the database holds on it. Throws an error with the
 * system's code, `ENOSPC`, and leaves nothing half-copied.
 */
async function copyApart(from: string, to: string): Promise<void> {
  try {
    await promisify(execFile)(process.execPath, ["-e", COPY, from, to]);
  } catch (error) {
    rmSync(to, { force: true });
    const { stdout } = error as { stdout?: string };
    if (!stdout) throw error;
    const { code, message } = JSON.parse(stdout) as { code: string; message: string };
    throw Object.assign(new Error(`快照没有写成：${message}`), { code });
  }
}

/**
 * Whether the snapshot holds what the warehouse holds, and the analyst's schema of this program; a run
 * that was cut off leaves it behind.
 */
export async function isPublished(store: Store, home: Home): Promise<boolean> {
  if (!existsSync(home.snapshot)) return false;
  try {
    return await lendPublished(store, home, async () => {
      const partitions = "select asset, partition, fingerprint, run from";
      const { n } = await store.row<{ n: string }>(`
        select count(*) as n from (
          (${partitions} meta.partition except ${partitions} published.meta.partition)
          union all
          (${partitions} published.meta.partition except ${partitions} meta.partition))`);
      const { known } = await store.row<{ known: string }>(
        "select count(*) as known from published.meta.analysis where fingerprint = $1",
        [analysisFingerprint(home.config)],
      );
      return Number(n) === 0 && Number(known) === 1;
    });
  } catch {
    return false;
  }
}

/** Attaches the snapshot as `published`, read-only, beside the warehouse. */
export async function lendPublished<T>(
  store: Store,
  home: Home,
  work: () => Promise<T>,
): Promise<T> {
  await store.run(`attach ${literal(home.snapshot)} as published (read_only)`);
  try {
    return await work();
  } finally {
    await store.run("detach published");
  }
}

/** Opens the published snapshot, fenced: no writing, no settings, no files but those allowed. */
export async function openSnapshot(home: Home, allowed: string[] = []): Promise<Store> {
  if (!existsSync(home.snapshot)) {
    throw new UserError(
      "还没有发布过数据",
      "请先执行 fundwatch load 载入文件，再执行 fundwatch run。",
    );
  }
  const store = await Store.open(home.snapshot, {
    readOnly: true,
    memoryLimit: home.config.memory_limit,
    tempDirectory: home.temp,
  });
  await store.fence(allowed);
  return store;
}

function flush(file: string): void {
  const descriptor = openSync(file, "r");
  fsyncSync(descriptor);
  closeSync(descriptor);
}
