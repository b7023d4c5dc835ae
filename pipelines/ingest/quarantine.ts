import type { Home } from "../home.ts";
import { pathLiteral } from "../quote.ts";
import { Store } from "../store.ts";
import { arrivals, quarantineFile } from "./batches.ts";

/** A row that was not taken, and why. */
export interface QuarantinedRow {
  batch: string;
  file: string;
  sheet: string;
  row: number;
  column: string;
  value: string;
  reason: string;
}

/** Every quarantined row of every batch, in order of arrival. */
export async function quarantined(home: Home): Promise<QuarantinedRow[]> {
  const found: QuarantinedRow[] = [];
  const store = await Store.open(":memory:");
  try {
    for (const arrival of arrivals(home)) {
      for (const batch of arrival.batches.filter((b) => b.quarantined > 0)) {
        const rows = await store.rows<Omit<QuarantinedRow, "file">>(
          `select batch, sheet, row_no as row, col as column, value, reason
           from read_parquet(${pathLiteral(quarantineFile(home, arrival, batch))}) order by sheet, row_no, col`,
        );
        found.push(...rows.map((row) => ({ ...row, file: arrival.file })));
      }
    }
  } finally {
    store.close();
  }
  return found;
}
