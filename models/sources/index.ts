import type { Source } from "./define.ts";
import { fundBudget } from "./fund-budget.ts";
import { fundStatement } from "./fund-statement.ts";
import { insured } from "./insured.ts";

/** Every kind of file the bureau receives. */
export const SOURCES: readonly Source[] = [fundStatement, fundBudget, insured];

export function sourceOf(id: string): Source {
  const source = SOURCES.find((s) => s.id === id);
  if (!source) throw new Error(`unknown source: ${id}`);
  return source;
}
