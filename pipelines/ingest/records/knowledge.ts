import { columnNamed } from "../../../models/sources/records/define.ts";
import { RECORD_SOURCES } from "../../../models/sources/records/index.ts";
import {
  type BadPoint,
  type KnowledgePoints,
  type KnowledgeRows,
  knowledgePoints,
} from "../../../models/sources/records/knowledge-points.ts";
import {
  type KnowledgeSheet,
  recognizeKnowledge,
} from "../../../models/sources/records/knowledge-sheet.ts";
import { literal, valueRows } from "../../quote.ts";
import type { Store } from "../../store.ts";
import type { Grid } from "../readers/index.ts";
import { masked } from "./conversion.ts";
import { gridRelation } from "./relation.ts";
import type { RecordTable } from "./understand.ts";

/** The knowledge points of a workbook, as one table of records. */
export interface KnowledgeTable {
  table: RecordTable;
  /** The sheets it was made of. */
  grids: Set<Grid>;
  bad: BadPoint[];
  messages: string[];
}

const source = RECORD_SOURCES.find(({ id }) => id === "rule_knowledge")!;
const POINTS = "knowledge_point";
const ROWS_AT_ONCE = 2000;

/** Official workbooks of knowledge points (知识点): sheets of points and of the codes they belong to. */
export async function knowledgeIn(
  store: Store,
  grids: Grid[],
  file: string,
): Promise<KnowledgeTable | undefined> {
  const sheets: { grid: Grid; layout: KnowledgeSheet }[] = [];
  for (const grid of grids) {
    const layout = recognizeKnowledge(grid.head, grid.sheet, file);
    if (layout) sheets.push({ grid, layout });
  }
  if (sheets.length === 0) return undefined;
  const read: KnowledgeRows[] = [];
  for (const { grid, layout } of sheets) read.push(await rowsOf(store, grid, layout));
  const found = knowledgePoints(read);
  await tableOf(store, found);
  const relation = gridRelation(sheets[0]!.grid.sheet, POINTS, source.columns.length, 0);
  const columns = new Map(source.columns.map((name, i) => [name, i]));
  return {
    table: { relation, layout: { source, headerRow: 0, columns, extra: [], personal: [] } },
    grids: new Set(sheets.map(({ grid }) => grid)),
    bad: found.bad,
    messages: messagesOf(found),
  };
}

/** Only the columns that mean something: sheets of codes may be 16,384 columns wide. */
async function rowsOf(store: Store, grid: Grid, layout: KnowledgeSheet): Promise<KnowledgeRows> {
  const last = Math.max(...layout.columns.values());
  const cells = Array.from({ length: last + 1 }, (_, i) => `c${i}`);
  const rows = await store.rows<Record<string, string | null>>(
    `select row_no, ${cells.join(", ")} from ${grid.table}
     where row_no > ${layout.headerRow} order by row_no`,
  );
  return {
    sheet: grid.sheet,
    layout,
    rows: rows.map((row) => ({
      row: Number(row.row_no),
      cells: cells.map((cell) => row[cell] ?? null),
    })),
  };
}

async function tableOf(store: Store, { points }: KnowledgePoints): Promise<void> {
  const columns = source.columns.map((_, i) => `c${i} varchar`);
  await store.run(`create or replace temp table ${POINTS} (row_no integer, ${columns.join(", ")})`);
  for (let from = 0; from < points.length; from += ROWS_AT_ONCE) {
    const rows = points
      .slice(from, from + ROWS_AT_ONCE)
      .map((point, i) => [from + i + 1, ...source.columns.map((name) => point[name] || null)]);
    await store.run(`insert into ${POINTS} values ${valueRows(rows)}`);
  }
}

/** Puts the rows that could not be understood to those in quarantine. */
export async function quarantinePoints(store: Store, bad: BadPoint[]): Promise<void> {
  for (let from = 0; from < bad.length; from += ROWS_AT_ONCE) {
    const rows = bad
      .slice(from, from + ROWS_AT_ONCE)
      .map(
        ({ sheet, row, column, value, reason }) =>
          `(${literal(sheet)}, ${row}, ${literal(column)}, ${masked(literal(value))}, ${literal(reason)})`,
      );
    await store.run(`insert into bad_row values ${rows.join(", ")}`);
  }
}

function messagesOf({ points, unjudged, miscounted }: KnowledgePoints): string[] {
  const rules = [...new Set(points.map((point) => point.rule_name))].join("、");
  const list = [...unjudged].map(([rule, n]) => `${rule} ${n} 个`).join("、");
  const isIndication = [...unjudged.keys()].some((rule) => rule.includes("适应症"));
  return [
    ...(points.length > 0 ? [`读到知识点：${rules}`] : []),
    ...(list
      ? [
          `已保存、不参与计算的知识点：${list}（没有可计算的限定${isIndication ? `；适应症请加“${columnNamed("lmt_diag_prefix").aliases[0]}”列，如 C34|D02，再载入` : ""}）`,
        ]
      : []),
    ...(miscounted.length > 0
      ? [`代码个数与“知识点对应代码数量”不符：${miscounted.slice(0, 10).join("、")}，请核对原表`]
      : []),
  ];
}
