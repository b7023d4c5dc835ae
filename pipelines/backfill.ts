import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../models/errors.ts";
import { type Home, writeAtomically } from "./home.ts";
import { runId } from "./journal.ts";
import type { RunOptions, RunReport } from "./run.ts";
import { UnknownAsset } from "./selection.ts";

/** A range of months to be built, over as many runs as it takes. */
export interface Backfill {
  backfill: string;
  requested_at: string;
  selection: string[];
  from?: string | undefined;
  to?: string | undefined;
  /** Build also what is up to date. */
  force: boolean;
  /** Months one step builds at once: what an interruption may cost. */
  chunk_months: number;
  status: "open" | "done" | "cancelled";
  runs: { run: string; built: number; status: RunReport["status"] }[];
}

const folderOf = (home: Home): string => path.join(home.state, "backfills");

export function backfills(home: Home): Backfill[] {
  if (!existsSync(folderOf(home))) return [];
  return readdirSync(folderOf(home))
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => JSON.parse(readFileSync(path.join(folderOf(home), name), "utf8")) as Backfill);
}

function save(home: Home, backfill: Backfill): Backfill {
  mkdirSync(folderOf(home), { recursive: true });
  const file = path.join(folderOf(home), `${backfill.backfill}.json`);
  writeAtomically(file, `${JSON.stringify(backfill, null, 2)}\n`);
  return backfill;
}

export function requestBackfill(
  home: Home,
  wish: Pick<Backfill, "selection" | "from" | "to" | "force" | "chunk_months">,
  now: Date,
): Backfill {
  const requested_at = now.toISOString();
  return save(home, { backfill: runId(now), requested_at, ...wish, status: "open", runs: [] });
}

/** The one that is meant: by its id, else the last that is open. */
export function openBackfill(home: Home, id?: string): Backfill {
  const all = backfills(home);
  const found = all.findLast((b) => (id === undefined ? b.status === "open" : b.backfill === id));
  if (found?.status === "open") return found;
  throw new UserError(
    found
      ? `回填 ${found.backfill} 已${found.status === "done" ? "完成" : "取消"}`
      : id === undefined
        ? "没有未完成的回填"
        : `没有编号为 ${id} 的回填`,
    "fundwatch backfill --list 可列出全部回填。",
    2,
  );
}

export const cancelBackfill = (home: Home, id: string): Backfill =>
  save(home, { ...openBackfill(home, id), status: "cancelled" });

/** What a run is asked for on behalf of a backfill. */
export type BackfillWish = Pick<
  RunOptions,
  "trigger" | "selection" | "from" | "to" | "forcedBefore" | "chunkMonths"
>;

/**
 * Goes on with a backfill. What an earlier run of it built is not built again: only what was built
 * before it was requested counts as still to be done.
 */
export async function carryOutBackfill(
  home: Home,
  backfill: Backfill,
  runner: (wish: BackfillWish) => Promise<RunReport>,
): Promise<{ backfill: Backfill; report: RunReport }> {
  const { selection, from, to, force, requested_at, chunk_months } = backfill;
  const report = await runner({
    trigger: `backfill ${backfill.backfill}`,
    selection,
    from,
    to,
    ...(force ? { forcedBefore: requested_at } : {}),
    chunkMonths: chunk_months,
  }).catch((error: unknown) => {
    if (error instanceof UnknownAsset) save(home, { ...backfill, status: "cancelled" });
    throw error;
  });
  const built = report.steps.filter((step) => step.status === "done").length;
  const kept = save(home, {
    ...backfill,
    status: report.status === "done" ? "done" : "open",
    runs: [...backfill.runs, { run: report.run, built, status: report.status }],
  });
  return { backfill: kept, report };
}
