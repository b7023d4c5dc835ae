import type { Plant } from "../plant.ts";

/** Several plants as one, each after the one before it. */
export function combined(plants: readonly Plant[]): Plant {
  const keys = (part: "rows" | "changes"): string[] => [
    ...new Set(plants.flatMap((plant) => Object.keys(plant[part] ?? {}))),
  ];
  return {
    tables: (world) => plants.flatMap((plant) => plant.tables?.(world) ?? []),
    month: (month, index, world) =>
      plants.flatMap((plant) => plant.month?.(month, index, world) ?? []),
    rows: Object.fromEntries(
      keys("rows").map((source) => [
        source,
        (month: string) =>
          plants
            .flatMap(({ rows }) => (rows?.[source] ? [`(${rows[source](month)})`] : []))
            .join(" union all by name "),
      ]),
    ),
    changes: Object.fromEntries(
      keys("changes").map((source) => [
        source,
        (select: string) =>
          plants.reduce((sql, { changes }) => changes?.[source]?.(sql) ?? sql, select),
      ]),
    ),
  };
}
