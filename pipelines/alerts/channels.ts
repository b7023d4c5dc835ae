import { createHash } from "node:crypto";
import type { Channel } from "../../models/operation.ts";
import { ChannelError } from "../channels/channel-error.ts";
import type { Digest } from "./alert.ts";
import { sendEmail } from "./email.ts";
import { sendWebhook } from "./webhook.ts";

/** A channel of the config that a message can be sent on. */
export interface Destination {
  /** What the ledger calls it: the same as long as its address is; it gives no secret away. */
  id: string;
  /** What people call it. */
  label: string;
  /** Sends; gives null, or a Chinese sentence on why it was not taken. */
  send: (digest: Digest) => Promise<string | null>;
}

/** The channels of a config, each once. */
export function destinations(channels: readonly Channel[]): Destination[] {
  const byId = new Map<string, Destination>();
  for (const channel of channels) {
    const id = idOf(channel);
    if (byId.has(id)) continue;
    const name = nameOf(channel);
    const alike = [...byId.values()].filter(({ label }) => label.split(" #")[0] === name).length;
    const label = alike === 0 ? name : `${name} #${alike + 1}`;
    byId.set(id, { id, label, send: (digest) => attempt(channel, digest) });
  }
  return [...byId.values()];
}

/** An address holds a key, so that only its host is shown; a digest of the whole tells robots apart. */
function idOf(channel: Channel): string {
  const [kind, host, whole] =
    channel.kind === "email"
      ? ["email", `${channel.host}:${channel.port}`, [channel.from, ...channel.to]]
      : [channel.format, new URL(channel.url).host, [channel.url]];
  const digest = createHash("sha256")
    .update([kind, host, ...whole].join("\n"))
    .digest("hex");
  return `${kind}:${host}:${digest.slice(0, 8)}`;
}

const NAMES = { generic: "webhook", wecom: "企业微信", dingtalk: "钉钉" };

function nameOf(channel: Channel): string {
  return channel.kind === "email"
    ? `邮件 ${channel.host}（${channel.to.length} 个收件人）`
    : `${NAMES[channel.format]} ${new URL(channel.url).host}`;
}

async function attempt(channel: Channel, digest: Digest): Promise<string | null> {
  try {
    await (channel.kind === "email" ? sendEmail(channel, digest) : sendWebhook(channel, digest));
    return null;
  } catch (error) {
    if (error instanceof ChannelError) return error.message;
    return `程序内部错误（${error instanceof Error ? error.name : "未知"}）。`;
  }
}
