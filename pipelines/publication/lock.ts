import path from "node:path";
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

const busy = (pid: number | null): UserError =>
  new UserError(
    `另一个进程${pid === null ? "" : `（进程号 ${pid}）`}正在办理月结、印发或更正`,
    "请等它结束后再执行；没有任何改动。",
  );
