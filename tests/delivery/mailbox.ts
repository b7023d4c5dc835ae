import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

export interface Received {
  to: string[];
  /** The bytes as they came. */
  raw: Buffer;
}

/** A real mail server that keeps the bytes it is sent. */
export class Mailbox {
  readonly received: Received[] = [];
  /** Says whether to answer a mail; without an answer the sender is left waiting. */
  answers = true;
  /** With this code a mail is turned away once it was read. */
  refusal: number | null = null;
  readonly #server: SMTPServer;

  private constructor(options: SMTPServerOptions) {
    this.#server = new SMTPServer({
      logger: false,
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      allowInsecureAuth: true,
      ...options,
      onData: (stream, session, done) => {
        const pieces: Buffer[] = [];
        stream.on("data", (piece: Buffer) => pieces.push(piece));
        stream.on("end", () => {
          if (this.refusal !== null) {
            done(Object.assign(new Error("looks like spam"), { responseCode: this.refusal }));
            return;
          }
          const to = session.envelope.rcptTo.map(({ address }) => address);
          this.received.push({ to, raw: Buffer.concat(pieces) });
          if (this.answers) done(null, "queued as 4711");
        });
      },
    });
    this.#server.on("error", () => {});
  }

  static async open(options: SMTPServerOptions = {}): Promise<Mailbox> {
    const server = new Mailbox(options);
    await new Promise<void>((done) => server.#server.listen(0, "127.0.0.1", done));
    return server;
  }

  get smtp() {
    const { port } = this.#server.server.address() as AddressInfo;
    return { host: "127.0.0.1", port, secure: false, from: "基金科 <fund@example.cn>" };
  }

  close(): Promise<void> {
    return new Promise((done) => this.#server.close(() => done()));
  }
}

/** A recipient that the server turns away with a code. */
export const turningAway =
  (
    codes: Record<string, number>,
    asked: string[] = [],
  ): NonNullable<SMTPServerOptions["onRcptTo"]> =>
  ({ address }, _, done) => {
    asked.push(address);
    const responseCode = codes[address];
    done(responseCode ? Object.assign(new Error("not here"), { responseCode }) : null);
  };

export interface Part {
  type: string;
  filename: string | null;
  content: Buffer;
}

/** Reads a multipart mail back: RFC 2047 subjects, RFC 2231 file names, base64 bodies. */
export function opened(raw: Buffer): {
  subject: string;
  headers: Record<string, string>;
  parts: Part[];
} {
  const [head, body] = halves(raw.toString("latin1"));
  const headers = headersIn(head);
  const boundary = /boundary="?([^";]+)/.exec(headers["content-type"] ?? "")?.[1] ?? "";
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((text): Part => {
      const [partHead, partBody] = halves(text.replace(/^\r\n/, ""));
      const { "content-type": type = "", ...rest } = headersIn(partHead);
      const coding = rest["content-transfer-encoding"];
      const content =
        coding === "base64"
          ? Buffer.from(partBody, "base64")
          : Buffer.from(partBody.replace(/\r\n$/, ""), "latin1");
      return {
        type: type.split(";")[0]!,
        filename: filenameIn(rest["content-disposition"]),
        content,
      };
    });
  return { subject: wordsOf(headers.subject ?? ""), headers, parts };
}

function halves(text: string): [string, string] {
  const at = text.indexOf("\r\n\r\n");
  return [text.slice(0, at), text.slice(at + 4)];
}

const headersIn = (head: string): Record<string, string> =>
  Object.fromEntries(
    head
      .replace(/\r\n[ \t]+/g, " ")
      .split("\r\n")
      .map((line) => [
        line.slice(0, line.indexOf(":")).toLowerCase(),
        line.slice(line.indexOf(":") + 2),
      ]),
  );

const wordsOf = (text: string): string =>
  text
    .replace(/\?= =\?/g, "?==?")
    .replace(/=\?UTF-8\?B\?(.*?)\?=/gi, (_, coded: string) =>
      Buffer.from(coded, "base64").toString(),
    );

function filenameIn(disposition = ""): string | null {
  const pieces = [...disposition.matchAll(/filename(?:\*(\d+))?\*?=([^;]+)/g)]
    .sort((a, b) => Number(a[1] ?? 0) - Number(b[1] ?? 0))
    .map((match) => match[2]!.trim());
  if (pieces.length === 0) return null;
  return decodeURIComponent(pieces.join("").replace(/^utf-8''/i, ""));
}
