/** A SQL string literal. */
export function literal(value: string | number | boolean | null): string {
  if (value === null) return "null";
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  return String(value);
}

/** A quoted identifier; `schema.table` stays two parts. */
export function identifier(name: string): string {
  return name
    .split(".")
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join(".");
}

/** `(a, b), (c, d)`: rows for a VALUES list. An empty list is the caller's to avoid. */
export function valueRows(rows: (string | number | boolean | null)[][]): string {
  return rows.map((row) => `(${row.map(literal).join(", ")})`).join(",\n");
}

/** A path as an SQL literal for DuckDB's readers, which would take `*`, `?` and `[` as a pattern. */
export function pathLiteral(path: string): string {
  return `'${path.replace(/[*?[]/g, "[$&]").replaceAll("'", "''")}'`;
}
