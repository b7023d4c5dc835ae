import { existsSync, mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { UserError } from "../../models/errors.ts";
import type { Home } from "../home.ts";
import { DatabaseDamaged, Store, WarehouseBusy } from "../store.ts";

/** Held while a process lives: DuckDB locks its files, and the system frees them when it dies. */
export interface SchedulerLock {
  release(): void;
}

const fileOf = (home: Pick<Home, "state">): string => path.join(home.state, "scheduler.duckdb");

/**
 * Files this process has locked. It must not open them a second time: the system drops a process's
 * locks on a file as soon as the process closes it anywhere.
 */
const held = new Set<string>();

/** Makes this process the one scheduler of a home; another one is refused. */
export async function takeLock(home: Pick<Home, "state" | "root">): Promise<SchedulerLock> {
  const file = fileOf(home);
  if (held.has(file)) throw taken(home, process.pid);
  mkdirSync(home.state, { recursive: true });
  const store = await openLock(home, file);
  held.add(file);
  return {
    release: () => {
      held.delete(file);
      store.close();
    },
  };
}

async function openLock(home: Pick<Home, "root">, file: string): Promise<Store> {
  const options = { threads: 1, memoryLimit: "64MB" };
  for (let attempt = 1; ; attempt++) {
    try {
      return await Store.open(file, options);
    } catch (error) {
      if (attempt > 2) throw error instanceof WarehouseBusy ? taken(home, holderIn(error)) : error;
      // A lock file holds nothing: a broken one is thrown away. `status` holds it for an instant.
      if (error instanceof DatabaseDamaged) {
        for (const part of [file, `${file}.wal`]) rmSync(part, { force: true });
      } else if (error instanceof WarehouseBusy) await pause(300);
      else throw error;
    }
  }
}

/** Whether a scheduler works in a home, and its process number where the system tells. */
export async function schedulerOf(
  home: Pick<Home, "state">,
): Promise<{ running: boolean; pid: number | null }> {
  const file = fileOf(home);
  if (held.has(file)) return { running: true, pid: process.pid };
  if (!existsSync(file)) return { running: false, pid: null };
  try {
    const store = await Store.open(file, { readOnly: true, threads: 1 });
    store.close();
    return { running: false, pid: null };
  } catch (error) {
    return error instanceof WarehouseBusy
      ? { running: true, pid: holderIn(error) }
      : { running: false, pid: null };
  }
}

const holderIn = (error: Error): number | null => {
  const pid = /进程号 (\d+)/.exec(error.message)?.[1];
  return pid === undefined ? null : Number(pid);
};

const taken = (home: Pick<Home, "root">, pid: number | null): UserError =>
  new UserError(
    `工作目录 ${home.root} 已有一个 serve 在运行${pid === null ? "" : `（进程号 ${pid}）`}`,
    "一个工作目录只能有一个 serve：请先停掉那一个，或用 --home 指定另一个工作目录。",
  );
