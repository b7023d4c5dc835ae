import { blocksOf, type Document, runsOf } from "./document.ts";

/** The words each quoted figure is printed in, each once, in order of appearance. */
export function printedIn(document: Document): Map<string, string[]> {
  const printed = new Map<string, string[]>();
  for (const run of blocksOf(document).flatMap(runsOf)) {
    if (typeof run === "string") continue;
    const before = printed.get(run.figure) ?? [];
    if (!before.includes(run.text)) printed.set(run.figure, [...before, run.text]);
  }
  return printed;
}
