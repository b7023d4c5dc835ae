import type { Month } from "../../models/period.ts";
import type { World } from "./setup.ts";

/**
 * Anomalies to put among the ordinary rows. All parts are SQL over the tables of a simulation: what is
 * done to `stage.settlement` of a month shows in its fee lines and in the fund statements; `rows` adds
 * finished rows to the file of a source, `changes` rewrites those it would hold anyway, of a month or of
 * a reference file; what was planted is inserted into the table `truth`, whose columns are
 * `TRUTH_HEADER`, all text. The product never reads it.
 *
 * Months are made in several databases: what a month plants may depend on the month, the persons and
 * the reference tables, not on other months.
 */
export interface Plant {
  /** Run once in each database, after the persons are made. */
  tables?: (world: World) => string[];
  /** Run on each month, after its settlements and refunds are staged and before files are written. */
  month?: (month: Month, index: number, world: World) => string[];
  /** A SELECT of more rows by source, in the columns of its file. */
  rows?: Record<string, (month: Month) => string>;
  /** By source, the SELECT of its rows made into another one with the same columns. */
  changes?: Record<string, (select: string) => string>;
}

export const NOTHING_PLANTED: Plant = {};

export const TRUTH_HEADER = [
  "label",
  "rule",
  "subject_type",
  "subject_id",
  "evidence_ids",
  "amount_yuan",
  "note",
];
