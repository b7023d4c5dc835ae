import { TransientError } from "./runner.ts";

/** How often a transient failure is tried again, and how long before. */
export interface RetryPolicy {
  /** Attempts in all. */
  attempts: number;
  /** Milliseconds before the second attempt; doubled before each further one. */
  backoff: number;
  /** The longest pause, in milliseconds. */
  longest: number;
}

export const DEFAULT_RETRY: RetryPolicy = { attempts: 4, backoff: 1000, longest: 60_000 };

/** Milliseconds to wait after so many attempts: exponential. */
export const pauseAfter = (attempts: number, { backoff, longest }: RetryPolicy): number =>
  Math.min(backoff * 2 ** (attempts - 1), longest);

const PASSING = new Set([
  "EAGAIN",
  "EBUSY",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "EIO",
  "EMFILE",
  "ENETUNREACH",
  "ENFILE",
  "EPIPE",
  "ESTALE",
  "ETIMEDOUT",
]);

/** Whether a failure lies in the machine and may pass: I/O, never data and never a full disk. */
export function isTransient(error: unknown): boolean {
  if (error instanceof TransientError) return true;
  if (!(error instanceof Error)) return false;
  if (PASSING.has((error as NodeJS.ErrnoException).code ?? "")) return true;
  if (/^IO Error: (?!.*(No space left|corrupt|checksum))/is.test(error.message)) {
    return /Could not (read|write|open|sync)|Resource temporarily|Input\/output error|Stale file handle/i.test(
      error.message,
    );
  }
  return error.cause !== undefined && isTransient(error.cause);
}
