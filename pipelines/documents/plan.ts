import { endMonth } from "../../models/period.ts";
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
  period: string;
  grounds: Grounds;
}

/** What a document rests on, but for what it says. */
export type Grounds = Pick<Manifest, "code" | "upstream" | "policy">;

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
  const grounds = await groundsOf(home, store, asset);
  const issued = issuedPartitions(home, asset);
  for (const partition of await wanted(home, store, asset, made, choice)) {
    if (issued.has(partition)) continue;
    const [region = "", period = ""] = partition.split("|");
    const before = made.get(partition);
    const forced =
      choice.forcedBefore !== undefined &&
      before !== undefined &&
      before.built_at < choice.forcedBefore;
    const there = before !== undefined && isWhole(home, before);
    const why = there ? changeSince(before, grounds) : "missing";
    if (why === undefined && !forced) continue;
    const content = await DOCUMENT_KINDS[asset.key]!.content(home, store, region, period);
    if (there && before.content === content && !forced) {
      if (settle) writeManifest(home, { ...before, ...grounds });
      continue;
    }
    const reason = there && before.content === content ? "forced" : (why ?? "forced");
    steps.push({ asset: asset.key, partition, reason, region, period, grounds });
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
  const { bureau, bands, months_payable, regions, forecast } = home.config;
  const accepted = arrivals(home)
    .flatMap(({ batches }) => batches)
    .map((batch) => ({ batch: batch.batch, last: statusAt(batch) }))
    .filter(({ last }) => last?.status === "accepted");
  return {
    code: asset.version,
    upstream: fingerprint(JSON.stringify([rows, accepted])),
    policy: fingerprint(JSON.stringify([bureau, bands, months_payable, regions, forecast])),
  };
}

/** `region|period` of every document there should be. */
async function wanted(
  home: Home,
  store: Store,
  { key, span, metrics }: DocumentAsset,
  made: Map<string, Manifest>,
  choice: DocumentChoice,
): Promise<string[]> {
  const rows = await store.rows<{ region: string; period: string }>(`
    select distinct region_code as region, period from marts.figure
    where ${span === "month" ? "period = month" : "period like '____Q_'"}
      ${metrics === undefined ? "" : `and starts_with(metric, ${literal(metrics)})`}`);
  const present = new Set(rows.map(({ region, period }) => `${region}|${period}`));
  const all = [...new Set(rows.map(({ region }) => region))];
  const { documents, regions, from } = home.config.bulletins;
  const isKept = choice.named || documents.some((name) => key === `document.${name}`);
  const own = home.config.region ?? (all.length === 1 ? all[0] : undefined);
  const chosen = new Set(regions ?? (own !== undefined ? [own] : choice.named ? all : []));
  const latest =
    rows
      .map(({ period }) => endMonth(period))
      .sort()
      .at(-1) ?? "";
  const ranged = choice.named && (choice.from !== undefined || choice.to !== undefined);
  const isDue = (period: string) => ranged || endMonth(period) >= (from ?? latest);
  const due = rows
    .filter(({ region, period }) => isKept && chosen.has(region) && isDue(period))
    .map(({ region, period }) => `${region}|${period}`);
  const inRange = (partition: string) => {
    const month = endMonth(partition.split("|")[1]!);
    return (!choice.from || month >= choice.from) && (!choice.to || month <= choice.to);
  };
  return [...new Set([...made.keys(), ...due])]
    .filter((partition) => present.has(partition) && inRange(partition))
    .sort();
}
