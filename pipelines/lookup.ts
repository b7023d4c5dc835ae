/** The rows of a key, in their order; none where there are none. */
export type Lookup<Row> = (...key: string[]) => Row[];

const BETWEEN = "\u001f";

/** Rows by the values of some of their columns, which are text. */
export function byKey<Row extends object>(rows: Row[], columns: string[]): Lookup<Row> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const values = row as Record<string, unknown>;
    const key = columns.map((column) => values[column]).join(BETWEEN);
    const same = found.get(key);
    if (same) same.push(row);
    else found.set(key, [row]);
  }
  return (...key) => found.get(key.join(BETWEEN)) ?? [];
}
