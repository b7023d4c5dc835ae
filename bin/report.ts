import { UserError } from "../models/errors.ts";
import { FORMATS, type Format } from "../models/publication.ts";
import {
  type ReportedAll,
  reportDocument,
  reportEveryRegion,
} from "../pipelines/documents/report.ts";
import { writeList } from "./problem-list.ts";
import { issuedOnFrom, subjectFrom, textOf } from "./publishing.ts";
import type { Session } from "./session.ts";

export async function act(
  session: Session,
  [word]: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const formats = formatsFrom(textOf(options, "format"));
  if (word === "problem-list") return writeList(session, options, formats);
  const { document, region, period } = subjectFrom("report", word, options);
  const issuedOn = issuedOnFrom(session, options);
  if (options.all === true && region !== undefined)
    throw new UserError("--all 与 --region 不能同用", "二者取一。", 2);
  const home = session.home();
  const key = `document.${document}`;
  const made = {
    now: session.now,
    out: textOf(options, "out"),
    formats,
  };
  if (options.all === true) {
    const begun = performance.now();
    const all = await reportEveryRegion(
      home,
      key,
      { period, issuedOn },
      {
        ...made,
        progress: (name, done, total) => session.progress(`生成文书 ${name}`, done, total),
      },
    );
    const seconds = (performance.now() - begun) / 1000;
    session.answer(all, () => lines(all, seconds));
    return all.notMade.some(({ failed }) => failed) ? 1 : 0;
  }
  session.progress("生成文书", 0, 1);
  const reported = await reportDocument(home, key, { period, issuedOn, region }, made);
  session.progress("生成文书", 1, 1);
  session.answer({ files: reported.files, figures: reported.figures }, () => [
    ...reported.files.map((file) => `已生成 ${file}`),
    ...reported.highlights.map((line) => `  ${line}`),
  ]);
  return 0;
}

function lines({ files, notMade }: ReportedAll, seconds: number): string[] {
  const failed = notMade.filter(({ failed }) => failed);
  return [
    ...notMade.map(({ region, name, reason }) => `${region} ${name}：${reason}`),
    `已生成 ${files.length} 个文件，用时 ${seconds.toFixed(1)} 秒${failed.length > 0 ? `；${failed.length} 个统筹区没有生成` : ""}`,
  ];
}

function formatsFrom(text: string | undefined): Format[] | undefined {
  if (text === undefined) return undefined;
  const asked = text.split(",").map((name) => name.trim());
  const isFormat = (name: string): name is Format => FORMATS.some((format) => format === name);
  const strange = asked.find((name) => !isFormat(name));
  if (strange === undefined) return asked.filter(isFormat);
  throw new UserError(
    `没有“${strange}”这种格式`,
    `可用：${FORMATS.join("、")}，几种用逗号隔开。`,
    2,
  );
}
