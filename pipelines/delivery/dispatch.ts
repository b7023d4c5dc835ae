import { setTimeout as pause } from "node:timers/promises";
import { ChannelError } from "../channels/channel-error.ts";
import { pauseAfter, type RetryPolicy } from "../runner/retry.ts";
import type { DeliveryRow, Refusal } from "./ledger.ts";

/** What the other side said. */
export interface Receipt {
  answer: string;
  /** Recipients who were not reached while others were; `passing`: not yet. */
  refused: (Refusal & { passing: boolean })[];
}

/** A delivery made ready: the very bytes that go, and the way they go. */
export interface Dispatch extends Pick<DeliveryRow, "how" | "to"> {
  /** What is kept of it: the mail, the request, or the list of files. */
  kept: { name: string; content: Uint8Array };
  messageId?: string;
  /** Whether the receiver can tell a second time from a first, so that no answer is no reason to stop. */
  repeatable: boolean;
  /** Tries once. Throws a ChannelError when nobody was reached, or nobody knows. */
  send(): Promise<Receipt>;
}

export interface Persistence extends RetryPolicy {
  wait: (milliseconds: number) => Promise<unknown>;
}

export const persistence = (runs: { attempts: number; backoff_seconds: number }): Persistence => ({
  attempts: runs.attempts,
  backoff: runs.backoff_seconds * 1000,
  longest: 60_000,
  wait: (milliseconds) => pause(milliseconds),
});

/** Sends, again where that may help. */
export async function sendPersistently(dispatch: Dispatch, how: Persistence): Promise<Receipt> {
  for (let tries = 1; ; tries++) {
    const isLast = tries >= how.attempts;
    try {
      const receipt = await dispatch.send();
      if (isLast || !receipt.refused.some(({ passing }) => passing)) return receipt;
    } catch (error) {
      if (isLast || !mayHelp(error, dispatch)) throw error;
    }
    await how.wait(pauseAfter(tries, how));
  }
}

const mayHelp = (error: unknown, { repeatable }: Dispatch): boolean =>
  error instanceof ChannelError &&
  (error.outlook === "passing" || (repeatable && error.outlook === "uncertain"));
