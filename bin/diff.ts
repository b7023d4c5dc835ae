import { UserError } from "../models/errors.ts";
import { type MovedFigure, type QuotedElsewhere, versionName } from "../models/publication.ts";
import { regionOf } from "../pipelines/publication/close.ts";
import { difference } from "../pipelines/publication/difference.ts";
import { differenceInWords, nameOf, valueInWords } from "../reports/documents/moved-figures.ts";
import { subjectFrom, textOf } from "./publishing.ts";
import type { Session } from "./session.ts";
import { table } from "./table.ts";

export async function act(
  session: Session,
  [word]: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const subject = subjectFrom("diff", word, options);
  const home = session.home();
  const of = { ...subject, region: regionOf(home, subject.region) };
  const range = { from: versionFrom(options, "from"), to: versionFrom(options, "to") };
  const { from, to, reasons, figures } = difference(home, of, range);
  const answer = { ...of, from: from.version, to: to.version, reasons, figures };
  session.answer(answer, () => [
    `《${to.title}》第${from.version}版（${from.issued_on}）→ 第${to.version}版（${to.issued_on}）`,
    `更正原因：${reasons.join("；")}`,
    ...movedLines(figures, to),
    ...elsewhereLines(to.correction?.elsewhere ?? []),
  ]);
  return 0;
}

function versionFrom(options: Record<string, unknown>, name: string): number | undefined {
  const text = textOf(options, name);
  if (text === undefined) return undefined;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new UserError(`--${name} 应为版本号，不是 ${text}`, "如 --from 1 --to 2。", 2);
}

/** 原公布 → 更正 → 差 → 原因, a line a figure. */
export function movedLines(
  figures: readonly MovedFigure[],
  { region, period }: { region: string; period: string },
): string[] {
  if (figures.length === 0) return ["没有数字变动。"];
  const rows = figures.map((figure) => [
    nameOf(figure.id, { region, period, regions: {} }),
    valueInWords(figure, figure.was),
    valueInWords(figure, figure.is),
    differenceInWords(figure),
    figure.cause,
  ]);
  return table(["指标", "原公布", "更正", "差", "原因"], rows);
}

/** Other documents that quote figures which moved, and what to do about it. */
export const elsewhereLines = (
  elsewhere: readonly (QuotedElsewhere & { left_out?: string[] })[],
): string[] =>
  elsewhere.flatMap((each) => [
    `另有《${each.title}》（${versionName(each)}）引用的 ${each.figures.length} 个数字已变动：${each.figures
      .slice(0, 3)
      .map(
        (f) =>
          `${nameOf(f.id, { ...each, regions: {} })} ${valueInWords(f, f.was)}→${valueInWords(f, f.is)}`,
      )
      .join(
        "；",
      )}${each.figures.length > 3 ? "……" : ""}；要更正请对它执行 fundwatch restate${leftOutInWords(each.left_out ?? [])}`,
  ]);

const leftOutInWords = (batches: readonly string[]): string =>
  batches.length === 0
    ? ""
    : ` --batch ${batches.join(",")}（这些批次到达即计入而不属月结以后才到的，如调整预算，写明才并入）`;
