import type { NodemailerError } from "nodemailer";
import {
  answerOf,
  ChannelError,
  networkInWords,
  type Outlook,
  PATIENCE_MS,
  secretFrom,
} from "./channel-error.ts";

/** A mail server of the config. */
export interface SmtpServer {
  host: string;
  port: number;
  secure: boolean;
  user: string | null;
  /** The environment variable that holds the password. */
  password_env: string | null;
}

type Nodemailer = typeof import("nodemailer");
type Transport = ReturnType<Nodemailer["createTransport"]>;

/** A mail server that is being spoken to. */
export interface SmtpSession {
  transport: Transport;
  /** What a server said, without the password it may have echoed. */
  answer: (text: string) => string;
  inWords: (error: unknown) => ChannelError;
}

/** Speaks to a mail server; whatever goes wrong becomes a ChannelError. `silence` is milliseconds. */
export async function withSmtp<T>(
  server: SmtpServer,
  work: (session: SmtpSession) => Promise<T>,
  silence: number = PATIENCE_MS,
): Promise<T> {
  const auth = credentialsOf(server);
  const secrets = auth ? [auth.pass, Buffer.from(auth.pass).toString("base64")] : [];
  const answer = (text: string) => answerOf(text, secrets);
  const inWords = (error: unknown) =>
    error instanceof ChannelError ? error : channelError(error as NodemailerError, answer, silence);
  const { createTransport } = await import("nodemailer");
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.secure,
    ...(auth ? { auth } : {}),
    dnsTimeout: PATIENCE_MS,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: silence,
    allowInternalNetworkInterfaces: true,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    return await work({ transport, answer, inWords });
  } catch (error) {
    throw inWords(error);
  } finally {
    transport.close();
  }
}

function credentialsOf({
  user,
  password_env,
}: SmtpServer): { user: string; pass: string } | undefined {
  if (user === null) return undefined;
  if (password_env === null)
    throw new ChannelError("配置了 user，却没有用 password_env 指明存放密码的环境变量。");
  return { user, pass: secretFrom(password_env, `邮箱 ${user} 的密码或授权码`) };
}

function channelError(
  error: NodemailerError,
  answer: SmtpSession["answer"],
  silence: number,
): ChannelError {
  const { code, originalCode, responseCode, response, permanent } = error;
  const refused: Outlook = permanent === false ? "passing" : "lasting";
  if (code === "EAUTH") {
    const words = `邮件服务器不接受用户名和密码${responseCode ? `（${responseCode}）` : ""}，许多邮箱要用“授权码”代替密码。`;
    return new ChannelError(words, refused);
  }
  if (responseCode !== undefined) {
    const said = answer(response ?? String(responseCode));
    return new ChannelError(`邮件服务器没有接受：${said}。`, refused);
  }
  if (code === "EENVELOPE")
    return new ChannelError("发件人或收件人地址有误，请检查 from 和 to。", "lasting");
  const cause = error.cause as NodeJS.ErrnoException | undefined;
  const aborted = error.name === "AbortError" ? "TimeoutError" : undefined;
  const words = networkInWords([originalCode, aborted, cause?.code, cause?.name, code], silence);
  const lasting = /证书|加密/.test(words);
  return new ChannelError(`${words}。`, lasting ? "lasting" : "passing");
}
