import { SourceError } from "../../models/errors.ts";
import { findFund } from "../../models/sources/names.ts";
import { findPeriod } from "../../models/sources/periods.ts";
import type { Layout } from "../../models/sources/recognize.ts";
import { findUnit } from "../../models/sources/units.ts";
import type { Store } from "../store.ts";
import type { Grid } from "./readers/grid.ts";

/**
 * Refuses a sheet in which a second title, of another fund, period or unit, stands between rows that
 * would all be read under the first. Asked after `line` is made: it holds the rows of data.
 */
export async function requireOneTitle(
  store: Store,
  file: string,
  grid: Grid,
  layout: Layout,
): Promise<void> {
  const { source, title, dimensions } = layout;
  const cells = Array.from({ length: grid.width }, (_, i) => `c${i}`).join(", ");
  const captions = await store.rows<{ row_no: number; caption: string }>(`
    select row_no, list_aggregate(texts, 'string_agg', ' ') as caption from (
      select row_no, list_distinct([${cells}]) as texts from ${grid.table}
      where row_no > ${layout.headerTo} and row_no < (select max(row_no) from line)
        and row_no not in (select row_no from line))
    where len(texts) <= 4 order by row_no`);
  const has = (kind: string) =>
    Object.keys(dimensions).some((name) => source.dimensions[name]!.kind === kind);
  const readings: ((text: string) => string | undefined)[] = [
    ...(has("fund") ? [] : [findFund]),
    ...(has("period") || has("year") ? [] : [(text: string) => findPeriod(text)?.month]),
    ...(has("unit") ? [] : [(text: string) => findUnit(text, source.quantity)]),
  ];
  for (const { row_no: row, caption } of captions) {
    if (readings.every((read) => [undefined, read(title)].includes(read(caption)))) continue;
    throw new SourceError(
      "同一张工作表里又有一个标题，下面的数属于另一张表",
      { file, ...(grid.sheet ? { sheet: grid.sheet } : {}), row, value: caption },
      "请把每张表放在单独的工作表或文件里，再重新载入。",
    );
  }
}
