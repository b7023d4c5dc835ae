import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import { manifests } from "../../pipelines/documents/manifest.ts";
import { pastRun, runIds } from "../../pipelines/history.ts";
import { type Home, openHome } from "../../pipelines/home.ts";
import type { RunEvent } from "../../pipelines/journal.ts";
import { nothingLeftToDo, published, warehouse } from "../crash/home-state.ts";
import { BULLETINS, type Scene } from "./scene.ts";

/** A run was completed, and nothing shows of what was done to those before it. */
export async function expectWhole(
  scene: Scene,
  root: string,
  { inOrder = true } = {},
): Promise<void> {
  const home = openHome(root);
  expect(await published(root)).toBe(scene.today);
  expect(await warehouse(root)).toBe(scene.today);
  expect(filesBelow(root).filter((name) => name.endsWith(".part"))).toEqual([]);
  expect(readdirSync(home.serve)).toEqual([path.basename(home.snapshot)]);
  expect(filesBelow(home.temp)).toEqual([]);
  expectJournals(home, inOrder);
  expectDocuments(scene, home);
  expect(await nothingLeftToDo(home)).toBe(true);
}

/** Files below a folder, as paths within it. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

export const foldersBelow = (folder: string): number =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true, recursive: true }).filter((e) => e.isDirectory())
        .length
    : 0;

/** Every line of every journal reads; each begins, goes on in order, and has one end. */
export function expectJournals(home: Home, inOrder: boolean): void {
  const ids = runIds(home);
  expect(new Set(ids).size).toBe(ids.length);
  for (const run of ids) {
    const lines = readFileSync(path.join(home.state, "runs", `${run}.jsonl`), "utf8").split("\n");
    expect(lines.pop(), run).toBe("");
    const events = lines.map((line) => JSON.parse(line) as RunEvent);
    expect(new Set(events.map((event) => event.run)), run).toEqual(new Set([run]));
    expect(events[0]!.event, run).toBe("run started");
    expect(events.filter(({ event }) => event === "run ended").length, run).toBe(1);
    expect(events.at(-1)!.event, run).toBe("run ended");
    if (inOrder) {
      const at = events.map((event) => event.at);
      expect(at, run).toEqual([...at].sort());
    }
    for (const event of events)
      if ("seconds" in event) expect(event.seconds ?? 0, run).toBeGreaterThanOrEqual(0);
    const made = events.flatMap((event) =>
      event.event === "materialized" ? [`${event.asset} ${event.partition}`] : [],
    );
    expect(new Set(made).size, run).toBe(made.length);
    expect(pastRun(home, run)?.seconds, run).toBeGreaterThanOrEqual(0);
  }
}

/** All bulletins are there with the bytes their manifests tell of, and nothing beside them. */
export function expectDocuments(scene: Scene, home: Home): void {
  const made = manifests(home, BULLETINS);
  const contents = [...made].map(([partition, { content }]) => [partition, content]);
  const wanted = home.config.bulletins.regions?.length === 0 ? [] : scene.documents;
  expect(Object.fromEntries(contents)).toEqual(Object.fromEntries(wanted));
  const files = [...made.values()].flatMap((manifest) => manifest.files);
  for (const file of files) {
    const bytes = readFileSync(path.join(home.root, file.path));
    expect(createHash("sha256").update(bytes).digest("hex"), file.path).toBe(file.sha256);
  }
  const named = files.map((file) => path.relative("out", file.path)).sort();
  expect(filesBelow(home.out)).toEqual(named);
  const kept = path.join(home.state, "documents", BULLETINS);
  expect(filesBelow(kept).length).toBe(made.size);
  expect(staged(home)).toEqual([]);
}

export const staged = (home: Home): string[] =>
  existsSync(home.staging) ? readdirSync(home.staging) : [];

/** Whether the last run told its beginning and not its end. */
export function isCutOff(root: string): boolean {
  const home = openHome(root);
  const last = runIds(home).at(-1);
  return last !== undefined && pastRun(home, last)?.status === "unfinished";
}

/** Whether a run goes on that has published and now makes documents. */
export function documentsBegan(root: string): boolean {
  const home = openHome(root);
  const last = runIds(home).at(-1);
  return last !== undefined && isCutOff(root) && pastRun(home, last)!.published;
}
