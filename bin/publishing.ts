import { userInfo } from "node:os";
import { DOCUMENTS, documentNamed } from "../models/document-names.ts";
import { UserError } from "../models/errors.ts";
import { parsePeriod } from "../models/period.ts";
import type { Actor } from "../models/publication-log.ts";
import { requirePeriod } from "./figures.ts";
import type { Session } from "./session.ts";

/** The account that acts (--by, FUNDWATCH_ACCOUNT, else the user of the system), and that user. */
export function actorFrom(options: Record<string, unknown>): Actor {
  const os_user = systemUser();
  return { by: String(options.by ?? process.env.FUNDWATCH_ACCOUNT ?? os_user), os_user };
}

function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "");
  }
}

/** What the command line calls a document is about. */
export interface Subject {
  document: string;
  region: string | undefined;
  period: string;
}

/** `monthly --period 2019-07`, with a period of its kind. */
export function subjectFrom(
  verb: string,
  word: string | undefined,
  options: Record<string, unknown>,
): Subject {
  const document = documentNamed(word ?? "");
  if (!document)
    throw new UserError(
      word === undefined ? "没有指明哪种文书" : `没有“${word}”这种文书`,
      `可用：${Object.values(DOCUMENTS)
        .map(({ word, example }) => `${verb} ${word} --period ${example}`)
        .join("，")}。`,
      2,
    );
  const kind = DOCUMENTS[document];
  const example = `如 ${verb} ${word} --period ${kind.example}。`;
  if (options.period === undefined) throw new UserError("缺少 --period", example, 2);
  const period = String(options.period);
  requirePeriod(period);
  if (parsePeriod(period).kind !== kind.span)
    throw new UserError(
      `${kind.title}的期间应为${kind.span === "month" ? "月份" : "季度"}，不是 ${period}`,
      example,
      2,
    );
  return { document, region: textOf(options, "region"), period };
}

export const textOf = (options: Record<string, unknown>, name: string): string | undefined =>
  options[name] === undefined ? undefined : String(options[name]);

/** The date to be printed under the text: as asked, else today in Shanghai. */
export function issuedOnFrom(session: Session, options: Record<string, unknown>): string {
  const asked = textOf(options, "issuedOn");
  const today = () => session.now().toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
  const date = asked ?? today();
  if (/^\d{4}-\d{2}-\d{2}$/.test(date)) return date;
  throw new UserError(`日期 ${date} 写法不对`, "如 --issued-on 2019-08-14。", 2);
}
