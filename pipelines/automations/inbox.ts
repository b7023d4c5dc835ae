import { closeSync, openSync, readdirSync, statSync } from "node:fs";
import path from "node:path";

/** What a file looked like, and since when it has looked so. */
interface Observation {
  identity: string;
  since: number;
}

/** What one look at the inbox found. */
export interface Look {
  at: string;
  /** Files that did not change for long enough. */
  settled: string[];
  /** Those of them that were not handled yet. */
  fresh: string[];
  /** Files that may still be on their way. */
  waiting: string[];
  /** Why nothing could be seen. */
  problem?: string;
}

/** Beside what `load` passes over: names that programs give to what they have not finished. */
const UNFINISHED =
  /^\.|^README|^~\$|\.(part|partial|filepart|tmp|temp|crdownload|download|opdownload|swp)$|^(Thumbs\.db|desktop\.ini)$/i;
const DEEPEST = 16;

/**
 * Tells which files of a folder are whole, by looking from time to time: network drives do not
 * report changes. What it saw is kept in memory alone; a restart looks at everything once more.
 */
export class Inbox {
  readonly #seen = new Map<string, Observation>();
  readonly #handled = new Map<string, string>();

  look(folder: string, now: Date, settleSeconds: number): Look {
    const moment = now.getTime();
    const look: Look = { at: now.toISOString(), settled: [], fresh: [], waiting: [] };
    let files: Map<string, string>;
    try {
      files = identitiesBelow(folder);
    } catch (error) {
      return { ...look, problem: error instanceof Error ? error.message : String(error) };
    }
    for (const [file, identity] of files) {
      const before = this.#seen.get(file);
      const same = before !== undefined && before.identity === identity && before.since <= moment;
      const since = same ? before.since : moment;
      this.#seen.set(file, { identity, since });
      const quiet = same && moment - since >= settleSeconds * 1000;
      const handled = this.#handled.get(file) === identity;
      if (!quiet || (!handled && !canBeRead(file))) look.waiting.push(file);
      else {
        look.settled.push(file);
        if (!handled) look.fresh.push(file);
      }
    }
    for (const known of [this.#seen, this.#handled]) {
      for (const file of known.keys()) if (!files.has(file)) known.delete(file);
    }
    return look;
  }

  /** These files, as they were last seen, need not be loaded again until they change. */
  handled(files: readonly string[]): void {
    for (const file of files) {
      const observation = this.#seen.get(file);
      if (observation) this.#handled.set(file, observation.identity);
    }
  }
}

function identitiesBelow(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  const byName = new Intl.Collator("zh", { numeric: true }).compare;
  const visit = (place: string, depth: number): void => {
    const names = readdirSync(place).filter((name) => !UNFINISHED.test(name));
    for (const name of names.sort(byName)) {
      const file = path.join(place, name);
      try {
        const stat = statSync(file, { bigint: true });
        if (stat.isDirectory() && depth < DEEPEST) visit(file, depth + 1);
        else if (stat.isFile()) found.set(file, `${stat.size}/${stat.mtimeNs}/${stat.ino}`);
      } catch {
        // Gone since the folder was read.
      }
    }
  };
  visit(folder, 0);
  return found;
}

/** Some systems refuse to open what another program is still writing. */
function canBeRead(file: string): boolean {
  try {
    closeSync(openSync(file, "r"));
    return true;
  } catch {
    return false;
  }
}
