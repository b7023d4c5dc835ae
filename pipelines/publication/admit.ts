import type { Closing } from "../../models/publication-standing.ts";
import type { Home } from "../home.ts";
import {
  type Arrival,
  apartFromWaiting,
  arrivals,
  type Batch,
  type BatchEvent,
  recordEvent,
  statusAt,
} from "../ingest/batches.ts";
import { closedFor } from "./closings.ts";

export const isWaiting = (batch: Batch): boolean => statusAt(batch)?.status === "waiting";

/** Every batch that waits, with its arrival, oldest first. */
export const waitingBatches = (home: Home): { arrival: Arrival; batch: Batch }[] =>
  arrivals(home).flatMap((arrival) =>
    arrival.batches.filter(isWaiting).map((batch) => ({ arrival, batch })),
  );

/** Makes waiting batches count, each as it would have counted; doing it again changes nothing. */
export function admit(home: Home, batches: ReadonlySet<string>, reason: string, at: Date): void {
  for (const { arrival, batch } of waitingBatches(home)) {
    if (!batches.has(batch.batch)) continue;
    const back: BatchEvent = apartFromWaiting(batch) ?? { at: "", status: "loaded" };
    const event = { ...back, at: at.toISOString() };
    const told = back.status === "accepted" ? event : { ...event, reason };
    recordEvent(home, arrival.folder, batch.batch, told);
  }
}

/** Waiting batches that no closing stands against any more. */
export const freeBatches = (home: Home, closings: readonly Closing[]): string[] =>
  waitingBatches(home)
    .filter(({ batch }) => closedFor(home, closings, batch).length === 0)
    .map(({ batch }) => batch.batch);

/** What no closing stands against counts again; returns which batches those are. */
export function releaseWaiting(home: Home, closings: readonly Closing[], at: Date): string[] {
  const free = freeBatches(home, closings);
  admit(home, new Set(free), "月结已撤销", at);
  return free;
}
