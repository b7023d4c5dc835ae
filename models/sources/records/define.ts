import { COLUMNS, type RecordColumn } from "./columns.ts";

/** A kind of file with one row a record and columns of the national platform (国家医保信息平台). */
export interface RecordSource {
  id: string;
  title: string;
  /** Columns by their platform names, in the order of the platform. */
  columns: string[];
  /** Without these it is another file. */
  required: string[];
  /** What names a record; the latest row of a key counts. */
  key: string[];
  /** The column whose month a row belongs to; a source without one has no months. */
  month: string | null;
  /** The column that says which region's fund a record concerns. */
  region: string | null;
}

export function defineRecords(
  source: Omit<RecordSource, "month" | "region"> & Partial<RecordSource>,
): RecordSource {
  return { month: null, region: null, ...source };
}

export function columnNamed(name: string): RecordColumn {
  const column = COLUMNS[name];
  if (!column) throw new Error(`unknown column: ${name}`);
  return column;
}
