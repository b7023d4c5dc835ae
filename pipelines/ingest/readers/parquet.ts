import { basename } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { SourceError } from "../../../models/errors.ts";
import { pathLiteral } from "../../quote.ts";
import { describeGrid, nextTable, type Reading } from "./grid.ts";

const NESTED = /^(STRUCT|MAP|UNION|VARIANT)\b|\[\d*\]$/;

/** Every column as text, the column names as row 1. */
export async function readParquet(connection: DuckDBConnection, path: string): Promise<Reading> {
  const file = basename(path);
  const source = `read_parquet(${pathLiteral(path)}, binary_as_string = true,
    hive_partitioning = false, file_row_number = true)`;
  const table = nextTable();
  const columns = await attempt(file, () => columnsOf(connection, source));
  const nested = columns.find((column) => NESTED.test(column.type));
  if (nested) {
    throw new SourceError(
      `Parquet 的列“${nested.name}”是嵌套类型（${nested.type.slice(0, 40)}），一格里不止一个值。`,
      { file, column: nested.name },
      "请在导出时把嵌套列展开成普通列。",
    );
  }
  if (columns.length === 0) {
    throw new SourceError(`Parquet 文件没有列：${file}。`, { file }, "请重新导出。");
  }
  const header = columns.map((column, i) => `${literal(column.name)} as c${i}`);
  const cells = columns.map((column, i) => `${asText(column)} as c${i}`);
  const filled = columns.map((_, i) => `c${i}`).join(", ");
  await attempt(file, () =>
    connection.run(
      `create temp table ${table} as
       select 1::integer as row_no, ${header.join(", ")}
       union all by name
       select * from (
         select (file_row_number + 2)::integer as row_no, ${cells.join(", ")} from ${source})
       where coalesce(${filled}) is not null`,
    ),
  );
  const counted = await connection.runAndReadAll(`select count(*) from ${table}`);
  const rows = Number(counted.getRows()[0]?.[0] ?? 0);
  const grid = await describeGrid(connection, "", table, columns.length, rows);
  return { format: "parquet", grids: [grid], notices: [] };
}

interface Column {
  name: string;
  type: string;
}

async function columnsOf(connection: DuckDBConnection, source: string): Promise<Column[]> {
  const reader = await connection.runAndReadAll(`describe select * from ${source}`);
  return reader
    .getRows()
    .map((row) => ({ name: String(row[0]), type: String(row[1]) }))
    .filter((column) => column.name !== "file_row_number");
}

/** Text in the same dress as a cell of a workbook: no exponent, no `.0`, no midnight, NULL if blank. */
function asText({ name, type }: Column): string {
  const column = `"${name.replaceAll('"', '""')}"`;
  const text = `${column}::varchar`;
  if (type === "DOUBLE" || type === "FLOAT") {
    return `case when isnan(${column}) then null
      when contains(${text}, 'e') then coalesce(
        rtrim(rtrim(try_cast(${text} as decimal(38, 20))::varchar, '0'), '.'),
        try_cast(${text} as hugeint)::varchar, ${text})
      else regexp_replace(${text}, '\\.0$', '') end`;
  }
  if (type === "BOOLEAN") return `upper(${text})`;
  if (type.startsWith("TIMESTAMP")) return `regexp_replace(${text}, ' 00:00:00$', '')`;
  return type === "VARCHAR" ? `case when trim(${text}) <> '' then ${text} end` : text;
}

async function attempt<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || /Out of Memory|INTERRUPT/i.test(error.message)) throw error;
    const refusal = /Invalid string encoding/.test(error.message)
      ? new SourceError(
          `Parquet 文件里有不是 UTF-8 文字的二进制列：${file}。`,
          { file },
          "请在导出时去掉二进制列，或把文字列存为 UTF-8 字符串。",
        )
      : new SourceError(
          `Parquet 文件读不出来：${file}。文件可能已损坏、未写完，或经过加密。`,
          { file },
          "请重新导出或重新复制后再放入。",
        );
    refusal.cause = error;
    throw refusal;
  }
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
