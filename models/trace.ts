/** A cell of a bureau's file, as it was received. */
export interface SourceCell {
  batch: string;
  file: string;
  sha256: string;
  sheet: string;
  row: number;
  column: string;
  header: string;
  /** The cell's text as received. */
  text: string;
  unit: string;
  /** What it counts for: `income.total · 2019-07 · 本年累计`. */
  meaning: string;
  amount_yuan: string;
}

/** One hop on the way back from a printed figure to the cells it rests on. */
export interface TraceHop {
  kind: "figure" | "metric" | "mart" | "forecast" | "ledger" | "staging" | "cell";
  /** What stands here: a figure id, `models/metrics/x.ts`, `marts.fund_month`, a file. */
  name: string;
  /** One line for people, in Chinese. */
  text: string;
}

/** The chain from a figure to its cells; at most six hops. */
export interface Trace {
  figure: string;
  title: string;
  value: string | null;
  unit: string;
  policy: string;
  hops: TraceHop[];
  cells: SourceCell[];
  /** Reasons recorded when a batch was accepted in spite of a failed identity. */
  caveats: string[];
}
