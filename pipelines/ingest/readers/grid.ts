import { type FileHandle, mkdtemp, open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { pathLiteral } from "../../quote.ts";
import type { Merge } from "./marks.ts";

/**
 * One sheet as received: a DuckDB temp table `table` with `row_no INTEGER` (1-based as Excel shows
 * it; for csv the physical record number, counting blank lines; for parquet the header is row 1) and
 * `c0`..`c{width-1} VARCHAR` (text as received, NULL for an empty or blank cell). Blank rows are left
 * out: `row_no` keeps their place. Order by `row_no`.
 */
export interface Grid {
  /** Empty for csv and parquet, which have no sheets. */
  sheet: string;
  table: string;
  width: number;
  /** Rows in the table, that is rows with any content. */
  rows: number;
  /** The first 40 rows of the table; the text of a merged cell is repeated over its range. */
  head: HeadRow[];
  /** Merged ranges that hold one number, which is repeated over the range. */
  mergedNumbers?: Merge[];
  /** The first cell whose formula was saved without its result, which is read as blank. */
  uncalculated?: string;
}

export interface HeadRow {
  row: number;
  cells: (string | null)[];
}

export interface Reading {
  format: "xlsx" | "csv" | "parquet";
  encoding?: string;
  grids: Grid[];
  notices: string[];
}

/** Excel's own limits; in a csv more columns than this are a wrong delimiter, not a table. */
export const MAX_COLUMNS = 16_384;
export const MAX_ROWS = 1_048_576;
const HEAD_ROWS = 40;
const FLUSH_BYTES = 1 << 20;
/** DuckDB's default `max_line_size`: raised only for a file that has a longer row. */
const USUAL_LINE_BYTES = 2_097_152;

/** The separators of a grid file: between cells, and in place of a line break inside a cell. */
export const CELL = "\u001f";
export const BREAK = "\u001e";

/**
 * The one form every source is turned into before DuckDB loads it: a line per row,
 * `row_no ␟ c0 ␟ c1 …`, no quoting at all, so that it can be read in parallel and means one thing.
 */
export class GridFile {
  readonly path: string;
  width = 0;
  rows = 0;
  hasBreaks = false;
  longest = 0;
  private readonly handle: FileHandle;
  private pending: string[] = [];
  private pendingSize = 0;

  constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.handle = handle;
  }

  /** Adds one row; trailing NULLs may be left off. A row without any cell is dropped. */
  async add(row: number, cells: readonly (string | null)[]): Promise<void> {
    let last = cells.length;
    while (last > 0 && cells[last - 1] === null) last--;
    if (last === 0) return;
    let line = String(row);
    for (let i = 0; i < last; i++) line += CELL + this.clean(cells[i] ?? "");
    this.width = Math.max(this.width, last);
    this.longest = Math.max(this.longest, line.length * 3);
    this.rows++;
    this.pending.push(line, "\n");
    this.pendingSize += line.length;
    if (this.pendingSize > FLUSH_BYTES) await this.flush();
  }

  /** Adds whole lines that are already in the form above. */
  async write(lines: Uint8Array): Promise<void> {
    if (lines.length > 0) await this.handle.write(lines);
  }

  async finish(): Promise<void> {
    await this.flush();
    await this.handle.close();
  }

  private async flush(): Promise<void> {
    if (this.pending.length > 0) await this.handle.write(this.pending.join(""));
    this.pending = [];
    this.pendingSize = 0;
  }

  private clean(text: string): string {
    if (!CONTROL.test(text)) return text;
    const plain = text.replace(SEPARATORS, " ");
    if (!/[\r\n]/.test(plain)) return plain;
    this.hasBreaks = true;
    return plain.replace(/\r\n?|\n/g, BREAK);
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters looked for
const CONTROL = /[\0\n\r\u001e\u001f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters replaced
const SEPARATORS = /[\0\u001e\u001f]/g;

let serial = 0;

export function nextTable(): string {
  return `grid_${++serial}`;
}

/** Opens a grid file, lets `fill` write it, loads it into a temp table and removes it. */
export async function gridFromFile(
  connection: DuckDBConnection,
  tempDir: string,
  sheet: string,
  fill: (file: GridFile) => Promise<void>,
): Promise<Grid> {
  const table = nextTable();
  const folder = await mkdtemp(join(tempDir, "grid-"));
  const path = join(folder, `${table}.txt`);
  const file = new GridFile(path, await open(path, "wx", 0o600));
  try {
    try {
      await fill(file);
    } finally {
      await file.finish();
    }
    if (file.rows > 0) await load(connection, table, file);
    return await describeGrid(connection, sheet, table, file.width, file.rows);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function load(connection: DuckDBConnection, table: string, file: GridFile): Promise<void> {
  const columns = Array.from({ length: file.width }, (_, i) => `'c${i}': 'VARCHAR'`);
  const cells = Array.from({ length: file.width }, (_, i) =>
    file.hasBreaks ? `replace(c${i}, '${BREAK}', chr(10)) as c${i}` : `c${i}`,
  );
  const line = file.longest > USUAL_LINE_BYTES ? `, max_line_size = ${file.longest + 64}` : "";
  await connection.run(
    `create temp table ${table} as select row_no, ${cells.join(", ")}
     from read_csv(${pathLiteral(file.path)}, auto_detect = false, header = false,
       delim = '${CELL}', quote = '', escape = '', nullstr = '', new_line = '\\n',
       null_padding = true, columns = {'row_no': 'INTEGER', ${columns.join(", ")}}${line})`,
  );
}

export async function describeGrid(
  connection: DuckDBConnection,
  sheet: string,
  table: string,
  width: number,
  rows: number,
): Promise<Grid> {
  if (rows === 0) return { sheet, table, width, rows, head: [] };
  const reader = await connection.runAndReadAll(
    `select * from ${table} order by row_no limit ${HEAD_ROWS}`,
  );
  const head = reader.getRows().map((values) => ({
    row: Number(values[0]),
    cells: values.slice(1).map((value) => (value === null ? null : String(value))),
  }));
  return { sheet, table, width, rows, head };
}

/** Column letters as Excel shows them: 0 → A, 26 → AA. */
export function columnLetters(index: number): string {
  return index < 26
    ? String.fromCharCode(65 + index)
    : columnLetters(Math.floor(index / 26) - 1) + columnLetters(index % 26);
}
