import { type SourceError, whereInWords } from "../../models/errors.ts";
import { type Arrival, type Batch, statusAt } from "./batches.ts";
import type { Section } from "./section.ts";
import { failureInWords } from "./words.ts";

/** What became of one batch of one file. */
export interface LoadOutcome {
  file: string;
  sha256: string | null;
  batch: string | null;
  source: string | null;
  rows: number;
  quarantined: number;
  status:
    | "loaded"
    | "held"
    | "accepted"
    | "withdrawn"
    | "waiting"
    | "duplicate"
    | "refused"
    | "would_load"
    | "would_hold"
    | "would_wait";
  messages: string[];
}

export interface LoadOptions {
  now: () => Date;
  /** Region of files that name none. */
  region?: string | undefined;
  dryRun?: boolean | undefined;
  /** Reason for taking batches that an identity holds back. */
  accept?: string | undefined;
  progress?: ((file: string, done: number, total: number) => void) | undefined;
}

/** The record of a section that is about to be committed. */
export function batchOf(
  section: Section,
  batch: string,
  at: string,
  accept: string | undefined,
): Batch {
  const { source, ...rest } = section;
  const events: Batch["events"] = [{ at, status: section.failed.length > 0 ? "held" : "loaded" }];
  if (section.failed.length > 0 && accept) events.push({ at, status: "accepted", reason: accept });
  return { batch, source: source.id, ...rest, events };
}

/** Failed sums told one by one. */
const SHOWN = 20;

/** What to do about a batch that came after its month was closed. */
export const WAITING_REMEDY =
  "批次待更正，暂不计入：已印发的用 fundwatch restate 更正，未印发的可先 fundwatch close --undo 撤销月结；详见 fundwatch publications";

/** What to tell of a batch, with the sums that failed and what to do about them. */
export function outcomeOf(file: string, arrival: Arrival, batch: Batch): LoadOutcome {
  const status = statusAt(batch)!.status;
  const messages = [
    ...batch.messages,
    ...batch.failed.slice(0, SHOWN).map((e) => failureInWords(file, e)),
    ...(batch.failures > SHOWN ? [`另有 ${batch.failures - SHOWN} 处勾稽不符`] : []),
  ];
  if (status === "held") {
    messages.push(
      `批次暂存未入库：核对后请更正原表重新载入，或用 fundwatch load ${file} --accept "理由" 接受`,
    );
  }
  if (status === "waiting") messages.push(`${statusAt(batch)!.reason ?? ""}，${WAITING_REMEDY}`);
  return {
    file,
    sha256: arrival.sha256,
    batch: batch.batch,
    source: batch.source,
    rows: batch.rows,
    quarantined: batch.quarantined,
    status,
    messages,
  };
}

/** What to tell of a file that was not taken. */
export function refusalOf(file: string, sha256: string | null, error: SourceError): LoadOutcome {
  const sentence = error.message.replace(/。$/, "");
  return {
    file,
    sha256,
    batch: null,
    source: null,
    rows: 0,
    quarantined: 0,
    status: "refused",
    messages: [`${whereInWords({ ...error.where, file })}：${sentence}。${error.remedy}`],
  };
}
