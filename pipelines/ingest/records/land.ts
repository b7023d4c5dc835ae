import { renameSync } from "node:fs";
import { SQL_TYPES } from "../../../models/sources/records/columns.ts";
import { columnNamed } from "../../../models/sources/records/define.ts";
import type { RecordLayout } from "../../../models/sources/records/recognize.ts";
import { identifier, literal, pathLiteral } from "../../quote.ts";
import type { Store } from "../../store.ts";
import { conversionOf, masked } from "./conversion.ts";
import { pseudonymSql } from "./person-key.ts";
import { gatherBadRows, gatherRejects, type Problem } from "./quarantine.ts";
import type { Relation } from "./relation.ts";

/** What was landed of one table of records. */
export interface Landed {
  rows: number;
  /** Rows of each month; of all of them under `""` where the source has no months. */
  periods: Record<string, number>;
  /** Codes of the regions whose fund they concern. */
  regions: string[];
  /** Columns that were left out because they look like names of persons. */
  named: string[];
}

/** A row that could not be taken is marked so in the landing until it is taken out of it. */
const REJECTED = "is_rejected";
const PARQUET = "format parquet, compression zstd, compression_level 1";

/**
 * Lands a table of records as typed Parquet, and gathers its bad rows. Persons become pseudonyms and
 * personal columns stay outside; rows are never looked at one by one, but for the few that are bad.
 */
export async function landRecords(
  store: Store,
  relation: Relation,
  layout: RecordLayout,
  landing: string,
): Promise<Landed> {
  const { source } = layout;
  const named = await columnsOfNames(store, relation, layout);
  const persons = await personMap(store, relation, layout);
  const { columns, problems } = selection(relation, layout, named, persons !== null);
  const join = persons
    ? ` left join ${persons.table} on ${persons.table}.person = ${persons.ref}`
    : "";
  await store.run(
    `copy (select ${columns.join(",\n")} from ${relation.from} as r${join}) to ${literal(landing)} (${PARQUET})`,
  );
  await gatherRejects(store, relation, layout, headersOf(layout));
  if (await hasAny(store, `${read(landing)} where ${REJECTED}`)) {
    await gatherBadRows(store, relation, problems);
    await leaveOutRejected(store, landing);
  }
  const month = source.month === null ? "''" : "month";
  const counted = await store.rows<{ period: string; n: string }>(
    `select ${month} as period, count(*) as n from ${read(landing)} group by 1 order by 1`,
  );
  const periods = Object.fromEntries(counted.map(({ period, n }) => [period, Number(n)]));
  return {
    rows: Object.values(periods).reduce((sum, n) => sum + n, 0),
    periods: source.month === null ? {} : periods,
    regions: await regionsOf(store, landing, source.region),
    named: named.map(({ header }) => header),
  };
}

const read = (file: string): string => `read_parquet(${pathLiteral(file)})`;

async function hasAny(store: Store, from: string): Promise<boolean> {
  return (await store.rows(`select 1 as one from ${from} limit 1`)).length > 0;
}

async function regionsOf(store: Store, landing: string, column: string | null): Promise<string[]> {
  if (column === null) return [];
  const rows = await store.rows<{ code: string }>(
    `select distinct ${column} as code from ${read(landing)}
     where regexp_full_match(${column}, '\\d{6}') order by 1 limit 1000`,
  );
  return rows.map(({ code }) => code);
}

const headersOf = (layout: RecordLayout): Map<number, string> => {
  const headers = new Map<number, string>();
  for (const [name, index] of layout.columns) headers.set(index, columnNamed(name).title);
  for (const { index, header } of [...layout.extra, ...layout.personal]) headers.set(index, header);
  return headers;
};

