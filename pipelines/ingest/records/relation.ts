import { literal, pathLiteral } from "../../quote.ts";

/** A column of a relation: what it is selected by, and its SQL type. */
export interface RelationColumn {
  ref: string;
  type: string;
}

/** Rows of a file as DuckDB reads them, nothing converted that needs judgement. */
export interface Relation {
  sheet: string;
  from: string;
  /** The same rows once more, of a text file all as text, without noting again what cannot be read. */
  again: string;
  /** By position in the file. */
  columns: RelationColumn[];
  /** Number of a row as a clerk would count it, or null where rows have to be numbered by reading. */
  rowNo: string | null;
  /** The line of the header, for a relation whose rows have to be numbered. */
  headerLine: number;
  /** Whether DuckDB's reject tables hold what it could not read. */
  hasRejects: boolean;
}

/** Where DuckDB notes the lines it cannot read. */
export const REJECTS = { scan: "rejected_scan", errors: "rejected_line" };

export interface CsvShape {
  path: string;
  delimiter: string;
  newLine: "\\n" | "\\r\\n" | "\\r";
  /** Lines above the first row of data. */
  headerLine: number;
  width: number;
}

/** What an empty cell may look like in an export. */
const EMPTY = ["", "NULL", "null", "\\N", "-", "--", "—", "——", "/", "无"];

/** Lines of a text file; `types` says which columns DuckDB itself is to convert. */
export function csvRelation(shape: CsvShape, types: Map<number, string>): Relation {
  const columns = Array.from({ length: shape.width }, (_, i) => ({
    ref: `c${i}`,
    type: types.get(i) ?? "VARCHAR",
  }));
  const declared = (typeOf: (column: RelationColumn) => string) =>
    `columns = {${columns.map((column) => `${column.ref}: '${typeOf(column)}'`).join(", ")}}`;
  const lines = `${pathLiteral(shape.path)}, auto_detect = false, header = false,
      skip = ${shape.headerLine}, delim = ${literal(shape.delimiter)}, quote = '"', escape = '"',
      new_line = '${shape.newLine}', nullstr = [${EMPTY.map(literal).join(", ")}]`;
  return {
    sheet: "",
    from: `read_csv(${lines}, ${declared(({ type }) => type)}, store_rejects = true, rejects_limit = 0,
      rejects_scan = '${REJECTS.scan}', rejects_table = '${REJECTS.errors}')`,
    again: `read_csv(${lines}, ${declared(() => "VARCHAR")}, ignore_errors = true)`,
    columns,
    rowNo: null,
    headerLine: shape.headerLine,
    hasRejects: true,
  };
}

export function parquetRelation(path: string, columns: RelationColumn[]): Relation {
  const from = `read_parquet(${pathLiteral(path)}, binary_as_string = true, hive_partitioning = false, file_row_number = true)`;
  return {
    sheet: "",
    from,
    again: from,
    columns,
    rowNo: "file_row_number + 2",
    headerLine: 1,
    hasRejects: false,
  };
}

/** Rows of a sheet that was read as text. */
export function gridRelation(
  sheet: string,
  table: string,
  width: number,
  headerRow: number,
): Relation {
  const from = `(select * from ${table} where row_no > ${headerRow})`;
  return {
    sheet,
    from,
    again: from,
    columns: Array.from({ length: width }, (_, i) => ({ ref: `c${i}`, type: "VARCHAR" })),
    rowNo: "row_no",
    headerLine: headerRow,
    hasRejects: false,
  };
}
