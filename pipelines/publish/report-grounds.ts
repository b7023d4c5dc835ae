import { speaksOfRegion } from "../../models/closing.ts";
import { SOURCES } from "../../models/sources/index.ts";
import { RECORD_SOURCES } from "../../models/sources/records/index.ts";
import type { Ground } from "../../reports/documents/quarterly/quarterly-facts.ts";
import { graphOf } from "../asset.ts";
import { assets } from "../assets.ts";
import type { Home } from "../home.ts";
import { liveBatches } from "../ingest/batches.ts";
import { literal } from "../quote.ts";
import type { Store } from "../store.ts";
import { standpointOf } from "../warehouse.ts";

/**
 * Files, by kind, that what some tables say of a region rests on: that counted when the figures of the
 * month were made, speak of the region, and of this year or last or of no period at all.
 */
export async function groundsOf(
  home: Home,
  store: Store,
  region: string,
  month: string,
  tables: string[],
): Promise<Ground[]> {
  const behind = await sourcesBehind(store, tables);
  const at = standpointOf(store) ?? (await builtAt(store, month));
  const live = liveBatches(home, undefined, at).filter(({ batch }) =>
    speaksOfRegion(batch, region, home.config.regions),
  );
  const year = Number(month.slice(0, 4));
  const concerns = (told: string) =>
    Number(told.slice(0, 4)) >= year - 1 && told <= month.slice(0, told.length);
  return [...SOURCES, ...RECORD_SOURCES].flatMap(({ id, title }): Ground[] => {
    if (!behind.has(`source.${id}`)) return [];
    const batches = live.flatMap(({ arrival, batch }) => {
      if (batch.source !== id) return [];
      const periods = Object.keys(batch.periods).filter((told) => /^\d{4}/.test(told));
      const told = periods.filter(concerns);
      return periods.length > 0 && told.length === 0 ? [] : [{ arrival, batch, told }];
    });
    if (batches.length === 0) return [];
    const told = batches.flatMap((each) => each.told).sort();
    return [
      {
        title,
        files: new Set(batches.map(({ arrival }) => arrival.sha256)).size,
        rows: batches.reduce((sum, { batch }) => sum + batch.rows, 0),
        quarantined: batches.reduce((sum, { batch }) => sum + batch.quarantined, 0),
        span: told.length === 0 ? null : [told[0]!, told.at(-1)!],
      },
    ];
  });
}

/** Behind figures of supervision lies all that rules read; it is named where they are printed. */
const SUPERVISED = "marts.supervision_month";

/** The sources some tables are made from, however far back. */
async function sourcesBehind(store: Store, tables: string[]): Promise<Set<string>> {
  const { reads } = await graphOf(assets(), [], (sql) => store.tablesRead(sql));
  const behind = new Set<string>();
  const visit = (key: string) => {
    if (behind.has(key) || (key === SUPERVISED && !tables.includes(key))) return;
    behind.add(key);
    for (const read of reads.get(key) ?? []) visit(read);
  };
  for (const table of tables) visit(table);
  return behind;
}

/** The second in which the figures of a month were made. */
async function builtAt(store: Store, month: string): Promise<string | undefined> {
  const rows = await store.rows<{ at: string }>(`
    select strftime(built_at at time zone 'UTC', '%Y-%m-%dT%H:%M:%S.999Z') as at from meta.partition
    where asset = 'marts.figure' and partition = ${literal(month)}`);
  return rows[0]?.at;
}
