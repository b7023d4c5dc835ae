import { createHmac } from "node:crypto";
import type { Channel } from "../../models/operation.ts";
import { answerOf, ChannelError, secretFrom } from "../channels/channel-error.ts";
import { postJson } from "../channels/http.ts";
import type { Digest, Notice } from "./alert.ts";
import { bodyOf, fitted, headline, headOf, plainText } from "./message.ts";

export type Webhook = Extract<Channel, { kind: "webhook" }>;

/** Most bytes of the text of a message that 企业微信 takes. */
const WECOM_BYTES = 4096;
/** Most bytes of a whole request that 钉钉 takes. */
const DINGTALK_BYTES = 20_000;

const bytes = (text: string): number => Buffer.byteLength(text, "utf8");

const flat = ({ state, at, alert }: Notice) => ({
  key: alert.key,
  kind: alert.kind,
  severity: alert.severity,
  state,
  title: alert.title,
  text: alert.text,
  remedy: alert.remedy ?? null,
  at,
});

/** One alert lies flat; several are a digest with the same fields. `alerts` lists them either way. */
function genericBody(digest: Digest): string {
  const { bureau, at, notices } = digest;
  const alerts = notices.map(flat);
  const only = alerts.length === 1 ? alerts[0] : undefined;
  const whole = {
    key: null,
    kind: "digest",
    severity: alerts.some(({ severity }) => severity === "error") ? "error" : "warning",
    state: null,
    title: headline(digest),
    text: plainText(digest),
    remedy: null,
    at,
  };
  return JSON.stringify({ source: "fundwatch", ...(only ?? whole), bureau, alerts });
}

function wecomBody(digest: Digest): string {
  const colour = ({ state, alert }: Notice) =>
    state === "resolved" ? "info" : alert.severity === "error" ? "warning" : "comment";
  const blocks = digest.notices.map((notice) =>
    [
      `<font color="${colour(notice)}">**${headOf(notice)}**</font>`,
      ...bodyOf(notice).map((line) => `> ${line}`),
    ].join("\n"),
  );
  const content = fitted(`**${headline(digest)}**`, blocks, (text) => bytes(text) <= WECOM_BYTES);
  return JSON.stringify({ msgtype: "markdown", markdown: { content } });
}

function dingtalkBody(digest: Digest): string {
  const title = headline(digest);
  const blocks = digest.notices.map((notice) =>
    [`**${headOf(notice)}**`, ...bodyOf(notice)].join("\n\n"),
  );
  const body = (text: string) => JSON.stringify({ msgtype: "markdown", markdown: { title, text } });
  return body(fitted(`### ${title}`, blocks, (text) => bytes(body(text)) <= DINGTALK_BYTES));
}

const BODIES = { generic: genericBody, wecom: wecomBody, dingtalk: dingtalkBody };

/** 钉钉 checks a robot by the time and an HMAC of it with the robot's secret. */
function signed(url: URL, at: string, secret: string): void {
  const timestamp = String(Date.parse(at));
  const sign = createHmac("sha256", secret).update(`${timestamp}\n${secret}`).digest("base64");
  url.searchParams.set("timestamp", timestamp);
  url.searchParams.set("sign", sign);
}

/** Posts a digest. Throws a ChannelError when it was not taken. */
export async function sendWebhook(channel: Webhook, digest: Digest): Promise<void> {
  const url = new URL(channel.url);
  const secrets = [...url.searchParams.values(), url.search];
  if (channel.format === "dingtalk" && channel.secret_env !== null) {
    const secret = secretFrom(channel.secret_env, "钉钉机器人“加签”的密钥（SEC 开头）");
    secrets.push(secret);
    signed(url, digest.at, secret);
  }
  const { text } = await postJson(url, BODIES[channel.format](digest));
  if (channel.format !== "generic") requireTaken(channel.format, text, secrets);
}

/** What the robots' own codes mean for whoever set them up. */
const REFUSALS: Record<number, string> = {
  40058: "消息格式或长度不合要求",
  45009: "发得太密，被限流（每分钟最多20条）",
  93000: "机器人不存在或已被移出群，请检查网址里的 key",
  300001: "机器人不存在，请检查网址里的 access_token",
  310000: "没有通过机器人的安全设置：请检查加签密钥、IP 白名单，或把关键词设为“基金监测”",
  410100: "发得太密，被限流（每分钟最多20条）",
  460101: "消息太长",
};

function requireTaken(format: "wecom" | "dingtalk", text: string, secrets: string[]): void {
  const name = { wecom: "企业微信", dingtalk: "钉钉" }[format];
  const { errcode, errmsg } = objectFrom(text);
  if (errcode === 0) return;
  if (typeof errcode !== "number")
    throw new ChannelError(`回应不像${name}机器人的（没有 errcode），请检查网址和 format。`);
  const meaning = REFUSALS[errcode] ?? answerOf(String(errmsg ?? ""), secrets);
  throw new ChannelError(`${name}没有接受（errcode ${errcode}）：${meaning}。`);
}

function objectFrom(json: string): { errcode?: unknown; errmsg?: unknown } {
  try {
    return (JSON.parse(json) as object | null) ?? {};
  } catch {
    return {};
  }
}
