import { expect } from "vitest";
import { type Home, openHome } from "../../pipelines/home.ts";
import { planRun } from "../../pipelines/preview.ts";
import { openSnapshot } from "../../pipelines/publish/snapshot.ts";
import { hashes } from "../../pipelines/rebuild.ts";
import { Store } from "../../pipelines/store.ts";

/** Tables with their rows and hashes, as text to compare. */
export type Contents = string;

const contentsOf = async (store: Store): Promise<Contents> =>
  (await hashes(store)).map((t) => `${t.table} ${t.rows} ${t.hash}`).join("\n");

/** What readers see. Throws where the snapshot is broken. */
export async function published(root: string): Promise<Contents> {
  const store = await openSnapshot(openHome(root));
  try {
    return await contentsOf(store);
  } finally {
    store.close();
  }
}

/** What the warehouse holds: it must open, and every partition must have the rows recorded of it. */
export async function warehouse(root: string): Promise<Contents> {
  const store = await Store.open(openHome(root).warehouse);
  try {
    const assets = await store.rows<{ asset: string; months: boolean }>(
      "select asset, bool_or(partition <> '') as months from meta.partition group by asset",
    );
    for (const { asset, months } of assets) {
      const recorded = `select partition, row_count as n from meta.partition where asset = '${asset}'`;
      const there = months
        ? `select month, count(*) from ${asset} group by month`
        : `select '', count(*) from ${asset}`;
      const wrong = await store.rows(
        `(${recorded} and row_count > 0 except ${there}) union all (${there} except ${recorded})`,
      );
      expect(wrong, asset).toEqual([]);
    }
    return await contentsOf(store);
  } finally {
    store.close();
  }
}

export const nothingLeftToDo = async (home: Home): Promise<boolean> =>
  (await planRun(home, {})).length === 0;
