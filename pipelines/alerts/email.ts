import type { NodemailerError } from "nodemailer";
import type { Channel } from "../../models/operation.ts";
import type { Digest } from "./alert.ts";
import {
  answerOf,
  ChannelError,
  networkInWords,
  PATIENCE_MS,
  secretFrom,
} from "./channel-error.ts";
import { headline, plainText } from "./message.ts";

export type Email = Extract<Channel, { kind: "email" }>;

/** A mail takes several exchanges, each of which may keep us waiting. */
const WHOLE_MS = 3 * PATIENCE_MS;

/** Mails a digest. Throws a ChannelError when the server did not take it. */
export async function sendEmail(channel: Email, digest: Digest): Promise<void> {
  const auth = credentialsOf(channel);
  const { createTransport } = await import("nodemailer");
  const transport = createTransport({
    host: channel.host,
    port: channel.port,
    secure: channel.secure,
    ...(auth ? { auth } : {}),
    dnsTimeout: PATIENCE_MS,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    allowInternalNetworkInterfaces: true,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from: channel.from,
      to: channel.to,
      subject: subjectOf(digest),
      text: plainText(digest),
      date: new Date(digest.at),
      headers: { "Auto-Submitted": "auto-generated" },
      signal: AbortSignal.timeout(WHOLE_MS),
    });
  } catch (error) {
    throw new ChannelError(errorInWords(error as NodemailerError, auth?.pass));
  } finally {
    transport.close();
  }
}

function credentialsOf({ user, password_env }: Email): { user: string; pass: string } | undefined {
  if (user === null) return undefined;
  if (password_env === null)
    throw new ChannelError("配置了 user，却没有用 password_env 指明存放密码的环境变量。");
  return { user, pass: secretFrom(password_env, `邮箱 ${user} 的密码或授权码`) };
}

function subjectOf(digest: Digest): string {
  const { notices } = digest;
  const first = notices[0]?.alert.title ?? "";
  return `${headline(digest)}——${first}${notices.length > 1 ? "等" : ""}`.replace(/\s+/g, " ");
}

function errorInWords(error: NodemailerError, password?: string): string {
  const { code, originalCode, responseCode, response } = error;
  if (code === "EAUTH") {
    return `邮件服务器不接受用户名和密码${responseCode ? `（${responseCode}）` : ""}，许多邮箱要用“授权码”代替密码。`;
  }
  if (responseCode !== undefined) {
    const coded = password ? [password, Buffer.from(password).toString("base64")] : [];
    return `邮件服务器没有接受：${answerOf(response ?? String(responseCode), coded)}。`;
  }
  if (code === "EENVELOPE") return "发件人或收件人地址有误，请检查 from 和 to。";
  const cause = error.cause as NodeJS.ErrnoException | undefined;
  const codes = [originalCode, error.name === "AbortError" ? "TimeoutError" : undefined];
  return `${networkInWords([...codes, cause?.code, cause?.name, code])}。`;
}
