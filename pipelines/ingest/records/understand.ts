import path from "node:path";
import { whereInWords } from "../../../models/errors.ts";
import { type ColumnType, SQL_TYPES } from "../../../models/sources/records/columns.ts";
import { columnNamed } from "../../../models/sources/records/define.ts";
import {
  type NearlyRecords,
  type RecordLayout,
  recognizeRecords,
} from "../../../models/sources/records/recognize.ts";
import type { Home } from "../../home.ts";
import type { Store } from "../../store.ts";
import type { Section } from "../section.ts";
import { type Landed, landRecords } from "./land.ts";
import { type Peek, peek } from "./peek.ts";
import { forgetKey, lendKey, personKey } from "./person-key.ts";
import { beginQuarantine, endQuarantine } from "./quarantine.ts";
import { csvRelation, parquetRelation, REJECTS, type Relation } from "./relation.ts";

/** A table of records in a file, understood and not yet read. */
export interface RecordTable {
  relation: Relation;
  layout: RecordLayout;
}

/** Records of one kind are landed in `folder` under `batch`. */
interface Landing {
  file: string;
  folder: string;
  batch: string;
  /** Say how the columns are understood. */
  explain?: boolean | undefined;
  /** Puts rows that could not be understood before to those in quarantine. */
  before?: (store: Store) => Promise<void>;
}

/** A file of records, if it is one; small or large, it is not read to find out. */
export async function recordsIn(
  home: Home,
  store: Store,
  file: string,
  tempDir: string,
  reencode = false,
): Promise<RecordTable | NearlyRecords | undefined> {
  const seen = await peek(store, file, tempDir, reencode);
  if (!seen) return undefined;
  const layout = recognizeRecords(seen.head, home.config.aliases.headers);
  if (!layout || !("source" in layout)) return layout;
  return { layout, relation: await relationOf(store, seen, layout) };
}

const SAMPLE_ROWS = 2000;
const isPlainText = (type: ColumnType) => SQL_TYPES[type] === "varchar";

/** Columns whose first rows are as DuckDB expects them are converted while the lines are read. */
async function relationOf(store: Store, seen: Peek, layout: RecordLayout): Promise<Relation> {
  if (seen.kind === "parquet") return parquetRelation(seen.path, seen.columns);
  const width = seen.head.find(({ row }) => row === layout.headerRow)!.cells.length;
  const shape = { ...seen.shape, headerLine: layout.headerRow, width };
  const typed = [...layout.columns]
    .map(([name, index]) => ({ index, type: columnNamed(name).type }))
    .filter(({ type }) => !isPlainText(type));
  const asText = csvRelation(shape, new Map());
  if (typed.length === 0) return asText;
  const misfits = typed.map(
    ({ index, type }) =>
      `count(*) filter (c${index} is not null and try_cast(c${index} as ${SQL_TYPES[type]}) is null) as n${index}`,
  );
  const row = await store.row<Record<string, string>>(
    `select ${misfits.join(", ")} from (select * from ${asText.again} limit ${SAMPLE_ROWS}) as sample`,
  );
  const plain = typed.filter(({ index }) => Number(row[`n${index}`]) === 0);
  return csvRelation(shape, new Map(plain.map(({ index, type }) => [index, SQL_TYPES[type]])));
}

/** Lands one table of records and tells what came of it. */
export async function settleRecords(
  home: Home,
  store: Store,
  { relation, layout }: RecordTable,
  { file, folder, batch, explain, before }: Landing,
): Promise<Section> {
  const { source } = layout;
  const hasPersons = source.columns.some((name) => name === "psn_no" && layout.columns.has(name));
  const key = hasPersons ? personKey(home) : undefined;
  if (key) await lendKey(store, key);
  try {
    await beginQuarantine(store);
    await before?.(store);
    const landing = path.join(folder, `${source.id}.parquet`);
    const landed = await landRecords(store, relation, layout, landing);
    const quarantine = path.join(folder, `${source.id}.quarantine.parquet`);
    const quarantined = await endQuarantine(store, batch, quarantine);
    const messages = [
      ...(explain ? [layoutInWords(layout)] : []),
      ...remarks(layout, landed),
      ...(await badRows(store, file)),
    ];
    return {
      source,
      rows: landed.rows,
      quarantined,
      periods: landed.periods,
      regions: Object.fromEntries(landed.regions.map((code) => [code, ""])),
      identities: {},
      failures: 0,
      failed: [],
      messages,
      ...(key ? { person_key: key.id } : {}),
    };
  } finally {
    if (key) await forgetKey(store);
    for (const table of Object.values(REJECTS)) await store.run(`drop table if exists ${table}`);
  }
}

function remarks({ personal, extra }: RecordLayout, { named }: Landed): string[] {
  const list = (headers: string[]) => headers.slice(0, 10).join("、");
  const kept = extra.map(({ header }) => header).filter((header) => !named.includes(header));
  return [
    ...(personal.length > 0
      ? [`个人信息在入口去掉，没有保存：${list(personal.map(({ header }) => header))}`]
      : []),
    ...(named.length > 0 ? [`内容像人名的列没有保存：${list(named)}`] : []),
    ...(kept.length > 0 ? [`未识别的列原样保留，不参与计算：${list(kept)}`] : []),
  ];
}

function layoutInWords({ source, columns }: RecordLayout): string {
  const missing = source.columns.filter((name) => !columns.has(name));
  const without = missing.length > 0 ? `，没有的列：${missing.join("、")}` : "";
  return `认作${source.title}（${source.id}），认出 ${columns.size} 列${without}`;
}

async function badRows(store: Store, file: string): Promise<string[]> {
  const rows = await store.rows<{
    sheet: string;
    row_no: string;
    col: string;
    value: string;
    reason: string;
    n: string;
  }>(`
    select *, count(*) over () as n from (select distinct * from bad_row) as bad
    order by sheet, row_no, col limit 20`);
  const shown = rows.map(
    ({ sheet, row_no, col, value, reason }) =>
      `${whereInWords({ file, sheet, row: Number(row_no), column: col, value })}：${reason}`,
  );
  const more = Number(rows[0]?.n ?? 0) - rows.length;
  return [
    ...shown,
    ...(more > 0 ? [`另有 ${more} 处，见 fundwatch quarantine`] : []),
    ...(rows.length > 0
      ? ["上述各行没有入库：请改正原表后重新载入（fundwatch quarantine 可再次列出）"]
      : []),
  ];
}

export const isRecordTable = (
  found: RecordTable | NearlyRecords | undefined,
): found is RecordTable => found !== undefined && "relation" in found;
