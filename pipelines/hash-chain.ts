import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from "node:fs";
import path from "node:path";

/** What the first line is chained to. */
const GENESIS = "0".repeat(64);

/** What the chain adds to an event; `hash` is the SHA-256 of all else in the line. */
export interface Link {
  /** Counted from 1. */
  seq: number;
  /** ISO time. */
  at: string;
  prev: string;
  hash: string;
}

/** Where a chain breaks: the line as counted in the file, and the hashes there. */
export interface Break {
  line: number;
  expected: string;
  found: string;
}

/**
 * An append-only file of JSON lines, each with the hash of the one before. Write to it with a lock
 * held. A torn last line was never written; a line edited, lost, moved or added breaks the chain.
 */
export class HashChain<Event extends object> {
  readonly file: string;
  readonly #refusal: (broken: Break) => Error;

  constructor(file: string, refusal: (broken: Break) => Error) {
    this.file = file;
    this.#refusal = refusal;
  }

  /** All of it, oldest first. Throws where the chain is broken. */
  read(): (Event & Link)[] {
    const { entries, broken } = this.inspect();
    if (broken) throw this.#refusal(broken);
    return entries;
  }

  /** As far as the chain holds, and where it breaks. */
  inspect(): { entries: (Event & Link)[]; broken: Break | null } {
    const entries: (Event & Link)[] = [];
    let prev = GENESIS;
    for (const [i, text] of this.#wholeLines().entries()) {
      const entry = this.#parsed(text);
      const fits = entry?.prev === prev && entry.seq === i + 1;
      const expected = entry && fits ? hashOf(entry) : prev;
      const found = entry && fits ? entry.hash : (entry?.prev ?? "读不出来");
      if (!entry || expected !== found || !fits)
        return { entries, broken: { line: i + 1, expected, found } };
      entries.push(entry);
      prev = entry.hash;
    }
    return { entries, broken: null };
  }

  /** Adds events in one write, flushed to disk, to a chain that is whole. */
  append(events: readonly Event[], at: Date): (Event & Link)[] {
    const last = this.read().at(-1);
    mkdirSync(path.dirname(this.file), { recursive: true });
    this.#cutTornLine();
    let prev = last?.hash ?? GENESIS;
    let seq = last?.seq ?? 0;
    const entries = events.map((event) => {
      seq += 1;
      const rest = { seq, at: at.toISOString(), ...event, prev };
      prev = hashOf(rest);
      return { ...rest, hash: prev };
    });
    const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
    if (text !== "") appendFileSync(this.file, text, { flush: true });
    return entries;
  }

  #wholeLines(): string[] {
    if (!existsSync(this.file)) return [];
    return readFileSync(this.file, "utf8").split("\n").slice(0, -1);
  }

  #cutTornLine(): void {
    if (!existsSync(this.file)) return;
    const bytes = readFileSync(this.file);
    const whole = bytes.lastIndexOf(0x0a) + 1;
    if (whole < bytes.length) truncateSync(this.file, whole);
  }

  #parsed(text: string): (Event & Link) | undefined {
    try {
      return JSON.parse(text) as Event & Link;
    } catch {
      return undefined;
    }
  }
}

function hashOf(entry: object): string {
  const { hash: _, ...rest } = entry as { hash?: string };
  return createHash("sha256").update(canonical(rest)).digest("hex");
}

/** JSON with the keys of every object in order, so that a hash has one text to be of. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
