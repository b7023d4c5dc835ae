import { existsSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../models/errors.ts";
import type { Home } from "../home.ts";
import { holderIn, isHeldHere, type ProcessLock, takeProcessLock } from "../process-lock.ts";
import { Store, WarehouseBusy } from "../store.ts";

const fileOf = (home: Pick<Home, "state">): string => path.join(home.state, "scheduler.duckdb");

/** Makes this process the one scheduler of a home; another one is refused. */
export const takeLock = (home: Pick<Home, "state" | "root">): Promise<ProcessLock> =>
  takeProcessLock(fileOf(home), (pid) => taken(home, pid));

/** Whether a scheduler works in a home, and its process number where the system tells. */
export async function schedulerOf(
  home: Pick<Home, "state">,
): Promise<{ running: boolean; pid: number | null }> {
  const file = fileOf(home);
  if (isHeldHere(file)) return { running: true, pid: process.pid };
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

const taken = (home: Pick<Home, "root">, pid: number | null): UserError =>
  new UserError(
    `工作目录 ${home.root} 已有一个 serve 在运行${pid === null ? "" : `（进程号 ${pid}）`}`,
    "一个工作目录只能有一个 serve：请先停掉那一个，或用 --home 指定另一个工作目录。",
  );
