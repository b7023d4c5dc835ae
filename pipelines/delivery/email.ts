import { Readable } from "node:stream";
import type { NodemailerError } from "nodemailer";
import type { Config } from "../../models/config.ts";
import { UserError } from "../../models/errors.ts";
import { ChannelError } from "../channels/channel-error.ts";
import { type SmtpSession, withSmtp } from "../channels/smtp.ts";
import type { Dispatch, Receipt } from "./dispatch.ts";
import type { Letter } from "./letter.ts";

type Smtp = NonNullable<Config["delivery"]["smtp"]>;

/** Servers look for viruses before they answer: RFC 5321 grants them ten minutes. */
export interface MailPatience {
  /** Milliseconds without a word. */
  silence: number;
  /** Milliseconds in all. */
  whole: number;
}

export const MAIL_PATIENCE: MailPatience = { silence: 300_000, whole: 600_000 };

export interface Posting {
  smtp: Smtp;
  to: string[];
  cc: string[];
  megabytes: number;
  /** Becomes the Message-ID, by which servers tell a mail that comes twice. */
  id: string;
  date: Date;
  patience: MailPatience;
}

/** Makes a mail ready. Throws a UserError when it is larger than allowed. */
export async function mailing(
  letter: Letter,
  files: readonly { name: string; content: Buffer }[],
  posting: Posting,
): Promise<Dispatch> {
  const { smtp, to, cc } = posting;
  const messageId = `<${posting.id}@${domainOf(smtp.from)}>`;
  const message = await composed(letter, files, posting, messageId);
  const limit = posting.megabytes * 1_000_000;
  if (message.length > limit)
    throw new UserError(
      `邮件连附件有 ${inMegabytes(message.length)} MB，超过配置 mail_megabytes 的 ${posting.megabytes} MB`,
      "请减少这个对象的 formats，改用文件夹送达，或在确认邮件服务器允许后调大 delivery.mail_megabytes。",
    );
  const left = new Mailbag([...to, ...cc]);
  return {
    how: "email",
    to: [...to, ...cc],
    kept: { name: "message.eml", content: message },
    messageId,
    repeatable: false,
    send: () =>
      withSmtp(
        smtp,
        (session) => left.handOver(session, smtp.from, message, posting.patience.whole),
        posting.patience.silence,
      ),
  };
}

const inMegabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);

const domainOf = (address: string): string =>
  /@([^\s<>@]+?)>?$/.exec(address)?.[1] ?? "fundwatch.invalid";

/** The whole mail as it will travel, made once, so that what is kept is what was sent. */
async function composed(
  { subject, text }: Letter,
  files: readonly { name: string; content: Buffer }[],
  { smtp, to, cc, date }: Posting,
  messageId: string,
): Promise<Buffer> {
  const { createTransport } = await import("nodemailer");
  const transport = createTransport({ streamTransport: true, buffer: true, newline: "windows" });
  const { message } = await transport.sendMail({
    from: smtp.from,
    to,
    cc,
    subject,
    text: text.replaceAll("\n", "\r\n"),
    date,
    messageId,
    headers: { "Auto-Submitted": "auto-generated" },
    attachments: files.map(({ name, content }) => ({ filename: name, content })),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return message as Buffer;
}

/** One mail and those who have not got it yet. */
class Mailbag {
  #left: string[];
  /** What the server said when it first took the mail for somebody. */
  #taken: string | null = null;
  readonly #refused: Receipt["refused"] = [];

  constructor(recipients: string[]) {
    this.#left = recipients;
  }

  /** As the config has it, name and all. */
  #asWritten = (recipient: string): string =>
    this.#left.find((address) => bare(address) === recipient.toLowerCase()) ?? recipient;

  /** Tries once, with all who are left; those turned away for good are not tried again. */
  async handOver(
    { transport, answer, inWords }: SmtpSession,
    from: string,
    message: Buffer,
    whole: number,
  ): Promise<Receipt> {
    const body = inPieces(message);
    let handedOver = false;
    body.once("end", () => (handedOver = true));
    try {
      const taken = await transport.sendMail({
        envelope: { from, to: this.#left },
        raw: body,
        signal: AbortSignal.timeout(whole),
      });
      this.#taken ??= answer(taken.response);
      const turnedAway = ((taken.rejectedErrors ?? []) as NodemailerError[]).map(
        ({ recipient = "", permanent, response = "" }) => ({
          address: this.#asWritten(recipient),
          answer: answer(response),
          passing: permanent === false,
        }),
      );
      const later = turnedAway.filter(({ passing }) => passing);
      this.#left = later.map(({ address }) => address);
      this.#refused.push(...turnedAway.filter(({ passing }) => !passing));
      return { answer: this.#taken, refused: [...this.#refused, ...later] };
    } catch (error) {
      const failure = inWords(error);
      const answered = (error as { responseCode?: number }).responseCode !== undefined;
      const isOpen = handedOver && !answered;
      if (this.#taken === null)
        throw isOpen ? new ChannelError(failure.message, "uncertain") : failure;
      const passing = failure.outlook === "passing" && !isOpen;
      const later = this.#left.map((address) => ({ address, answer: failure.message, passing }));
      return { answer: this.#taken, refused: [...this.#refused, ...later] };
    }
  }
}

const bare = (address: string): string => (/<(.*)>/.exec(address)?.[1] ?? address).toLowerCase();

const PIECE = 16_384;

/** Small pieces end only when the connection has taken nearly all of them. */
function inPieces(message: Buffer): Readable {
  const count = Math.ceil(message.length / PIECE);
  const pieces = Array.from({ length: count }, (_, i) =>
    message.subarray(i * PIECE, (i + 1) * PIECE),
  );
  return Readable.from(pieces, { objectMode: false });
}
