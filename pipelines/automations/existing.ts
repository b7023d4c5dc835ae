import { existsSync } from "node:fs";
import { isWhole, manifests } from "../documents/manifest.ts";
import type { Home } from "../home.ts";
import { openSnapshot } from "../publish/snapshot.ts";
import type { Existing } from "./deadlines.ts";

/** What the published snapshot and the finished documents of a home hold, as deadlines ask for it. */
export async function existing(home: Home): Promise<Existing> {
  const assets = home.config.deadlines.map(({ asset }) => asset);
  const documents = assets.filter((asset) => asset.startsWith("document."));
  const made = new Set(
    documents.flatMap((asset) =>
      [...manifests(home, asset)]
        .filter(([, manifest]) => isWhole(home, manifest))
        .map(([partition]) => `${asset} ${partition}`),
    ),
  );
  const { config } = home;
  let regions = config.bulletins.regions ?? (config.region === null ? null : [config.region]);
  const asksTables = assets.length > documents.length;
  if (existsSync(home.snapshot) && (asksTables || (documents.length > 0 && regions === null))) {
    const published = await readPublished(home);
    for (const partition of published.partitions) made.add(partition);
    regions ??= published.regions.length === 1 ? published.regions : [];
  }
  return {
    regions: regions ?? [],
    exists: (asset, partition) => made.has(`${asset} ${partition}`),
  };
}

async function readPublished(home: Home): Promise<{ partitions: string[]; regions: string[] }> {
  const store = await openSnapshot(home);
  try {
    const partitions = await store.rows<{ asset: string; partition: string }>(
      "select asset, partition from meta.partition",
    );
    const { n } = await store.row<{ n: string }>(
      "select count(*) as n from duckdb_tables() where schema_name = 'marts' and table_name = 'figure'",
    );
    const regions =
      Number(n) === 0
        ? []
        : await store.rows<{ code: string }>(
            "select distinct region_code as code from marts.figure order by 1",
          );
    return {
      partitions: partitions.map(({ asset, partition }) => `${asset} ${partition}`),
      regions: regions.map(({ code }) => code),
    };
  } finally {
    store.close();
  }
}
