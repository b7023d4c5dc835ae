import type { Month } from "./period.ts";

/** Who acts: the account given on the command line, and the user the system knows. */
export interface Actor {
  by: string;
  os_user: string;
}

/** What can happen to periods and their documents. */
export type PublicationEvent =
  | {
      event: "closed";
      region: string;
      period: string;
      /** Those of the period that were open until then. */
      months: Month[];
      /** Every batch that counted and speaks of these months or what came before them. */
      batches: string[];
      reason: string | null;
    }
  | { event: "reopened"; region: string; period: string; months: Month[]; reason: string }
  | {
      event: "requested";
      request: string;
      document: string;
      region: string;
      period: string;
      version: number;
      reason: string | null;
      /** Waiting batches that count from the moment it is approved. */
      takes: string[];
      /** SHA-256 by name of all that waits for approval. */
      files: Record<string, string>;
    }
  /** The moment a version exists: `manifest` is the SHA-256 of its manifest. */
  | { event: "issued"; request: string; manifest: string }
  | { event: "rejected" | "withdrawn"; request: string; reason: string }
  /** Waiting batches that moved nothing anybody has read count from now on. */
  | { event: "admitted"; region: string; period: string; takes: string[]; reason: string };

/** A line of the log; `hash` is the SHA-256 of all else in it, `prev` the hash of the line before. */
export type LogEntry = PublicationEvent &
  Actor & {
    /** Counted from 1. */
    seq: number;
    /** ISO time. */
    at: string;
    prev: string;
    hash: string;
  };
