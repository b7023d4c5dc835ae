import { type Deviation, screen } from "../../models/outliers/screening.ts";
import type { Model } from "../model.ts";
import { literal, pathLiteral, valueRows } from "../quote.ts";
import { Store } from "../store.ts";

export const SCREENING = "marts.institution_outlier";

/** What the screening is given. */
export const SCREENING_SQL = `-- Institutions against their peers from the beginning of the quarter to the end of the month: how unusual
-- each is, from the tails of its indicators and an isolation forest over them (five fixed seeds).
-- grain: fixmedins_code, month
-- tags: records, outliers
-- partition: month with history
select
  fixmedins_code, month, indicator, value, peers_by, cast(peers as integer) as peers, median, robust_z, tail
from marts.institution_deviation`;

/** Changes when the same indicators would give other scores. */
export const SCREENING_VERSION = "1";

export const SCREENING_COLUMNS = [
  "fixmedins_code varchar",
  "month varchar",
  "tail_score double",
  "forest_score double",
  "score double",
  "place integer",
  "institutions integer",
  "indicators_above integer",
  "top_indicator varchar",
];

/** Rows of `marts.institution_outlier` out of those of `SCREENING_SQL`. */
export const screening: Model = async (input, output, signal) => {
  const store = await Store.open(":memory:");
  try {
    const deviations = await store.rows<Deviation & Record<string, never>>(
      `from read_parquet(${pathLiteral(input)}) order by month, fixmedins_code, indicator`,
    );
    signal.throwIfAborted();
    const rows = screen(deviations).map((one) =>
      SCREENING_COLUMNS.map((column) => one[column.split(" ")[0] as keyof typeof one]),
    );
    await store.run(`create table made (${SCREENING_COLUMNS.join(", ")})`);
    for (let at = 0; at < rows.length; at += 1000)
      await store.run(`insert into made values ${valueRows(rows.slice(at, at + 1000))}`);
    await store.run(`copy made to ${literal(output)} (format parquet)`);
  } finally {
    store.close();
  }
};
