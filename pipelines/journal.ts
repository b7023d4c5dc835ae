import { randomUUID } from "node:crypto";
import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import type { CheckResult } from "./checking.ts";
import type { Home } from "./home.ts";
import type { Reason } from "./plan.ts";
import type { RunStatus } from "./report.ts";
import { endsMidLine, linesOf } from "./rows.ts";
import type { TaskStatus } from "./runner/runner.ts";

/** How a run began: by whom, and with what choice. A resumed run has the choice of the one it resumes. */
export interface RunRequest {
  /** `command`, or the name of the automation. */
  trigger: string;
  selection: string[];
  from?: string | undefined;
  to?: string | undefined;
  /** Partitions built before this moment are built again, changed or not. */
  forced_before?: string | undefined;
  /** Most months one step builds at once. */
  chunk_months?: number | undefined;
  resumes?: string | undefined;
}

/** A partition that now exists: what it holds, what made it, from what. */
export interface Materialization {
  asset: string;
  partition: string;
  /** Null where the run died before it could tell. */
  reason: Reason | null;
  /** Rows of this partition; null for documents. */
  rows: number | null;
  /** First and last month it speaks of. */
  period: [from: string, to: string] | null;
  code: string;
  fingerprint: string;
  /** Batches it was read from, for what reads files directly. */
  batches?: string[];
  files?: string[];
  /** Of the step that made it, with all its partitions. */
  seconds: number | null;
  /** The most memory the process had used until then. */
  peak_memory_mib: number | null;
}

export interface StepEnd {
  asset: string;
  status: TaskStatus;
  partitions: string[];
  attempts: number;
  seconds: number;
  rows: number | null;
  error?: string;
}

export type RunFact =
  | ({ event: "run started"; pid: number; host: string; steps: number } & RunRequest)
  /** More that was found to be done once the tables were there: documents. */
  | { event: "planned"; steps: number }
  | { event: "step started"; asset: string; partitions: number; attempt: number }
  | { event: "step retrying"; asset: string; attempt: number; pause_seconds: number; error: string }
  | ({ event: "materialized" } & Materialization)
  | ({ event: "checked"; asset: string } & CheckResult)
  | ({ event: "step ended" } & StepEnd)
  | { event: "logged"; asset: string; line: string }
  | { event: "published"; seconds: number }
  | { event: "run ended"; status: RunStatus; seconds: number };

/** Something that happened in a run, as a row of its journal. */
export type RunEvent = { at: string; run: string } & RunFact;

const folderOf = (home: Home): string => path.join(home.state, "runs");

/**
 * The journal of one run: rows of JSON, one event each, in `state/runs/<run>.jsonl`. It is only ever
 * added to, so that a process that dies loses nothing of what it told.
 */
export class Journal {
  readonly run: string;
  readonly #file: string;
  readonly #now: () => Date;
  readonly #watch: (event: RunEvent) => void;
  #descriptor: number | undefined;

  constructor(
    home: Home,
    run: string,
    now: () => Date,
    watch: (event: RunEvent) => void = () => {},
  ) {
    this.run = run;
    this.#now = now;
    this.#watch = watch;
    this.#file = path.join(folderOf(home), `${run}.jsonl`);
    mkdirSync(folderOf(home), { recursive: true });
  }

  write(...facts: RunFact[]): void {
    if (facts.length === 0) return;
    const at = this.#now().toISOString();
    const events = facts.map((fact) => ({ at, run: this.run, ...fact }) as RunEvent);
    this.#descriptor ??= this.#open();
    writeWhole(this.#descriptor, linesOf(events));
    for (const event of events) this.#watch(event);
  }

  #open(): number {
    const torn = endsMidLine(this.#file);
    const descriptor = openSync(this.#file, "a");
    if (torn) writeSync(descriptor, "\n");
    return descriptor;
  }

  /** Flushes the journal to disk. Nothing can be written afterwards. */
  close(): void {
    if (this.#descriptor === undefined) return;
    fsyncSync(this.#descriptor);
    closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

/** All or nothing: a disk that is filling up takes a part of what it is given. */
function writeWhole(descriptor: number, text: string): void {
  const { size } = fstatSync(descriptor);
  const bytes = Buffer.from(text);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
  } catch (error) {
    ftruncateSync(descriptor, size);
    throw error;
  }
}

/** `20261121T143000123-1a2b3c`: readable, sortable to the millisecond, unique. */
export function runId(now: Date): string {
  const stamp = now.toISOString().replace(/[-:.Z]/g, "");
  return `${stamp}-${randomUUID().slice(0, 6)}`;
}

export const isRunId = (name: string): boolean => /^\d{8}T\d{9}-[0-9a-f]{6}$/.test(name);