/** The landed columns, and what is wrong with a row where one of them cannot be had. */
function selection(
  relation: Relation,
  layout: RecordLayout,
  named: { index: number }[],
  isMapped: boolean,
): { columns: string[]; problems: Problem[] } {
  const { source } = layout;
  const problems: Problem[] = [];
  const values = new Map<string, string>();
  for (const name of source.columns) {
    const { type, title } = columnNamed(name);
    const index = layout.columns.get(name);
    if (index === undefined) continue;
    const column = relation.columns[index]!;
    const { value, isBad } = conversionOf(type, column);
    values.set(name, type === "remark" ? withoutNames(value, relation, layout) : value);
    if (isBad) problems.push({ index, type, title, condition: isBad, ref: column.ref });
  }
  const person = values.get("psn_no");
  if (person !== undefined)
    values.set(
      "psn_no",
      isMapped ? "pseudonym" : `case when ${person} is not null then ${pseudonymSql(person)} end`,
    );
  const key = values.get("person_key");
  if (key !== undefined) {
    const ready = `case when regexp_full_match(${key}, '[0-9a-fA-F]{32}') then lower(${key}) end`;
    values.set("person_key", ready);
    values.set("psn_no", `coalesce(${values.get("psn_no") ?? "null"}, ${ready})`);
  }
  for (const name of source.required) {
    const { type, title } = columnNamed(name);
    const index = layout.columns.get(name)!;
    const { ref } = relation.columns[index]!;
    const isBad = problems.find((problem) => problem.index === index)?.condition;
    const missing = `${type === "person" ? ref : values.get(name)!} is null`;
    const condition = isBad ? `(${missing} and not coalesce(${isBad}, false))` : missing;
    problems.push({ index, type, title, condition, ref, isMissing: true });
  }
  const columns = source.columns.map((name) => {
    const sql = values.get(name) ?? "null";
    return `cast(${sql} as ${SQL_TYPES[columnNamed(name).type]}) as ${name}`;
  });
  if (source.month !== null)
    columns.push(`strftime(${values.get(source.month)!}, '%Y-%m') as month`);
  const own = columns.map((column) => column.split(" as ").at(-1)!.toLowerCase());
  const taken = new Set([...own, REJECTED, "filename", "file_row_number"]);
  for (const { index, header } of layout.extra) {
    if (named.some((one) => one.index === index) || taken.has(header.toLowerCase())) continue;
    taken.add(header.toLowerCase());
    const { ref } = relation.columns[index]!;
    columns.push(
      `${masked(`cast(${ref} as varchar)`)} as ${identifier(header.replaceAll(".", "_"))}`,
    );
  }
  const wrong = problems.map(({ condition }) => `coalesce(${condition}, false)`).join(" or ");
  columns.push(`${wrong || "false"} as ${REJECTED}`);
  return { columns, problems };
}

/** What is personal in the other columns of a row does not stay in what somebody noted beside it. */
function withoutNames(value: string, relation: Relation, layout: RecordLayout): string {
  const refs = layout.personal.map(({ index }) => relation.columns[index]!.ref);
  return refs.reduce(
    (text, ref) =>
      `case when length(cast(${ref} as varchar)) > 1 then replace(${text}, cast(${ref} as varchar), '***') else ${text} end`,
    value,
  );
}

/**
 * Persons occur in many rows: where a column can be read by itself, each is hidden once. Lines of
 * text are read once only, and each is hidden where it stands.
 */
async function personMap(
  store: Store,
  relation: Relation,
  layout: RecordLayout,
): Promise<{ table: string; ref: string } | null> {
  const index = layout.columns.get("psn_no");
  if (index === undefined || relation.rowNo === null) return null;
  const ref = conversionOf("person", relation.columns[index]!).value;
  await store.run(`
    create or replace temp table person_map as
    select person, ${pseudonymSql("person")} as pseudonym
    from (select distinct ${ref} as person from ${relation.from} as r) as persons where person is not null`);
  return { table: "person_map", ref };
}

const SURNAMES =
  "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";

/** Columns under unknown headers whose words are mostly names of persons. */
async function columnsOfNames(
  store: Store,
  relation: Relation,
  layout: RecordLayout,
): Promise<{ index: number; header: string }[]> {
  const words = layout.extra.filter(({ index }) => relation.columns[index]?.type === "VARCHAR");
  if (words.length === 0) return [];
  const shares = words.map(({ index }, i) => {
    const { ref } = relation.columns[index]!;
    return `avg(case when ${ref} is null then null when regexp_full_match(trim(${ref}), '[${SURNAMES}][一-龥]{1,2}') then 1.0 else 0.0 end) as s${i}`;
  });
  const row = await store.row<Record<string, number | null>>(
    `select ${shares.join(", ")} from (select * from ${relation.again} as r limit 5000) as sample`,
  );
  return words.filter((_, i) => Number(row[`s${i}`] ?? 0) > 0.5);
}

async function leaveOutRejected(store: Store, landing: string): Promise<void> {
  const good = `${landing}.good`;
  await store.run(
    `copy (select * from ${read(landing)} where not ${REJECTED}) to ${literal(good)} (${PARQUET})`,
  );
  renameSync(good, landing);
}
