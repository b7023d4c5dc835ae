import { createHmac } from "node:crypto";
import type { DeliveryGroup } from "../../models/delivery.ts";
import { answerOf, secretFrom } from "../channels/channel-error.ts";
import { postJson } from "../channels/http.ts";
import type { Dispatch } from "./dispatch.ts";

type Webhook = NonNullable<DeliveryGroup["webhook"]>;

export interface Post {
  webhook: Webhook;
  /** The same for every try: by it a receiver tells a second time from a first. */
  id: string;
  now: () => Date;
  /** Milliseconds to wait for an answer. */
  patience: number;
}

/** A receiver may have to store some megabytes before it answers. */
export const POST_PATIENCE_MS = 60_000;

/** Makes a request ready: JSON, signed when it is sent. Throws a ChannelError without its secret. */
export function posting(body: object, { webhook, id, now, patience }: Post): Dispatch {
  const content = Buffer.from(JSON.stringify(body), "utf8");
  const url = new URL(webhook.url);
  const secret =
    webhook.secret_env === null ? null : secretFrom(webhook.secret_env, "签名用的密钥");
  const secrets = [...url.searchParams.values(), url.search, url.password, secret ?? ""];
  return {
    how: "webhook",
    to: [url.host],
    kept: { name: "request.json", content },
    repeatable: true,
    send: async () => {
      const headers = { "x-fundwatch-delivery": id, ...signature(content, secret, now()) };
      const { status, text } = await postJson(url, content, headers, patience);
      return { answer: `HTTP ${status} ${answerOf(text, secrets)}`.trim(), refused: [] };
    },
  };
}

/** HMAC-SHA256 of the time, a full stop and the body: what was overheard cannot be sent later. */
function signature(body: Buffer, secret: string | null, now: Date): Record<string, string> {
  if (secret === null) return {};
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const code = createHmac("sha256", secret).update(`${timestamp}.`).update(body).digest("hex");
  return { "x-fundwatch-timestamp": timestamp, "x-fundwatch-signature": `sha256=${code}` };
}
