import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import type { Home } from "./home.ts";
import { literal, pathLiteral } from "./quote.ts";
import type { Store } from "./store.ts";

const COLUMNS = "setl_id varchar, month varchar";

/**
 * Ids are hashed first: 20 million take 7 seconds and 1 GB, as texts half as much again. The rows of
 * the few that stand in more than one month are then compared as the ledger compares them.
 */
const MOVED = `
  with seen as (
    select hash(setl_id) as h,
      cast(substr(month, 1, 4) as integer) * 12 + cast(substr(month, 6, 2) as integer) as month_no
    from source.settlement
  ),
  suspect as (select h from seen group by h having min(month_no) <> max(month_no)),
  sent as (
    select setl_id, month, updt_time, arrival_order, row_no
    from source.settlement
    where hash(setl_id) in (select h from suspect)
  ),
  ranked as (
    select setl_id, month, first_value(month) over (
      partition by setl_id
      order by updt_time desc nulls last, arrival_order desc nulls last, row_no desc nulls last
    ) as kept
    from sent
  )
  select distinct setl_id, month from ranked where month <> kept order by month, setl_id`;

/**
 * Attaches `source.settlement_moved`: ids with rows in several months, once for each month in which
 * they no longer count because a newer row has another setl_time. Worked out when the settlement
 * batches change, and kept under `state/`. Returns fingerprints by month, so that only the months
 * concerned are built again.
 */
export async function attachMoved(
  store: Store,
  home: Pick<Home, "state">,
  settlements: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  await store.run(`create or replace table source.settlement_moved (${COLUMNS})`);
  if (settlements.size < 2) return new Map();
  const folder = path.join(home.state, "moved-settlements");
  const batches = [MOVED, ...[...settlements].map((pair) => pair.join("="))].join("\n");
  const name = `${createHash("sha256").update(batches).digest("hex").slice(0, 24)}.parquet`;
  const file = path.join(folder, name);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const part = `${file}.part`;
    await store.run(`copy (${MOVED}) to ${literal(part)} (format parquet)`);
    renameSync(part, file);
    for (const old of readdirSync(folder).filter((other) => other !== name))
      rmSync(path.join(folder, old), { force: true });
  }
  await store.run(
    `insert into source.settlement_moved select setl_id, month from read_parquet(${pathLiteral(file)})`,
  );
  const months = await store.rows<{ month: string; ids: string }>(
    "select month, md5(string_agg(setl_id, ',' order by setl_id)) as ids from source.settlement_moved group by month",
  );
  return new Map(months.map(({ month, ids }) => [month, ids]));
}
