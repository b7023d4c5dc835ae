import type { Month } from "../period.ts";

/** Standard normals that a path has beside one a month: for what happens once a year. */
export const SPARE = 8;

/** What chance gives one path: `SPARE` standard normals and one a month ahead. Buffers are used again. */
export interface Chance {
  spare: Float64Array;
  months: Float64Array;
}

/** A line made ready to be simulated. */
export interface LineModel {
  line: string;
  /** As printed. */
  method: string;
  notes: string[];
  /** Standardized one-step errors, the last that of the origin; empty where months are not shocked one by one. */
  residuals: Float64Array;
  /** Writes one path to `out[at]` … `out[at + months − 1]`, in yuan. */
  write(chance: Chance, out: Float64Array, at: number): void;
}

/** A line's months up to the origin, without gaps. */
export interface LineSeries {
  line: string;
  from: Month;
  values: Float64Array;
  /** 1 where the month was known. */
  known: Uint8Array;
}

/** What siblings — the same line of the same fund in other regions — say together. */
export interface Pooled {
  /** Effect of the Spring Festival; 0 where none is seen. */
  beta: number;
  /** Factors by calendar month with mean 1; null where no sibling has two years. */
  profile: Float64Array | null;
  /** Yearly growth as a log ratio, and its standard deviation over siblings and years; null where none has two. */
  growth: Growth | null;
}

export interface Growth {
  log: number;
  deviation: number;
}

const A = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];

/** Standard normal distribution function, to 1e-7 (Abramowitz and Stegun 26.2.17). */
export function normalCdf(z: number): number {
  const k = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) *
    k *
    (A[0]! + k * (A[1]! + k * (A[2]! + k * (A[3]! + k * A[4]!))));
  return z > 0 ? 1 - tail : tail;
}
