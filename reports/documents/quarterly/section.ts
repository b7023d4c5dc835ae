import { type Block, heading, paragraph, type Run, say } from "../../document.ts";
import type { QuarterlyFacts } from "./quarterly-facts.ts";

/** A chapter of the report. One that has nothing to say is left out, heading and all. */
export interface Section {
  title: string;
  /** Tables without which it does not appear. */
  needs: readonly string[];
  blocks: (facts: QuarterlyFacts) => (Block | null)[];
}

/** Blocks under a heading of their own; nothing where there are none. */
export function under(title: string, blocks: (Block | null)[]): Block[] {
  const said = blocks.filter((block) => block !== null);
  return said.length === 0 ? [] : [heading(2, title), ...said];
}

/** A paragraph, unless there is nothing to say. */
export const said = (runs: Run[]): Block | null => (runs.length === 0 ? null : paragraph(runs));

/** Items numbered 1. 2. 3., a paragraph each. */
export const listed = (items: Run[][]): Block[] =>
  items.map((runs, index) => paragraph(say`${`${index + 1}. `}${runs}`));
