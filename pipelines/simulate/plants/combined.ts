import type { Plant } from "../plant.ts";

/** Several plants as one, each after the one before it. */
export function combined(plants: readonly Plant[]): Plant {
  const sources = [...new Set(plants.flatMap(({ rows = {} }) => Object.keys(rows)))];
  return {
    tables: plants.flatMap(({ tables = [] }) => tables),
    month: (month, index) => plants.flatMap((plant) => plant.month?.(month, index) ?? []),
    rows: Object.fromEntries(
      sources.map((source) => [
        source,
        (month: string) =>
          plants
            .flatMap(({ rows }) => (rows?.[source] ? [`(${rows[source](month)})`] : []))
            .join(" union all by name "),
      ]),
    ),
  };
}
