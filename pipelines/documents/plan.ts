import type { DocumentAsset } from "../asset.ts";
import type { Home } from "../home.ts";
import { arrivals, statusAt } from "../ingest/batches.ts";
import type { Choice, PlannedPartition, Reason } from "../plan.ts";
import { issuedVersions } from "../publication/shelf.ts";
import { literal } from "../quote.ts";
import { fingerprint } from "../source-catalog.ts";
import type { Store } from "../store.ts";
import { DOCUMENT_KINDS } from "./kinds.ts";
import { isWhole, type Manifest, manifests, writeManifest } from "./manifest.ts";

/** A document to be made, with what its manifest will say. */
export interface DocumentStep extends PlannedPartition {
  region: string;
  month: string;
  prints: DocumentPrints;
}

export type DocumentPrints = Pick<Manifest, "code" | "upstream" | "policy" | "content">;

export interface DocumentChoice extends Choice {
  /** The document was asked for by name: every month of the range, not the usual ones alone. */
  named: boolean;
}

/**
 * Documents that are missing or would say something else now, by the tables in `store`. A document
 * whose tables moved but whose words did not is left alone; with `settle`, that is remembered. What
 * was issued is never made again: it changes by a restatement only.
 */
export async function planDocuments(
  home: Home,
  store: Store,
  asset: DocumentAsset,
  choice: DocumentChoice,
  settle: boolean,
): Promise<DocumentStep[]> {
  if (!(await isReady(store, asset))) return [];
  const made = manifests(home, asset.key);
  const steps: DocumentStep[] = [];
  const { code, upstream, policy } = await groundsOf(home, store, asset);
  const issued = issuedPartitions(home, asset);
  for (const partition of await wanted(home, store, made, choice)) {
    if (issued.has(partition)) continue;
    const [region = "", month = ""] = partition.split("|");
    const before = made.get(partition);
    const forced =
      choice.forcedBefore !== undefined &&
      before !== undefined &&
      before.built_at < choice.forcedBefore;
    const there = before !== undefined && isWhole(home, before);
    const why = there ? changeSince(before, { code, upstream, policy }) : "missing";
    if (why === undefined && !forced) continue;
    const content = fingerprint(
      await DOCUMENT_KINDS[asset.key]!.content(home, store, region, month),
    );
    const prints = { code, upstream, policy, content };
    if (there && before.content === content && !forced) {
      if (settle) writeManifest(home, { ...before, ...prints });
      continue;
    }
    const reason = there && before.content === content ? "forced" : (why ?? "forced");
    steps.push({ asset: asset.key, partition, reason, region, month, prints });
  }
  return steps;
}

/** `region|period` of every document of an asset that was issued. */
export const issuedPartitions = (home: Home, { key }: Pick<DocumentAsset, "key">): Set<string> =>
  new Set(
    issuedVersions(home)
      .filter(({ document }) => key === `document.${document}`)
      .map(({ region, period }) => `${region}|${period}`),
  );

type Grounds = Omit<DocumentPrints, "content">;

function changeSince(before: Grounds, now: Grounds): Reason | undefined {
  if (before.upstream !== now.upstream) return "upstream";
  if (before.policy !== now.policy) return "changed policy";
  return before.code === now.code ? undefined : "changed code";
}

/** Whether every table it reads is there. */
async function isReady(store: Store, asset: DocumentAsset): Promise<boolean> {
  const { n } = await store.row<{ n: string }>(`
    select count(*) as n from duckdb_tables() where database_name = current_database()
      and schema_name || '.' || table_name in (${asset.reads.map(literal).join(", ")})`);
  return Number(n) === asset.reads.length;
}

/** What documents rest on: words; tables, and what was accepted with a reason; settings. */
export async function groundsOf(home: Home, store: Store, asset: DocumentAsset): Promise<Grounds> {
  const rows = await store.rows<{ asset: string; partition: string; fingerprint: string }>(`
    select asset, partition, fingerprint from meta.partition
    where asset in (${asset.reads.map(literal).join(", ")}) order by all`);
  const { bureau, bands, months_payable, regions } = home.config;
  const accepted = arrivals(home)
    .flatMap(({ batches }) => batches)
    .map((batch) => ({ batch: batch.batch, last: statusAt(batch) }))
    .filter(({ last }) => last?.status === "accepted");
  return {
    code: asset.version,
    upstream: fingerprint(JSON.stringify([rows, accepted])),
    policy: fingerprint(JSON.stringify([bureau, bands, months_payable, regions])),
  };
}

/** `region|month` of every document there should be. */
async function wanted(
  home: Home,
  store: Store,
  made: Map<string, Manifest>,
  choice: DocumentChoice,
): Promise<string[]> {
  const rows = await store.rows<{ region: string; month: string }>(`
    select distinct region_code as region, month from marts.figure where period = month`);
  const present = new Set(rows.map(({ region, month }) => `${region}|${month}`));
  const all = [...new Set(rows.map(({ region }) => region))];
  const { regions, from } = home.config.bulletins;
  const own = home.config.region ?? (all.length === 1 ? all[0] : undefined);
  const chosen = new Set(regions ?? (own !== undefined ? [own] : choice.named ? all : []));
  const latest =
    rows
      .map(({ month }) => month)
      .sort()
      .at(-1) ?? "";
  const ranged = choice.named && (choice.from !== undefined || choice.to !== undefined);
  const isDue = (month: string) => ranged || month >= (from ?? latest);
  const due = rows
    .filter(({ region, month }) => chosen.has(region) && isDue(month))
    .map(({ region, month }) => `${region}|${month}`);
  const inRange = (partition: string) => {
    const month = partition.split("|")[1]!;
    return (!choice.from || month >= choice.from) && (!choice.to || month <= choice.to);
  };
  return [...new Set([...made.keys(), ...due])]
    .filter((partition) => present.has(partition) && inRange(partition))
    .sort();
}
