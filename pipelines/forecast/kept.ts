import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import type { Month } from "../../models/period.ts";
import { writeAtomically } from "../home.ts";
import { grouped, type HistoryRow } from "./histories.ts";

/** Texts by what they were made from, in a folder; without one nothing is kept. */
export class Kept {
  readonly #folder: string | undefined;

  constructor(folder: string | undefined) {
    this.#folder = folder;
    if (folder !== undefined) mkdirSync(folder, { recursive: true });
  }

  get(key: string): string | undefined {
    const file = this.#fileOf(key);
    return file !== undefined && existsSync(file) ? readFileSync(file, "utf8") : undefined;
  }

  put(key: string, text: string): void {
    const file = this.#fileOf(key);
    if (file !== undefined) writeAtomically(file, text);
  }

  /** Removes the oldest beyond so many. */
  trim(most: number): void {
    const folder = this.#folder;
    if (folder === undefined) return;
    const files = readdirSync(folder).map((name) => path.join(folder, name));
    if (files.length <= most) return;
    const aged = files.map((file) => ({ file, at: statSync(file).mtimeMs }));
    aged.sort((a, b) => a.at - b.at);
    for (const { file } of aged.slice(0, files.length - most)) rmSync(file, { force: true });
  }

  #fileOf(key: string): string | undefined {
    return this.#folder === undefined ? undefined : path.join(this.#folder, `${key}.csv`);
  }
}

/**
 * By fund and origin, what its forecasts are made from: the program, the settings and all rows up to the
 * origin. The same key, the same forecasts.
 */
export function keysOf(
  rows: readonly HistoryRow[],
  origins: readonly Month[],
  made: string,
): Map<string, Map<Month, string>> {
  const keys = new Map<string, Map<Month, string>>();
  for (const [fund, own] of grouped(rows, (row) => row.fund)) {
    const byMonth = grouped(own, ({ month }) => month);
    const hash = createHash("sha256").update(made);
    const months = [...byMonth.keys()].sort();
    const found = new Map<Month, string>();
    let next = 0;
    for (const origin of [...origins].sort()) {
      for (; next < months.length && months[next]! <= origin; next++)
        hash.update(JSON.stringify(byMonth.get(months[next]!)));
      found.set(origin, hash.copy().update(origin).digest("hex"));
    }
    keys.set(fund, found);
  }
  return keys;
}
