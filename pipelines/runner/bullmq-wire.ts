import { SourceError, UserError, type Where } from "../../models/errors.ts";
import { isTransient } from "./retry.ts";
import { type Json, TransientError } from "./runner.ts";

/** What a job carries: enough for any process of the installation to carry out the attempt. */
export interface JobData {
  /** Of the process that waits for the result. */
  session: string;
  task: string;
  number: number;
  payload: Json;
}

/** Queues that only their owner works on have a name that no other process looks at. */
export const queueName = (pool: string, owned: boolean): string =>
  `${owned ? "own-" : ""}${withoutColons(pool)}`;

/** BullMQ forbids colons in an id, and ignores a job whose id it has seen before. */
export const jobId = (run: string, data: JobData, submission: number): string =>
  withoutColons(`${run}/${data.task}/${data.number}/${data.session}-${submission}`);

/** Where a worker looks whether a job it carries out is still wanted. */
export const stopKey = (prefix: string, id: string): string => `${prefix}:stop:${id}`;

const withoutColons = (text: string): string => text.replace(/[%:]/g, encodeURIComponent);

/** The reason of a job that failed because whoever had it gave it back; it says nothing of the task. */
export const GIVEN_BACK = "given back";

interface ErrorOnWire {
  name: string;
  message: string;
  remedy?: string;
  exitStatus?: number;
  where?: Where;
  transient: boolean;
}

/** An error as text: its message for people who look at the queue, and a line that keeps its kind. */
export function errorToWire(error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const wire: ErrorOnWire = { name, message, transient: isTransient(error) };
  if (error instanceof UserError) {
    wire.remedy = error.remedy;
    wire.exitStatus = error.exitStatus;
  } else if (error instanceof SourceError) {
    // The value of a cell could be a person's: it stays in the process that read it.
    const { value: _, ...where } = error.where;
    wire.remedy = error.remedy;
    wire.where = where;
  }
  return `${message}\n${JSON.stringify(wire)}`;
}

/** Undoes errorToWire, as far as an error can be told from its text. */
export function errorFromWire(reason: string): Error {
  const wire = parsed(reason);
  if (!wire) {
    return /stalled|started more than/.test(reason)
      ? new TransientError("执行它的进程多次失去联系")
      : new Error(reason);
  }
  const { name, message, remedy = "", where, exitStatus } = wire;
  if (name === "UserError") return new UserError(message, remedy, exitStatus);
  if (where) return new SourceError(message, where, remedy);
  if (wire.transient) return new TransientError(message);
  return Object.assign(new Error(message), { name });
}

function parsed(reason: string): ErrorOnWire | undefined {
  try {
    const wire = JSON.parse(reason.slice(reason.lastIndexOf("\n") + 1)) as ErrorOnWire;
    return typeof wire?.message === "string" ? wire : undefined;
  } catch {
    return undefined;
  }
}
