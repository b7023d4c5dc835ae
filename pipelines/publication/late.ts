import { speaksOfRegion } from "../../models/closing.ts";
import { UserError } from "../../models/errors.ts";
import type { Closing } from "../../models/publication-standing.ts";
import type { Home } from "../home.ts";
import { type Batch, type BatchEvent, countsAt } from "../ingest/batches.ts";
import { closedFor, standingIn } from "./closings.ts";

/** The batch as it is taken in: one that would count and speaks of a closed month waits instead. */
export function lateIfClosed(home: Home, batch: Batch, at: string): Batch {
  const event = countsAt(batch) ? waitingEvent(home, batch, at) : undefined;
  return event ? { ...batch, events: [...batch.events, event] } : batch;
}

/** That a batch waits, and why, if it speaks of a closed month. */
export function waitingEvent(home: Home, batch: Batch, at: string): BatchEvent | undefined {
  const months = closedMonths(home, batch);
  if (months.length === 0) return undefined;
  return { at, status: "waiting", reason: `${months.join("、")} 已月结` };
}

/** Whether a closed month rests on a batch, so that it cannot be taken out any more. */
export const isFrozen = (home: Home, batch: Batch): boolean => restingOn(home, batch).length > 0;

/** Refuses to take out a batch that a closed month rests on. */
export function requireNotFrozen(home: Home, batch: Batch, file: string): void {
  const months = restingOn(home, batch);
  if (months.length === 0) return;
  throw new UserError(
    `批次 ${batch.batch}（${file}）已随月结冻结：${months.join("、")}`,
    "请让报送单位出更正后的文件，载入后用 fundwatch restate 更正；没有印发的，可先 fundwatch close --undo 撤销月结。",
    2,
  );
}

/**
 * The closed months whose figures a batch that counts stands behind: those it speaks of, and those of
 * its regions it was frozen with, as budgets and earlier years are.
 */
function restingOn(home: Home, batch: Batch): string[] {
  if (!countsAt(batch)) return [];
  const { closings } = standingIn(home);
  const frozen = closings.filter(
    ({ region, batches }) =>
      batches.includes(batch.batch) && speaksOfRegion(batch, region, home.config.regions),
  );
  return inWords([...new Set([...closedFor(home, closings, batch), ...frozen])]);
}

const closedMonths = (home: Home, batch: Batch): string[] =>
  inWords(closedFor(home, standingIn(home).closings, batch));

/** As in 620700 2019-07. */
const inWords = (closings: readonly Closing[]): string[] =>
  closings.map(({ region, month }) => `${region} ${month}`);
