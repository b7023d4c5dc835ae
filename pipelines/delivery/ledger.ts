import { createHash } from "node:crypto";
import path from "node:path";
import type { IssuedFile, IssuedVersion } from "../../models/publication.ts";
import type { Home } from "../home.ts";
import { appendRows, readRows } from "../rows.ts";

/** Which version went to whom. */
export interface Item extends Pick<IssuedVersion, "document" | "region" | "period" | "version"> {
  group: string;
}

/** A recipient who was not reached while others were, and what was answered. */
export interface Refusal {
  address: string;
  answer: string;
}

/** A row of `state/deliveries.jsonl`. */
export interface DeliveryRow extends Item {
  at: string;
  /** The same for every try of one delivery. */
  delivery: string;
  /**
   * `sending` stands before anything leaves the house and is followed by what came of it; where
   * nothing follows, the program was killed and nobody knows.
   */
  state: "sending" | "sent" | "failed" | "uncertain";
  how: "folder" | "email" | "webhook";
  /** Where to, without secrets. */
  to: string[];
  files: Omit<IssuedFile, "format">[];
  /** Its folder below `delivered/`. */
  archive?: string;
  message_id?: string;
  /** What the other side answered. */
  receipt?: string;
  refused?: Refusal[];
  error?: string;
}

const fileOf = (home: Pick<Home, "state">): string => path.join(home.state, "deliveries.jsonl");

/** All that was ever delivered or tried, in order of time. */
export const readDeliveries = (home: Pick<Home, "state">): DeliveryRow[] =>
  readRows<DeliveryRow | null>(fileOf(home)).filter(
    (row): row is DeliveryRow => row?.state != null,
  );

export const record = (home: Pick<Home, "state">, row: DeliveryRow): void =>
  appendRows(fileOf(home), [row]);

/** Names a delivery: alike for all its tries, so that who gets it twice can tell; new after each that was sent. */
export function deliveryId(rows: readonly DeliveryRow[], item: Item): string {
  const { group, document, region, period, version } = item;
  const parts = [group, document, region, period, version];
  const same = (row: DeliveryRow) =>
    row.state === "sent" &&
    [row.group, row.document, row.region, row.period, row.version].join("|") === parts.join("|");
  const sent = rows.filter(same).length;
  return createHash("sha256")
    .update([...parts, sent].join("|"))
    .digest("hex")
    .slice(0, 24);
}
