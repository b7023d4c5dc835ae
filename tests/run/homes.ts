import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { writeStatement } from "../../bench/statements.ts";
import type { Session } from "../../bin/session.ts";
import { eventsOf, runIds } from "../../pipelines/history.ts";
import { type Home, initHome, openHome } from "../../pipelines/home.ts";
import { load } from "../../pipelines/ingest/load.ts";
import type { RunEvent } from "../../pipelines/journal.ts";
import type { PlannedPartition } from "../../pipelines/plan.ts";
import { hashes, type TableHash } from "../../pipelines/rebuild.ts";
import { runSteps } from "../../pipelines/steps.ts";
import { Store } from "../../pipelines/store.ts";
import { withWarehouse } from "../../pipelines/warehouse.ts";

const PROGRAM = fileURLToPath(new URL("../../bin/fundwatch.mjs", import.meta.url));

export const now = (): Date => new Date();

/** A new home with these settings. */
export function homeWith(root: string, config: object = {}): Home {
  const { home } = initHome(root);
  return configured(home, config);
}

/** Forecasts that cost little: what they say is not asked here. */
export const ROUGH = { paths: 200, horizon: 6 };

/** The home as it is with other settings. */
export function configured(home: Home, config: object): Home {
  writeFileSync(home.configFile, JSON.stringify({ forecast: ROUGH, ...config }));
  return openHome(home.root);
}

type Writer = typeof writeStatement;
export type Shape = Parameters<Writer>[1];

/** A made-up file, written and loaded; `accept` is the reason for taking it though it contradicts. */
export async function arrive(
  home: Home,
  name: string,
  writer: Writer,
  shape: Shape,
  accept?: string,
): Promise<void> {
  const folder = path.join(home.root, "files");
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, name);
  writer(file, shape);
  const again = accept === undefined ? {} : { accept };
  const [outcome] = await load(home, [file], { now });
  if (outcome?.status === "held" && accept !== undefined)
    await load(home, [file], { now, ...again });
  else expect(outcome).toMatchObject({ status: "loaded" });
}

export const tablesOf = (home: Home): Promise<TableHash[]> => withWarehouse(home, hashes);

/** The same tables made at once from what counts now. */
export const tablesAfresh = (home: Home): Promise<TableHash[]> =>
  withWarehouse(
    home,
    async (store, graph, catalog) => {
      await runSteps(store, graph, catalog, { now });
      return hashes(store);
    },
    { path: ":memory:" },
  );

/** Rows of the warehouse file, with nothing attached to it. */
export async function ask<Row extends object>(home: Home, sql: string): Promise<Row[]> {
  const store = await Store.open(home.warehouse);
  try {
    return await store.rows<Row>(sql);
  } finally {
    store.close();
  }
}

type Told<Name extends RunEvent["event"]> = Extract<RunEvent, { event: Name }>;

export const told = <Name extends RunEvent["event"]>(
  events: readonly RunEvent[],
  name: Name,
): Told<Name>[] => events.filter((event): event is Told<Name> => event.event === name);

/** Every event of every run, in order. */
export const allEvents = (home: Home): RunEvent[] =>
  runIds(home).flatMap((run) => eventsOf(home, run));

export const lastEvents = (home: Home): RunEvent[] => eventsOf(home, runIds(home).at(-1)!);

/** Takes events out of a journal, as if the process had died before it could write them. */
export function forget(home: Home, run: string, which: (event: RunEvent) => boolean): void {
  const file = path.join(home.state, "runs", `${run}.jsonl`);
  const kept = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line === "" || !which(JSON.parse(line) as RunEvent));
  writeFileSync(file, kept.join("\n"));
}

/** `core.running 2019-02`, sorted. */
export const named = (partitions: Pick<PlannedPartition, "asset" | "partition">[]): string[] =>
  partitions.map(({ asset, partition }) => `${asset} ${partition}`).sort();

/**
 * Runs the real command line and sends it a signal as soon as its run has told what `when` waits for;
 * how it ended, and the run.
 */
export async function cutOff(
  home: Home,
  args: string[],
  signal: "SIGKILL" | "SIGTERM",
  when: (events: RunEvent[]) => boolean,
): Promise<{ run: string; status: number | null; signal: string | null; output: string }> {
  const before = new Set(runIds(home));
  const child = spawn(process.execPath, [PROGRAM, ...args, "--home", home.root]);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += String(chunk)));
  const ended = new Promise<[number | null, string | null]>((resolve) =>
    child.on("close", (...how) => resolve(how)),
  );
  const own = () => runIds(home).find((run) => !before.has(run));
  const timer = setInterval(() => {
    const run = own();
    if (run === undefined || !when(eventsOf(home, run))) return;
    clearInterval(timer);
    child.kill(signal);
  }, 5);
  const [status, by] = await ended;
  clearInterval(timer);
  return { run: own() ?? "", status, signal: by, output };
}

/** A session of the command line in this process; what it answers is kept. */
export function sessionIn(root: string): {
  session: Session;
  said: { value: unknown; lines: string[] }[];
} {
  const said: { value: unknown; lines: string[] }[] = [];
  const session: Session = {
    root,
    json: false,
    version: "0",
    home: () => openHome(root),
    now,
    answer: (value, lines) => void said.push({ value, lines: lines() }),
    remark: () => {},
    stop: () => new AbortController().signal,
    progress: () => {},
  };
  return { session, said };
}
