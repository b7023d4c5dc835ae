import { blocksOf, type Document, type Run } from "../document.ts";

/** The words each figure is printed in, with its unit, each once and in order: 3.06亿元、30600万元. */
export function printedTexts(document: Document): Map<string, string[]> {
  const texts = new Map<string, string[]>();
  const note = (runs: readonly Run[], unit: string) => {
    for (const run of runs) {
      if (typeof run === "string") continue;
      const known = texts.get(run.figure) ?? [];
      const text = run.text + unit;
      if (!known.includes(text)) texts.set(run.figure, [...known, text]);
    }
  };
  for (const block of blocksOf(document)) {
    if (block.kind === "paragraph" || block.kind === "note") note(block.runs, "");
    if (block.kind !== "table") continue;
    for (const row of block.rows)
      for (const [i, runs] of row.cells.entries()) note(runs, unitWords(block.columns[i]!.unit));
    for (const runs of block.notes) note(runs, "");
  }
  return texts;
}

const unitWords = (unit: string): string => (unit === "百分点" ? `个${unit}` : unit);
