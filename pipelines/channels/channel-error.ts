/**
 * Whether trying again may help: `passing` it may, `lasting` it will not; `uncertain`: the message
 * was handed over and no answer came, so that it may have arrived.
 */
export type Outlook = "passing" | "lasting" | "uncertain";

/** Why a channel did not take a message: Chinese, a whole sentence, without anything secret. */
export class ChannelError extends Error {
  override readonly name = "ChannelError";
  readonly outlook: Outlook;

  constructor(message: string, outlook: Outlook = "lasting") {
    super(message);
    this.outlook = outlook;
  }
}

/** How long a server may keep us waiting. */
export const PATIENCE_MS = 10_000;

const NETWORK: [codes: RegExp, words: string][] = [
  [/^(ENOTFOUND|EAI_AGAIN|EDNS)$/, "找不到这台服务器，请检查地址和本机的 DNS"],
  [/^ECONNREFUSED$/, "对方拒绝连接，请检查端口和服务是否开着"],
  [/^(EHOSTUNREACH|ENETUNREACH)$/, "网络不通，请检查网线、路由和防火墙"],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET|ECONNECTION)$/, "连接被对方中断"],
  [/TIMEDOUT$|TIMEOUT$|^TimeoutError$/, "{seconds} 秒没有回应，请检查网络和防火墙"],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)/,
    "证书不受信任；自签证书请用环境变量 NODE_EXTRA_CA_CERTS 指明其根证书",
  ],
  [/^(EPROTO|ETLS|ERR_SSL)/, "加密连接没有建立，请检查是否应当用加密端口"],
];

/** A failure of the network in words, by the codes it goes with; `patience` is how long was waited. */
export function networkInWords(
  codes: (string | undefined)[],
  patience: number = PATIENCE_MS,
): string {
  const known = codes.filter(
    (code): code is string => !/^((Type)?Error|undefined)$/.test(`${code}`),
  );
  const said = NETWORK.find(([pattern]) => known.some((code) => pattern.test(code)));
  const words = said?.[1] ?? `连接失败（${known[0] ?? "原因不明"}）`;
  return words.replace("{seconds}", String(patience / 1000));
}

/** The value of an environment variable that holds a secret. */
export function secretFrom(variable: string, whatFor: string): string {
  const value = process.env[variable];
  if (value) return value;
  throw new ChannelError(`环境变量 ${variable} 没有设置，它应当是${whatFor}。`);
}

const LONGEST = 160;

/** What a server answered, short, in one line and without the secrets it may have echoed. */
export function answerOf(text: string, secrets: string[]): string {
  const hidden = secrets
    .filter((secret) => secret.length >= 4)
    .reduce((left, secret) => left.replaceAll(secret, "***"), text);
  return hidden.replace(/\s+/g, " ").trim().slice(0, LONGEST);
}
