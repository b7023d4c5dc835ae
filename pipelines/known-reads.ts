import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Home, writeAtomically } from "./home.ts";

type TablesRead = (sql: string) => Promise<string[]>;

/**
 * `ask`, with its answers kept in the home's cache from one process to the next: what a SELECT reads depends on
 * its text alone, and parsing all of them takes half a second. A cache that cannot be read or written is done
 * without. `keep` writes what was asked for.
 */
export function knownReads(home: Home, ask: TablesRead): { of: TablesRead; keep: () => void } {
  const file = path.join(home.cache, "tables-read.json");
  const known = readKnown(file);
  const asked: Record<string, string[]> = {};
  let isNew = false;
  return {
    async of(sql) {
      const key = createHash("sha256").update(sql).digest("hex");
      isNew ||= known[key] === undefined;
      const read = known[key] ?? (await ask(sql));
      asked[key] = read;
      return read;
    },
    keep() {
      if (!isNew) return;
      try {
        mkdirSync(home.cache, { recursive: true });
        writeAtomically(file, JSON.stringify(asked));
      } catch {
        // The next process asks again.
      }
    },
  };
}

function readKnown(file: string): Record<string, string[]> {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}
