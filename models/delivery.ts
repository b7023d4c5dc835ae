import { z } from "zod";
import { DOCUMENT_NAMES } from "./document-names.ts";
import { FORMATS, type IssuedVersion } from "./publication.ts";

const BARE = "[^\\s<>@,;]+@[^\\s<>@,;]+";
const address = z
  .string()
  .regex(
    new RegExp(`^(${BARE}|[^<>@,;\\r\\n]*<${BARE}>)$`),
    "应为一个邮箱，如 leader@example.cn 或 张三 <leader@example.cn>",
  );

/** Words between braces that a subject may hold. */
const IN_SUBJECT = ["title", "period", "bureau"];

const smtp = z.strictObject({
  host: z.string(),
  port: z.number().int().default(465),
  /** TLS from the first byte (465); otherwise STARTTLS where the server offers it. */
  secure: z.boolean().default(true),
  user: z.string().nullable().default(null),
  /** The environment variable that holds the password. */
  password_env: z.string().nullable().default(null),
  from: address,
});

const group = z
  .strictObject({
    name: z.string().regex(/^[\p{L}\p{N}_-]+$/u, "只能用文字、数字、- 和 _"),
    documents: z
      .array(z.enum(DOCUMENT_NAMES, `只能是 ${DOCUMENT_NAMES.join("、")}`))
      .min(1, "至少写一种文书"),
    /** Regions; null: every region whose documents are issued. */
    regions: z.array(z.string()).nullable().default(null),
    formats: z
      .array(z.enum(FORMATS, `只能是 ${FORMATS.join("、")}`))
      .min(1, "至少写一种格式")
      .default(["docx", "pdf"]),
    /** What stands in a mail's subject; 【更正】 goes before it by itself. */
    subject: z
      .string()
      .refine(
        (text) =>
          !/[\r\n]/.test(text) &&
          [...text.matchAll(/\{(.*?)\}/g)].every(([, word]) => IN_SUBJECT.includes(word!)),
        `花括号里只能是 ${IN_SUBJECT.join("、")}，且不能换行`,
      )
      .default("{title}"),
    folder: z.string().min(1).optional(),
    email: z
      .strictObject({
        to: z.array(address).min(1, "至少写一个收件人"),
        cc: z.array(address).default([]),
      })
      .optional(),
    webhook: z
      .strictObject({
        url: z.url({ protocol: /^https?$/, error: "应为 http:// 或 https:// 开头的网址" }),
        /** The environment variable that holds the secret of the signature. */
        secret_env: z.string().nullable().default(null),
        /** Where the receiver can fetch `publications/` itself; null: the bytes go along. */
        files_at: z
          .url({ protocol: /^https?$/, error: "应为 http:// 或 https:// 开头的网址" })
          .nullable()
          .default(null),
      })
      .optional(),
  })
  .refine(({ folder, email, webhook }) => [folder, email, webhook].filter(Boolean).length === 1, {
    error: "folder（文件夹）、email（邮件）、webhook（其他系统）必须写一种，且只能写一种",
  });

/** Those who are given the same documents in the same way. */
export type DeliveryGroup = z.infer<typeof group>;

/** Who is given which issued documents, and how. */
export const delivery = z
  .strictObject({
    /** The mail server of every group with `email`. */
    smtp: smtp.nullable().default(null),
    /** The largest mail, as sent: attachments grow by a third on the way. */
    mail_megabytes: z.number().positive().default(20),
    groups: z.array(group).default([]),
  })
  .superRefine(({ smtp, groups }, context) => {
    groups.forEach(({ name, email }, i) => {
      const issue = (message: string) =>
        context.addIssue({ code: "custom", path: ["groups", i], message });
      if (email && smtp === null)
        issue(`“${name}”用邮件，但没有写 delivery.smtp（邮件服务器和发件人）`);
      if (groups.findIndex((other) => other.name === name) < i)
        issue(`有两个对象都叫“${name}”，请给每个一个自己的名字`);
    });
  })
  .prefault({});

/** `第1版`; from the second on `更正1`, the number of corrections. */
export const versionInWords = ({ version }: Pick<IssuedVersion, "version">): string =>
  version === 1 ? "第1版" : `更正${version - 1}`;
