/** Subjects in rows, indicators in columns; every column as long as `subjects`, without NaN. */
export interface Table {
  subjects: string[];
  indicators: string[];
  columns: Float64Array[];
}

/** What a score rests on: an indicator, how much it adds, and where the subject stands in it. */
export interface Reason {
  indicator: string;
  part: number;
  value: number;
}

/** The `most` reasons that add most, largest first, ties in the order of the indicators. */
export function strongest(reasons: Reason[], most: number): Reason[] {
  return [...reasons].sort((a, b) => b.part - a.part).slice(0, most);
}

export function checked(table: Table): Table {
  const { subjects, indicators, columns } = table;
  if (columns.length !== indicators.length)
    throw new Error(`${columns.length} columns for ${indicators.length} indicators`);
  for (const [i, column] of columns.entries()) {
    if (column.length !== subjects.length)
      throw new Error(
        `${indicators[i]} has ${column.length} values for ${subjects.length} subjects`,
      );
    if (column.some((value) => !Number.isFinite(value)))
      throw new Error(`${indicators[i]} holds what is no number`);
  }
  return table;
}
