import { existsSync } from "node:fs";
import { precedes, speaksOf, speaksOfRegion } from "../../models/closing.ts";
import { endMonth } from "../../models/period.ts";
import type { IssuedVersion, QuotedElsewhere } from "../../models/publication.ts";
import type { Closing, IssueRequest } from "../../models/publication-standing.ts";
import type { Home } from "../home.ts";
import { liveBatches, statusAt } from "../ingest/batches.ts";
import { openSnapshot } from "../publish/snapshot.ts";
import { waitingBatches } from "./admit.ts";
import { closedFor, standingIn } from "./closings.ts";
import { quotedElsewhere } from "./elsewhere.ts";
import { issuedVersions, latestVersions } from "./shelf.ts";
import { isOf, type Subject } from "./subject.ts";

export interface PublicationFilter {
  document?: string | undefined;
  region?: string | undefined;
  period?: string | undefined;
}

/** A region's month or quarter of a kind of document, and how far it has come. */
export interface Shelved {
  document: string;
  region: string;
  period: string;
  state: "closed" | "pending" | "issued" | "restated";
  versions: Pick<
    IssuedVersion,
    "version" | "issued_on" | "made_by" | "approved_by" | "approved_at" | "reason"
  >[];
}

export interface Waiting {
  batch: string;
  file: string;
  arrived_at: string;
  reason: string;
  /** Closed months it speaks of, as `620700 2019-07`. */
  months: string[];
}

export interface Publications {
  closings: Omit<Closing, "batches">[];
  documents: Shelved[];
  pending: IssueRequest[];
  waiting: Waiting[];
  /**
   * Versions in force whose figures the published snapshot now gives another value; `left_out` are
   * batches that count, as a budget revised in the year does, and that a correction takes in only if
   * it names them.
   */
  moved: (QuotedElsewhere & { left_out: string[] })[];
}

/** How periods and their documents stand, and what waits for whom. */
export async function publications(home: Home, filter: PublicationFilter): Promise<Publications> {
  const matches = (of: { document?: string; region: string; period: string }): boolean =>
    (filter.document === undefined ||
      of.document === undefined ||
      of.document === filter.document) &&
    (filter.region === undefined || of.region === filter.region) &&
    (filter.period === undefined || of.period === filter.period);
  const { closings, requests } = standingIn(home);
  const pending = requests.filter((each) => each.state === "pending" && matches(each));
  const latest = latestVersions(home).filter(matches);
  return {
    closings: closings
      .filter(({ region, month }) => matches({ region, period: month }))
      .map(({ batches: _, ...closing }) => closing),
    documents: documentsOf(issuedVersions(home).filter(matches), pending),
    pending,
    waiting: waitingBatches(home)
      .map(({ arrival, batch }) => ({
        batch: batch.batch,
        file: arrival.file,
        arrived_at: arrival.arrived_at,
        reason: statusAt(batch)!.reason ?? "",
        closed: closedFor(home, closings, batch),
      }))
      .filter(({ closed }) =>
        closed.some(({ region, month }) => matches({ region, period: month })),
      )
      .map(({ closed, ...rest }) => ({
        ...rest,
        months: closed.map(({ region, month }) => `${region} ${month}`),
      })),
    moved: existsSync(home.snapshot) ? await movedSince(home, latest) : [],
  };
}

async function movedSince(
  home: Home,
  versions: IssuedVersion[],
): Promise<(QuotedElsewhere & { left_out: string[] })[]> {
  const moved = await quotedElsewhere(versions, async (work) => {
    const store = await openSnapshot(home);
    try {
      return await work(store);
    } finally {
      store.close();
    }
  });
  return moved.map((each) => {
    const { batches } = versions.find((version) => isOf(version, each))!;
    return { ...each, left_out: leftOut(home, each, batches) };
  });
}

/** Batches that count and may show in a version's figures, and that it rests on only if told to. */
function leftOut(
  home: Home,
  { region, period }: Subject,
  known: IssuedVersion["batches"],
): string[] {
  const month = endMonth(period);
  const { regions } = home.config;
  return liveBatches(home)
    .map(({ batch }) => batch)
    .filter((batch) => !known.some((each) => each.batch === batch.batch))
    .filter((batch) => precedes(batch, month) && speaksOfRegion(batch, region, regions))
    .filter((batch) => !speaksOf(batch, region, month, regions))
    .map(({ batch }) => batch);
}

function documentsOf(versions: IssuedVersion[], pending: IssueRequest[]): Shelved[] {
  const shelved = new Map<string, Shelved>();
  const keyOf = (of: Pick<Shelved, "document" | "region" | "period">): string =>
    [of.document, of.region, of.period].join("|");
  for (const each of versions) {
    const { document, region, period } = each;
    const { version, issued_on, made_by, approved_by, approved_at, reason } = each;
    const before = shelved.get(keyOf(each))?.versions ?? [];
    shelved.set(keyOf(each), {
      ...{ document, region, period, state: version > 1 ? "restated" : "issued" },
      versions: [...before, { version, issued_on, made_by, approved_by, approved_at, reason }],
    });
  }
  for (const { document, region, period } of pending) {
    const of = { document, region, period };
    if (!shelved.has(keyOf(of))) shelved.set(keyOf(of), { ...of, state: "pending", versions: [] });
  }
  return [...shelved.values()];
}
