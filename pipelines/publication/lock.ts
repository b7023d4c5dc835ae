import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { UserError } from "../../models/errors.ts";
import type { Home } from "../home.ts";
import { takeProcessLock } from "../process-lock.ts";

/** Does work that writes to the log or the shelf while nobody else does. */
export async function holdingShelf<T>(home: Home, work: () => Promise<T>): Promise<T> {
  const lock = await takeProcessLock(path.join(home.state, "publication.duckdb"), busy);
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/** The same for work that takes a moment: it waits for its turn rather than be turned away. */
export async function holdingShelfInTurn<T>(home: Home, work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await holdingShelf(home, work);
    } catch (error) {
      if (!(error instanceof ShelfBusy) || tries === TRIES) throw error;
    }
    await pause(PAUSE_MS);
  }
}

const TRIES = 1800;
const PAUSE_MS = 200;

class ShelfBusy extends UserError {}

const busy = (pid: number | null): ShelfBusy =>
  new ShelfBusy(
    `另一个进程${pid === null ? "" : `（进程号 ${pid}）`}正在办理月结、印发或更正`,
    "请等它结束后再执行；没有任何改动。",
  );
