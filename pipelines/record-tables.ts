import { SQL_TYPES } from "../models/sources/records/columns.ts";
import { columnNamed, type RecordSource } from "../models/sources/records/define.ts";
import type { LiveBatch } from "./ingest/batches.ts";
import { literal, pathLiteral } from "./quote.ts";

const typeOf = (name: string): string => SQL_TYPES[columnNamed(name).type];

/**
 * The rows of all batches of a record source that count: its columns, with `batch`, `arrival_order`,
 * `row_no` (from 1, in the order of the file without its bad rows) and, where it has one, `month`.
 */
export function recordsSql({ columns, month }: RecordSource, batches: LiveBatch[]): string {
  const own = [...columns, ...(month === null ? [] : ["month"])];
  if (batches.length === 0) {
    const typed = own.map((name) =>
      name === "month"
        ? "cast(null as varchar) as month"
        : `cast(null as ${typeOf(name)}) as ${name}`,
    );
    return `select ${typed.join(", ")}, cast(null as varchar) as batch, 0 as arrival_order,
      cast(null as bigint) as row_no where false`;
  }
  return batches
    .map(
      ({ batch, order, landing }) => `
    select ${own.join(", ")}, ${literal(batch.batch)} as batch, ${order} as arrival_order,
      file_row_number + 1 as row_no
    from read_parquet(${pathLiteral(landing)}, file_row_number = true)`,
    )
    .join("\nunion all");
}

/** The SELECT of a ledger that is nothing but the latest row of each key. */
export function latestSql({ id, title, columns, key, month }: RecordSource): string {
  const own = [...columns, ...(month === null ? [] : ["month"])];
  const grain = [...key, ...(month === null ? [] : ["month"])];
  return `-- ${title}: the latest row of each key.
-- grain: ${grain.join(", ")}
-- tags: records
${month === null ? "" : "-- partition: month\n"}with ranked as (
  select
    ${own.join(", ")}, batch,
    row_number() over (
      partition by ${grain.join(", ")}
      order by arrival_order desc nulls last, row_no desc nulls last
    ) as recency
  from source.${id}
)

select ${own.join(", ")}, batch
from ranked
where recency = 1`;
}
