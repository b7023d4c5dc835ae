import type { DeliveryGroup } from "../../models/delivery.ts";
import type { IssuedVersion } from "../../models/publication.ts";
import type { DeliveryRow } from "./ledger.ts";

/** Which documents are asked for; what is not given is not asked. */
export interface Wanted {
  document?: string | undefined;
  period?: string | undefined;
  region?: string | undefined;
}

/** A version that a group should be given, or of which nobody knows whether it was. */
export interface Owed {
  issued: IssuedVersion;
  standing: "new" | "sent" | "uncertain";
  /** The row that says how the last try went. */
  last: DeliveryRow | null;
  /** The newest version of it that the group has; null: none. */
  before: number | null;
}

/**
 * What a group is owed of all issued versions, oldest period first: the newest version of the latest
 * period, of every period first issued since the group was first given anything, and of every period
 * it has or that could not be delivered. With `period`, of that one. `again` adds what it has of the latest
 * period, or of the one named.
 */
export function owedTo(
  group: DeliveryGroup,
  versions: readonly IssuedVersion[],
  rows: readonly DeliveryRow[],
  wanted: Wanted,
  again: boolean,
): Owed[] {
  const mine = rows.filter((row) => row.group === group.name);
  const wantedVersions = versions.filter(
    ({ document, region, period }) =>
      (group.documents as string[]).includes(document) &&
      (group.regions?.includes(region) ?? true) &&
      (wanted.document ?? document) === document &&
      (wanted.region ?? region) === region &&
      (wanted.period ?? period) === period,
  );
  const firstApproved = (issued: IssuedVersion): string =>
    (versions.find((other) => isSameDocument(other, issued) && other.version === 1) ?? issued)
      .approved_at;
  return newestOf(wantedVersions)
    .map((issued) => owedOf(issued, mine))
    .filter(({ issued, standing }) => {
      if (standing === "uncertain") return true;
      if (standing === "sent" && !again) return false;
      const isLatest = !wantedVersions.some(
        (other) => isSameSeries(other, issued) && other.period > issued.period,
      );
      if (isLatest || wanted.period !== undefined) return true;
      if (again) return false;
      const series = mine.filter((row) => isSameSeries(row, issued));
      if (series.some(({ period }) => period === issued.period)) return true;
      const [first] = series;
      return first !== undefined && Date.parse(first.at) < Date.parse(firstApproved(issued));
    })
    .sort((a, b) => a.issued.period.localeCompare(b.issued.period));
}

type Series = Pick<IssuedVersion, "document" | "region">;

const isSameSeries = (a: Series, b: Series): boolean =>
  a.document === b.document && a.region === b.region;

const isSameDocument = (a: Series & { period: string }, b: Series & { period: string }): boolean =>
  isSameSeries(a, b) && a.period === b.period;

const newestOf = (versions: readonly IssuedVersion[]): IssuedVersion[] =>
  versions.filter(
    (issued) =>
      !versions.some((other) => isSameDocument(other, issued) && other.version > issued.version),
  );

function owedOf(issued: IssuedVersion, mine: readonly DeliveryRow[]): Owed {
  const ofPeriod = mine.filter((row) => isSameDocument(row, issued));
  const tries = ofPeriod.filter((row) => row.version === issued.version);
  const last = tries.at(-1) ?? null;
  const earlier = ofPeriod
    .filter((row) => row.state === "sent" && row.version < issued.version)
    .map((row) => row.version);
  return {
    issued,
    standing: standingOf(tries),
    last,
    before: earlier.length > 0 ? Math.max(...earlier) : null,
  };
}

/** What was sent stays sent. A folder is never uncertain: its bytes can be looked at. */
function standingOf(tries: readonly DeliveryRow[]): Owed["standing"] {
  if (tries.some(({ state }) => state === "sent")) return "sent";
  const last = tries.at(-1);
  const open = last?.state === "sending" || last?.state === "uncertain";
  return open && last.how !== "folder" ? "uncertain" : "new";
}
