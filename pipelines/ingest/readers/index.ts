import { basename } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { readCsv } from "./csv.ts";
import type { Reading } from "./grid.ts";
import { type Kind, recogniseFile } from "./kind.ts";
import { readParquet } from "./parquet.ts";
import { readWorkbook } from "./xlsx.ts";

export type { Grid, HeadRow, Reading } from "./grid.ts";

/**
 * Reads a file the bureau sent into temp tables of raw text; `tempDir` must exist. Throws `SourceError` on anything that
 * cannot be read whole and without doubt.
 */
export async function readFile(
  connection: DuckDBConnection,
  path: string,
  options: { tempDir: string },
): Promise<Reading> {
  const kind = await recogniseFile(path);
  const reading = await READERS[kind](connection, path, options);
  const expected = EXTENSIONS[reading.format];
  if (!expected.test(path)) {
    reading.notices.unshift(
      `${basename(path)} 的内容是 ${reading.format}，与扩展名不符，已按内容读取。`,
    );
  }
  return reading;
}

const READERS: Record<Kind, typeof readFile> = {
  zip: readWorkbook,
  parquet: readParquet,
  text: readCsv,
};

const EXTENSIONS = {
  xlsx: /\.xls[xm]$/i,
  csv: /\.(csv|txt|tsv)$/i,
  parquet: /\.(parquet|pq)$/i,
};
