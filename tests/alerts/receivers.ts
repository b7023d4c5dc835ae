import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { configSchema } from "../../models/config.ts";
import type { Alert } from "../../pipelines/alerts/alert.ts";
import { type Home, initHome } from "../../pipelines/home.ts";

export interface Received {
  path: string;
  query: URLSearchParams;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever was posted
  body: any;
}

export interface Answer {
  status?: number;
  text?: string;
  headers?: Record<string, string>;
  /** Never answers at all. */
  silent?: boolean;
}

/** A real HTTP server that keeps what it is sent and answers as `answer` says at that moment. */
export class Receiver {
  readonly received: Received[] = [];
  answer: Answer = { text: '{"errcode":0,"errmsg":"ok"}' };
  readonly #server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => (text += chunk));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", "http://here");
      this.received.push({
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        text,
        body: JSON.parse(text),
      });
      const { status = 200, text: said = "", headers = {}, silent } = this.answer;
      if (!silent) response.writeHead(status, headers).end(said);
    });
  });

  static async open(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((done) => receiver.#server.listen(0, "127.0.0.1", done));
    return receiver;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  url(target = "/hook"): string {
    return `http://127.0.0.1:${this.port}${target}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}

export interface Mail {
  from: string;
  to: string[];
  user: string | undefined;
  headers: Record<string, string>;
  subject: string;
  text: string;
}

/** A real mail server; STARTTLS is off unless an option says otherwise. */
export class MailServer {
  readonly received: Mail[] = [];
  readonly #server: SMTPServer;

  private constructor(options: SMTPServerOptions) {
    this.#server = new SMTPServer({
      logger: false,
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      allowInsecureAuth: true,
      ...options,
      onData: (stream, session, done) => {
        let text = "";
        stream.setEncoding("utf8");
        stream.on("data", (chunk: string) => (text += chunk));
        stream.on("end", () => {
          const { mailFrom, rcptTo } = session.envelope;
          this.received.push({
            from: mailFrom === false ? "" : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
            user: session.user,
            ...parsed(text),
          });
          done();
        });
      },
    });
    this.#server.on("error", () => {});
  }

  static async open(options: SMTPServerOptions = {}): Promise<MailServer> {
    const server = new MailServer(options);
    await new Promise<void>((done) => server.#server.listen(0, "127.0.0.1", done));
    return server;
  }

  get port(): number {
    return (this.#server.server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    return new Promise((done) => this.#server.close(done));
  }
}

/** Reads back a plain-text mail: unfolded headers, RFC 2047 words, the body's transfer encoding. */
function parsed(raw: string): Pick<Mail, "headers" | "subject" | "text"> {
  const [head = "", ...rest] = raw.split("\r\n\r\n");
  const headers = Object.fromEntries(
    head
      .replace(/\r\n[ \t]+/g, " ")
      .split("\r\n")
      .map((line) => [
        line.slice(0, line.indexOf(":")).toLowerCase(),
        line.slice(line.indexOf(":") + 2),
      ]),
  );
  const body = rest.join("\r\n\r\n");
  const coding = headers["content-transfer-encoding"];
  const text =
    coding === "base64"
      ? Buffer.from(body, "base64").toString("utf8")
      : coding === "quoted-printable"
        ? unquoted(body.replace(/=\r\n/g, ""))
        : body;
  const subject = (headers.subject ?? "")
    .replace(/\?= =\?/g, "?==?")
    .replace(/=\?UTF-8\?([BQ])\?(.*?)\?=/gi, (_, kind: string, coded: string) =>
      kind.toUpperCase() === "B"
        ? Buffer.from(coded, "base64").toString("utf8")
        : unquoted(coded.replaceAll("_", " ")),
    );
  return { headers, subject, text: text.replaceAll("\r\n", "\n") };
}

function unquoted(text: string): string {
  const binary = text.replace(/=([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(binary, "latin1").toString("utf8");
}

/** A home in a folder of its own, with this `alerts` section. */
export function homeWith(alerts: object = {}): Home {
  const root = mkdtempSync(path.join(tmpdir(), "fundwatch-alerts-"));
  const { home } = initHome(root);
  return { ...home, config: configSchema.parse({ bureau: "某市医疗保障局", alerts }) };
}

export const clear = (home: Home): void => rmSync(home.root, { recursive: true, force: true });

export function alert(key: string, more: Partial<Alert> = {}): Alert {
  return {
    key,
    kind: "run_failed",
    severity: "error",
    title: `${key} 没有建成`,
    text: `${key} 没有建成：内存不够。`,
    remedy: "在配置中调大 memory_limit。",
    ...more,
  };
}

export const ledgerText = (home: Home): string =>
  readFileSync(path.join(home.state, "alerts.jsonl"), "utf8");

/** A clock that is set by hand, in hours after the beginning. */
export class Clock {
  #hours = 0;
  now = (): Date => new Date(Date.parse("2019-08-01T00:00:00Z") + this.#hours * 3_600_000);
  to(hours: number): void {
    this.#hours = hours;
  }
}
