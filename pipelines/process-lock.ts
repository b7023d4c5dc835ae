import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { DatabaseDamaged, Store, WarehouseBusy } from "./store.ts";

/** Held while a process lives: DuckDB locks its files, and the system frees them when it dies. */
export interface ProcessLock {
  release(): void;
}

/**
 * Files this process has locked. It must not open them a second time: the system drops a process's
 * locks on a file as soon as the process closes it anywhere.
 */
const held = new Set<string>();

/** Whether this very process holds a lock. */
export const isHeldHere = (file: string): boolean => held.has(file);

/** Takes a lock that one process may have; `taken` is thrown, with the number of who has it if known. */
export async function takeProcessLock(
  file: string,
  taken: (pid: number | null) => Error,
): Promise<ProcessLock> {
  if (held.has(file)) throw taken(process.pid);
  held.add(file);
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const store = await open(file, taken);
    return {
      release: () => {
        held.delete(file);
        store.close();
      },
    };
  } catch (error) {
    held.delete(file);
    throw error;
  }
}

async function open(file: string, taken: (pid: number | null) => Error): Promise<Store> {
  const options = { threads: 1, memoryLimit: "64MB" };
  for (let attempt = 1; ; attempt++) {
    try {
      return await Store.open(file, options);
    } catch (error) {
      if (attempt > 2) throw error instanceof WarehouseBusy ? taken(holderIn(error)) : error;
      // A lock file holds nothing: a broken one is thrown away. Who only looks holds it for an instant.
      if (error instanceof DatabaseDamaged) {
        for (const part of [file, `${file}.wal`]) rmSync(part, { force: true });
      } else if (error instanceof WarehouseBusy) await pause(300);
      else throw error;
    }
  }
}

/** The process number that DuckDB tells of who holds a file. */
export const holderIn = (error: Error): number | null => {
  const pid = /进程号 (\d+)/.exec(error.message)?.[1];
  return pid === undefined ? null : Number(pid);
};
