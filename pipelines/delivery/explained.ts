import { UserError } from "../../models/errors.ts";
import { ChannelError } from "../channels/channel-error.ts";

/** Why something did not go, and what to do. */
export function explained(error: unknown): { error: string; remedy: string | null } {
  if (error instanceof UserError) return { error: `${error.message}。`, remedy: error.remedy };
  if (error instanceof ChannelError) return { error: error.message, remedy: null };
  const name = error instanceof Error ? error.name : "未知";
  return { error: `程序内部错误（${name}）。`, remedy: null };
}

/** Whether something may have arrived although nobody said so: unless a channel says that nothing did. */
export const mayHaveGone = (error: unknown): boolean =>
  !(error instanceof ChannelError) || error.outlook === "uncertain";
