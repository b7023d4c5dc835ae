import { ChannelError, networkInWords, PATIENCE_MS } from "./channel-error.ts";

/** What an HTTP server said. */
export interface HttpAnswer {
  status: number;
  text: string;
}

const HTTP: Record<number, string> = {
  401: "，没有授权，请检查网址里的密钥",
  403: "，没有授权，请检查网址里的密钥",
  404: "，网址不对",
  413: "，内容太大",
  429: "，发得太密，被限流",
};

/** Codes of a connection that never came about: nothing can have arrived. */
const NOT_CONNECTED =
  /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

/**
 * Posts JSON and gives an answer of 2xx; a name and password in the URL become basic authorization.
 * Throws a ChannelError; `patience` is milliseconds.
 */
export async function postJson(
  address: URL,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
  patience: number = PATIENCE_MS,
): Promise<HttpAnswer> {
  const url = new URL(address);
  const authorization = authorizationIn(url);
  url.username = url.password = "";
  let answer: HttpAnswer;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8", ...authorization, ...headers },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(patience),
    });
    answer = { status: response.status, text: await response.text() };
  } catch (error) {
    throw networkError(error as Error & { cause?: NodeJS.ErrnoException }, patience);
  }
  requireTaken(answer);
  return answer;
}

function authorizationIn({ username, password }: URL): Record<string, string> {
  if (username === "") return {};
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(user).toString("base64")}` };
}

function networkError(
  { name, cause }: Error & { cause?: NodeJS.ErrnoException },
  patience: number,
): ChannelError {
  const words = networkInWords([cause?.code, cause?.name, name], patience);
  if (/证书|加密/.test(words)) return new ChannelError(`${words}。`, "lasting");
  const away = NOT_CONNECTED.test(cause?.code ?? "");
  return new ChannelError(`${words}。`, away ? "passing" : "uncertain");
}

function requireTaken({ status }: HttpAnswer): void {
  if (status >= 300 && status < 400)
    throw new ChannelError(`对方要求转到别处（HTTP ${status}），请在配置里写最终的网址。`);
  if (status >= 200 && status < 300) return;
  const passes = status >= 500 || status === 408 || status === 429;
  const words = `对方回应 HTTP ${status}${HTTP[status] ?? ""}。`;
  throw new ChannelError(words, passes ? "passing" : "lasting");
}
