import { CARE } from "./care.ts";
import type { RecordSource } from "./define.ts";
import { feeLine } from "./fee-line.ts";
import { REFERENCE } from "./reference.ts";
import { settlement } from "./settlement.ts";

/** The two that are too large to hold twice: their ledgers are written by hand in `sql/core/`. */
export const LARGE: readonly RecordSource[] = [settlement, feeLine];

/** Those whose ledger is simply the latest row of each key. */
export const PLAIN: readonly RecordSource[] = [...CARE, ...REFERENCE];

/** Every kind of file whose rows are records. */
export const RECORD_SOURCES: readonly RecordSource[] = [...LARGE, ...PLAIN];
