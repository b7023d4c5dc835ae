import type { Month } from "./period.ts";
import type { LogEntry, PublicationEvent } from "./publication-log.ts";

/** A closed month of a region. */
export interface Closing {
  region: string;
  month: Month;
  /** What was closed: the month, or the quarter it is part of. */
  period: string;
  at: string;
  by: string;
  batches: string[];
}

type Requested = Extract<PublicationEvent, { event: "requested" }>;

/** A version that somebody made, and what became of it. */
export interface IssueRequest extends Omit<Requested, "event"> {
  made_by: string;
  made_at: string;
  state: "pending" | "issued" | "rejected" | "withdrawn";
  decided_by: string | null;
  decided_at: string | null;
  /** SHA-256 of the manifest, once issued. */
  manifest: string | null;
  /** Why it was rejected or withdrawn. */
  why: string | null;
}

/** How all periods and documents stand. */
export interface Standing {
  closings: Closing[];
  requests: IssueRequest[];
  /** Batches that were taken in, each with the reason that was given. */
  taken: Map<string, string>;
}

/** What the whole log, oldest entry first, amounts to. Throws on a decision about nothing. */
export function standingOf(log: readonly LogEntry[]): Standing {
  const closings = new Map<string, Closing>();
  const requests = new Map<string, IssueRequest>();
  const taken = new Map<string, string>();
  for (const entry of log) {
    const { at, by } = entry;
    switch (entry.event) {
      case "closed": {
        const { region, period, batches } = entry;
        for (const month of entry.months)
          closings.set(`${region}|${month}`, { region, month, period, at, by, batches });
        break;
      }
      case "reopened":
        for (const month of entry.months) closings.delete(`${entry.region}|${month}`);
        break;
      case "requested":
        requests.set(entry.request, requestFrom(entry));
        break;
      case "admitted":
        for (const batch of entry.takes) taken.set(batch, entry.reason);
        break;
      default: {
        const request = requests.get(entry.request);
        if (!request) throw new Error(`unknown request: ${entry.request}`);
        const decided = { state: entry.event, decided_by: by, decided_at: at };
        if (entry.event === "issued") {
          requests.set(entry.request, { ...request, ...decided, manifest: entry.manifest });
          for (const batch of request.takes) taken.set(batch, request.reason ?? "");
        } else requests.set(entry.request, { ...request, ...decided, why: entry.reason });
      }
    }
  }
  return { closings: [...closings.values()], requests: [...requests.values()], taken };
}

function requestFrom(entry: Extract<LogEntry, { event: "requested" }>): IssueRequest {
  const { request, document, region, period, version, reason, takes, files } = entry;
  return {
    ...{ request, document, region, period, version, reason, takes, files },
    made_by: entry.by,
    made_at: entry.at,
    state: "pending",
    decided_by: null,
    decided_at: null,
    manifest: null,
    why: null,
  };
}
