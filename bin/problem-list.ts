import { UserError } from "../models/errors.ts";
import type { Format } from "../models/publication.ts";
import { writeProblemList } from "../pipelines/documents/problem-list.ts";
import { requirePeriod } from "./figures.ts";
import { issuedOnFrom, textOf } from "./publishing.ts";
import type { Session } from "./session.ts";

/** `report problem-list --institution H…`: what the institution is asked to answer, to be sent out. */
export async function writeList(
  session: Session,
  options: Record<string, unknown>,
  formats: Format[] | undefined,
): Promise<number> {
  const institution = textOf(options, "institution");
  if (institution === undefined)
    throw new UserError(
      "没有指明定点机构",
      "如 report problem-list --institution H41010100001 --due 2025-09-30。",
      2,
    );
  const period = textOf(options, "period");
  if (period !== undefined) requirePeriod(period);
  const due = textOf(options, "due");
  const issuedOn = issuedOnFrom(session, options);
  if (due !== undefined && !(/^\d{4}-\d{2}-\d{2}$/.test(due) && due > issuedOn))
    throw new UserError(`答复期限 ${due} 不对`, "应为落款日期之后的一天，如 --due 2025-09-30。", 2);
  const request = { institution, period, issuedOn, due, out: textOf(options, "out"), formats };
  const written = await writeProblemList(session.home(), request);
  session.answer(written, () => [
    ...written.files.map((file) => `已生成 ${file}`),
    `  线索 ${written.clues.length} 条，请于 ${written.due} 前答复`,
  ]);
  return 0;
}
