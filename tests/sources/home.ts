import { readdirSync } from "node:fs";
import { readFigures, withFigures } from "../../pipelines/figure-book.ts";
import { openHome } from "../../pipelines/home.ts";
import { arrivals, landingFile } from "../../pipelines/ingest/batches.ts";
import { quarantined } from "../../pipelines/ingest/quarantine.ts";
import { literal } from "../../pipelines/quote.ts";
import { Store } from "../../pipelines/store.ts";

/** Landed rows and quarantined rows of every batch, counted in the files themselves. */
export async function landed(
  root: string,
): Promise<Record<string, { rows: number; quarantined: number }>> {
  const home = openHome(root);
  const bad = await quarantined(home);
  const store = await Store.open(":memory:");
  try {
    const counts: Record<string, { rows: number; quarantined: number }> = {};
    for (const arrival of arrivals(home)) {
      for (const batch of arrival.batches) {
        const { n } = await store.row<{ n: string }>(
          `select count(*) as n from read_parquet(${literal(landingFile(home, arrival, batch))})`,
        );
        const rows = bad.filter((row) => row.batch === batch.batch).length;
        counts[batch.batch] = { rows: Number(n), quarantined: rows };
      }
    }
    return counts;
  } finally {
    store.close();
  }
}

/** Every figure of the published snapshot, by id. */
export function figureValues(root: string): Promise<Record<string, number>> {
  return valuesAt(root, undefined);
}

/** Every figure as it stood when a file had arrived. */
export async function figuresAsOf(root: string, file: string): Promise<Record<string, number>> {
  const arrival = arrivals(openHome(root)).find((a) => a.file === file);
  return valuesAt(root, arrival!.arrived_at);
}

async function valuesAt(root: string, moment: string | undefined): Promise<Record<string, number>> {
  const figures = await withFigures(openHome(root), moment, (store) => readFigures(store, {}));
  return Object.fromEntries(
    figures.filter((f) => f.value !== null).map((f) => [f.id, Number(f.value)]),
  );
}

/** What an unfinished load would leave in `raw/` and in the folder for temporary files. */
export function leftovers(root: string): string[] {
  const home = openHome(root);
  return [
    ...readdirSync(home.raw).filter((name) => name.startsWith(".")),
    ...readdirSync(home.temp),
  ];
}
