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

/** Waiting batches that no closing stands against any more count again. */
export function releaseWaiting(
  home: Home,
  closings: readonly Closing[],
  reason: string,
  at: Date,
): string[] {
  const free = waitingBatches(home)
    .filter(({ batch }) => closedFor(home, closings, batch).length === 0)
    .map(({ batch }) => batch.batch);
  admit(home, new Set(free), reason, at);
  return free;
}
