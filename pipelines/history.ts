import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { monthsIn } from "../models/period.ts";
import { documentedAssets, manifests } from "./documents/manifest.ts";
import type { Home } from "./home.ts";
import { Journal, type Materialization, type RunEvent, type RunRequest } from "./journal.ts";
import { readRows } from "./rows.ts";
import type { Store } from "./store.ts";

/** A past run in short. */
export interface PastRun {
  run: string;
  started_at: string;
  trigger: string;
  /** `unfinished`: still going on, or its process died. */
  status: "done" | "failed" | "interrupted" | "unfinished";
  seconds: number | null;
  /** Partitions it was to build, and what became of them. */
  planned: number;
  built: number;
  failed: string[];
  published: boolean;
  request: RunRequest;
}

const folderOf = (home: Home): string => path.join(home.state, "runs");

/** Ids of all runs that did something, oldest first. */
export function runIds(home: Home): string[] {
  if (!existsSync(folderOf(home))) return [];
  return readdirSync(folderOf(home))
    .filter((name) => name.endsWith(".jsonl"))
    .map((name) => name.slice(0, -".jsonl".length))
    .sort();
}

/** What happened in a run, in order; a line torn by a crash is left out. */
export const eventsOf = (home: Home, run: string): RunEvent[] =>
  readRows<RunEvent>(path.join(folderOf(home), `${run}.jsonl`));

export function pastRun(home: Home, run: string): PastRun | undefined {
  const events = eventsOf(home, run);
  const begun = events.find((event) => event.event === "run started");
  if (begun?.event !== "run started") return undefined;
  const ended = events.findLast((event) => event.event === "run ended");
  const { at, event: _, run: id, pid: __, host: ___, steps, ...request } = begun;
  const later = events.reduce((sum, e) => sum + (e.event === "planned" ? e.steps : 0), 0);
  return {
    run: id,
    started_at: at,
    trigger: request.trigger,
    status: ended?.event === "run ended" ? ended.status : "unfinished",
    seconds: ended?.event === "run ended" ? ended.seconds : null,
    planned: steps + later,
    built: events.filter((event) => event.event === "materialized").length,
    failed: events.flatMap((event) =>
      event.event === "step ended" && event.status === "failed" ? [event.asset] : [],
    ),
    published: events.some((event) => event.event === "published"),
    request,
  };
}

/** The last so many runs, oldest first. */
export const pastRuns = (home: Home, last: number): PastRun[] =>
  runIds(home)
    .slice(-last)
    .flatMap((run) => pastRun(home, run) ?? []);

/** How far back a run that never ended is looked for. */
const RECENT = 20;

export const lastRun = (home: Home): PastRun | undefined => pastRuns(home, RECENT).at(-1);

/**
 * Ends the journals of runs whose process died, oldest first; what they built but could not tell is
 * added from the warehouse. Call as the warehouse's owner: no other run can then be going on.
 */
export async function endDeadRuns(store: Store, home: Home, now: () => Date): Promise<PastRun[]> {
  const dead = pastRuns(home, RECENT).filter(({ status }) => status === "unfinished");
  for (const past of dead) {
    const journal = new Journal(home, past.run, now);
    const events = eventsOf(home, past.run);
    const told = new Set(
      events.flatMap((event) =>
        event.event === "materialized" ? [`${event.asset}|${event.partition}`] : [],
      ),
    );
    for (const made of [...(await builtBy(store, past.run)), ...documentsBy(home, past.run)]) {
      if (told.has(`${made.asset}|${made.partition}`)) continue;
      const nobody = { reason: null, seconds: null, peak_memory_mib: null };
      journal.write({ event: "materialized", ...made, ...nobody });
    }
    const last = events.at(-1)?.at ?? past.started_at;
    const seconds = Math.max(0, Date.parse(last) - Date.parse(past.started_at)) / 1000;
    journal.write({ event: "run ended", status: "interrupted", seconds });
    journal.close();
  }
  return dead.map((past) => ({ ...past, status: "interrupted" }));
}

type Made = Omit<Materialization, "reason" | "seconds" | "peak_memory_mib">;

async function builtBy(store: Store, run: string): Promise<Made[]> {
  const rows = await store.rows<Omit<Made, "rows" | "period"> & { rows: string }>(
    `select p.asset, p.partition, p.fingerprint, a.code, p.row_count as rows
     from meta.partition p join meta.asset a on a.asset = p.asset
     where p.run = $1 order by p.asset, p.partition`,
    [run],
  );
  return rows.map((row) => ({
    ...row,
    rows: Number(row.rows),
    period: row.partition === "" ? null : [row.partition, row.partition],
  }));
}

const documentsBy = (home: Home, run: string): Made[] =>
  documentedAssets(home)
    .flatMap((asset) => [...manifests(home, asset).values()])
    .filter((manifest) => manifest.run === run)
    .map(({ asset, partition, code, content, files }) => {
      const months = monthsIn(partition.split("|")[1]!);
      const paths = files.map((file) => file.path);
      const period: [string, string] = [months[0]!, months.at(-1)!];
      return { asset, partition, rows: null, period, code, fingerprint: content, files: paths };
    });
