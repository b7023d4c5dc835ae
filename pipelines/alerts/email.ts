import type { Channel } from "../../models/operation.ts";
import { PATIENCE_MS } from "../channels/channel-error.ts";
import { withSmtp } from "../channels/smtp.ts";
import type { Digest } from "./alert.ts";
import { headline, plainText } from "./message.ts";

export type Email = Extract<Channel, { kind: "email" }>;

/** A mail takes several exchanges, each of which may keep us waiting. */
const WHOLE_MS = 3 * PATIENCE_MS;

/** Mails a digest. Throws a ChannelError when the server did not take it. */
export async function sendEmail(channel: Email, digest: Digest): Promise<void> {
  await withSmtp(channel, ({ transport }) =>
    transport.sendMail({
      from: channel.from,
      to: channel.to,
      subject: subjectOf(digest),
      text: plainText(digest),
      date: new Date(digest.at),
      headers: { "Auto-Submitted": "auto-generated" },
      signal: AbortSignal.timeout(WHOLE_MS),
    }),
  );
}

function subjectOf(digest: Digest): string {
  const { notices } = digest;
  const first = notices[0]?.alert.title ?? "";
  return `${headline(digest)}——${first}${notices.length > 1 ? "等" : ""}`.replace(/\s+/g, " ");
}
