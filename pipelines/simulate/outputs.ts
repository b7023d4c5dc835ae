import type { Month } from "../../models/period.ts";
import { deaths, diagnosis, encounter, operation, reimbursement } from "./clinical.ts";
import { feeLine, settlement } from "./records.ts";
import { REFERENCE_SELECTS } from "./reference.ts";
import type { World } from "./setup.ts";
import { drugTrace, prescription, stock } from "./supply.ts";

/** A source with a file a month. */
export interface MonthlyOutput {
  source: string;
  select: (month: Month, index: number, world: World) => string;
  /** Whether it is made of fee lines, and left out with them. */
  lines?: boolean;
}

export const MONTHLY: MonthlyOutput[] = [
  { source: "settlement", select: () => settlement },
  { source: "fee_line", select: () => feeLine, lines: true },
  { source: "encounter", select: () => encounter },
  { source: "diagnosis", select: () => diagnosis },
  { source: "operation", select: () => operation },
  { source: "prescription", select: () => prescription, lines: true },
  { source: "drug_trace", select: () => drugTrace, lines: true },
  { source: "stock", select: (month) => stock(month), lines: true },
  { source: "reimbursement", select: () => reimbursement },
];

export const REFERENCE: { source: string; select: (world: World) => string }[] = [
  ...Object.entries(REFERENCE_SELECTS).map(([source, select]) => ({ source, select })),
  { source: "death", select: deaths },
];
