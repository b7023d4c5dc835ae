import path from "node:path";
import type { ClueEntry, LedgerEntry, LedgerEvent } from "../../models/clues/event.ts";
import { UserError } from "../../models/errors.ts";
import { type Break, HashChain } from "../hash-chain.ts";
import type { Home } from "../home.ts";
import { takeProcessLock } from "../process-lock.ts";

/** The ledger of clues: `clues/log.jsonl`, only ever added to. */
export const clueLedger = ({ root }: Pick<Home, "root">): HashChain<LedgerEvent> => {
  const file = path.join(root, "clues", "log.jsonl");
  return new HashChain<LedgerEvent>(file, (broken) => edited(file, broken));
};

const edited = (file: string, { line, expected, found }: Break): UserError =>
  new UserError(
    `线索台账 ${file} 第${line}行被改动过：应接 ${expected.slice(0, 12)}…，实为 ${found.slice(0, 12)}…`,
    "台账只增不改：请从备份恢复这个文件，再重试；在此之前不能办理线索。",
  );

/** Entries that speak of clues. */
export const clueEntries = (entries: readonly LedgerEntry[]): ClueEntry[] =>
  entries.filter((entry): entry is ClueEntry => entry.event !== "total");

/** Does work that writes to the ledger while nobody else does. */
export async function holdingLedger<T>(
  home: Pick<Home, "state">,
  work: () => Promise<T>,
): Promise<T> {
  const lock = await takeProcessLock(path.join(home.state, "clues.duckdb"), busy);
  try {
    return await work();
  } finally {
    lock.release();
  }
}

const busy = (pid: number | null): UserError =>
  new UserError(
    `另一个进程${pid === null ? "" : `（进程号 ${pid}）`}正在办理线索`,
    "请等它结束后再执行；没有任何改动。",
  );
