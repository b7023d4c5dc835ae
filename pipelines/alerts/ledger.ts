import { randomUUID } from "node:crypto";
import path from "node:path";
import type { Home } from "../home.ts";
import { appendRows, readRows } from "../rows.ts";
import type { Alert, Occasion } from "./alert.ts";

/** That an alert began, lasts or is over. It counts only where `after` is the latest that counts. */
export interface Announcement extends Partial<Omit<Alert, "key">> {
  at: string;
  key: string;
  state: Occasion;
  id: string;
  after: string | null;
}

/** What became of telling one announcement on one channel. `claim` tells the tries apart. */
export interface Delivery {
  at: string;
  key: string;
  state: "sending" | "sent" | "send_failed";
  channel: string;
  of: string;
  claim: string;
  error?: string;
}

export type Row = Announcement | Delivery;

interface ChannelState {
  /** The announcement it was last told. */
  sent?: string;
  sent_at?: string;
  /** Whether it was told of the alert since the alert began. */
  told: boolean;
  claim?: Delivery;
  /** Tries of one announcement that failed, since it was last told anything. */
  failed?: { of: string; times: number; at: string };
  error?: string;
}

/** What the ledger says of one key. */
export interface Entry {
  alert: Alert;
  open: boolean;
  since: string;
  latest: Announcement;
  channels: Map<string, ChannelState>;
}

/** A try that was begun and not ended for so long was cut off: longer than any sending may take. */
const CUT_OFF_MS = 120_000;

/** A channel that failed so often is tried every hour only, so that the ledger does not swell. */
const PATIENT_TRIES = 5;
const HOUR_MS = 3_600_000;

/** All that was ever told, and to whom. */
export interface Ledger {
  entries: Map<string, Entry>;
  /** Ids of the announcements that count. */
  counted: Set<string>;
}

export const ledgerFile = (home: Home): string => path.join(home.state, "alerts.jsonl");

export const freshId = (): string => randomUUID().slice(0, 13);

/** Reads `state/alerts.jsonl` from the beginning; rows that a crash tore are passed over. */
export function readLedger(home: Home): Ledger {
  const ledger: Ledger = { entries: new Map(), counted: new Set() };
  for (const row of readRows<Partial<Row> | null>(ledgerFile(home)))
    if (isRow(row)) take(ledger, row);
  return ledger;
}

function isRow(row: Partial<Row> | null): row is Row {
  const whole = [row?.at, row?.key, row?.state].every((value) => typeof value === "string");
  return whole && !Number.isNaN(Date.parse(row!.at!));
}

export const append = (home: Home, rows: Row[]): void => appendRows(ledgerFile(home), rows);

function take(ledger: Ledger, row: Row): void {
  const entry = ledger.entries.get(row.key);
  if ("of" in row) {
    if (entry) deliver(entry, row);
    return;
  }
  if ((row.after ?? null) !== (entry?.latest.id ?? null)) return;
  ledger.counted.add(row.id);
  const begins = !entry?.open;
  const channels = entry?.channels ?? new Map<string, ChannelState>();
  if (begins) for (const channel of channels.values()) channel.told = false;
  ledger.entries.set(row.key, {
    alert: row.state === "resolved" && entry ? entry.alert : alertFrom(row),
    open: row.state !== "resolved",
    since: begins ? row.at : entry.since,
    latest: row,
    channels,
  });
}

function alertFrom({ key, kind, severity, title, text, remedy }: Announcement): Alert {
  return {
    key,
    kind: kind ?? "run_failed",
    severity: severity ?? "error",
    title: title ?? key,
    text: text ?? "",
    ...(remedy === undefined ? {} : { remedy }),
  };
}

function deliver(entry: Entry, row: Delivery): void {
  const channel = entry.channels.get(row.channel) ?? { told: false };
  entry.channels.set(row.channel, channel);
  if (row.state === "sending") {
    if (isPending(entry, row.channel, row.at)) channel.claim = row;
    return;
  }
  if (channel.claim?.claim === row.claim) delete channel.claim;
  if (row.state === "send_failed") {
    channel.error = row.error ?? "";
    const times = channel.failed?.of === row.of ? channel.failed.times + 1 : 1;
    channel.failed = { of: row.of, times, at: row.at };
    return;
  }
  if (channel.sent !== entry.latest.id) channel.sent = row.of;
  channel.sent_at = row.at;
  channel.told = true;
  delete channel.error;
  delete channel.failed;
}

/** Whether a channel still has to be told the latest of an alert, and nobody is at it. */
export function isPending(entry: Entry, channel: string, at: string): boolean {
  const { latest } = entry;
  const { sent, told = false, claim, failed } = entry.channels.get(channel) ?? {};
  if (sent === latest.id) return false;
  if (latest.state === "resolved" && !told) return false;
  const since = (moment: string) => Math.abs(Date.parse(at) - Date.parse(moment));
  if (claim?.of === latest.id && since(claim.at) < CUT_OFF_MS) return false;
  const tired = failed?.of === latest.id && failed.times >= PATIENT_TRIES;
  return !tired || since(failed.at) >= HOUR_MS;
}
