import type { ColumnType } from "../../../models/sources/records/columns.ts";
import { columnNamed } from "../../../models/sources/records/define.ts";
import type { RecordLayout } from "../../../models/sources/records/recognize.ts";
import { literal, valueRows } from "../../quote.ts";
import type { Store } from "../../store.ts";
import { shownSafely, TYPE_WORDS } from "./conversion.ts";
import { REJECTS, type Relation } from "./relation.ts";

/** What can be wrong with a row: the column it shows in, and SQL that is true where it is. */
export interface Problem {
  index: number;
  type: ColumnType;
  title: string;
  condition: string;
  ref: string;
  isMissing?: true;
}

/** Headers by position of the table the bad rows come from. */
export type Headers = Map<number, string>;

/** Makes the empty temp table that the bad rows of a source are gathered in. */
export async function beginQuarantine(store: Store): Promise<void> {
  await store.run(`
    create or replace temp table bad_row (
      sheet varchar, row_no bigint, col varchar, value varchar, reason varchar)`);
}

/** Writes the gathered rows, and tells how many there are. */
export async function endQuarantine(store: Store, batch: string, file: string): Promise<number> {
  await store.run(`
    copy (select distinct ${literal(batch)} as batch, sheet, row_no, col, value, reason
          from bad_row order by sheet, row_no, col)
    to ${literal(file)} (format parquet)`);
  const { n } = await store.row<{ n: string }>(
    "select count(distinct (sheet, row_no)) as n from bad_row",
  );
  return Number(n);
}

const ERRORS: Record<string, string> = {
  "MISSING COLUMNS": "列数比表头少",
  "TOO MANY COLUMNS": "列数比表头多",
  "UNQUOTED VALUE": "引号不配对",
  "LINE SIZE OVER MAXIMUM": "一行过长",
  "INVALID ENCODING": "文字编码有误",
  "INVALID STATE": "引号不配对",
};

/** Lines that DuckDB itself could not read, from its reject tables; whole lines are not kept. */
export async function gatherRejects(
  store: Store,
  relation: Relation,
  layout: RecordLayout,
  headers: Headers,
): Promise<void> {
  if (!relation.hasRejects) return;
  const words = new Map<number, string>();
  for (const [name, index] of layout.columns) words.set(index, TYPE_WORDS[columnNamed(name).type]);
  const columns = relation.columns.map((_, i) => [i + 1, headers.get(i) ?? "", words.get(i) ?? ""]);
  const errors = Object.entries(ERRORS);
  await store.run(`
    insert into bad_row
    select ${literal(relation.sheet)}, e.line,
      case when e.error_type = 'CAST' then coalesce(c.header, '') else '' end,
      case when e.error_type = 'CAST'
        then ${shownSafely(`coalesce(regexp_extract(e.error_message, 'Could not convert string "(.*)" to', 1), '')`)}
        else '' end,
      case when e.error_type = 'CAST' then '不是' || coalesce(c.word, '数')
        else coalesce(k.words, '这一行读不出来') end
    from ${REJECTS.errors} e
    left join (values ${valueRows(columns)}) as c(position, header, word) on c.position = e.column_idx
    left join (values ${valueRows(errors)}) as k(kind, words) on k.kind = cast(e.error_type as varchar)
    qualify row_number() over (partition by e.line order by (e.error_type = 'CAST') desc, e.column_idx) = 1
      or e.error_type = 'CAST'`);
}

/** Rows that were read and yet cannot be taken. Only now are they numbered. */
export async function gatherBadRows(
  store: Store,
  relation: Relation,
  problems: Problem[],
): Promise<void> {
  const { again, rowNo, headerLine } = relation;
  if (rowNo === null) await store.run(GAPS(headerLine));
  const rows = rowNo === null ? `(select *, row_number() over () as nth from ${again})` : again;
  const number =
    rowNo ?? `nth + ${headerLine} + (select count(*) from gap where gap.good_before < nth)`;
  const one = ({ title, condition, ref, type, isMissing }: Problem) => `
    select ${literal(relation.sheet)}, ${number}, ${literal(title)},
      coalesce(${shownSafely(`cast(${ref} as varchar)`)}, ''),
      ${literal(isMissing ? `没有${title}` : `不是${TYPE_WORDS[type]}`)}
    from ${rows} as r where ${condition}`;
  await store.run(`insert into bad_row ${problems.map(one).join(" union all ")}`);
}

/** How many rows that can be read as text stand before each line that cannot. */
const GAPS = (headerLine: number): string => `
  create or replace temp table gap as
  select line - ${headerLine} - row_number() over (order by line) as good_before
  from (
    select line from ${REJECTS.errors} group by line
    having count(*) filter (error_type <> 'CAST') > 0) as lines`;
