import type { Figure } from "./figure.ts";

/** consistent: the intervals meet. remark: not an error, but worth saying. The others are to be acted on. */
export type Verdict = "inconsistent" | "contradicted" | "conflicting" | "remark" | "consistent";

/** What was found out about one printed figure or claim. */
export interface Finding {
  verdict: Verdict;
  /** The sentence or table row, the figure in question marked: 「…可支付月数【7.34个月】…」. */
  text: string;
  printed: string;
  /** In the unit of the printed figure, rounded outwards; null where no number is expected. */
  expected: { low: number; high: number } | null;
  /** The same for people: `8.37—8.41个月`. */
  expected_words: string | null;
  /** With the printed numbers in it. */
  formula: string;
  explanation: string;
  /** What to do about it. */
  remedy: string;
  figure: Figure | undefined;
}

/** The surroundings of a figure with the figure marked, cut to what fits on a line or two. */
export function marked({ context }: Figure): string {
  const { text, start, end } = context;
  const before = text.slice(0, start);
  const after = text.slice(end);
  const from = before.length > 60 ? `…${before.slice(-58)}` : before;
  const to = after.length > 30 ? `${after.slice(0, 28)}…` : after;
  return `${from}【${text.slice(start, end)}】${to}`.replace(/\s+/g, " ").trim();
}
