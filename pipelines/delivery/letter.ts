import type { Config } from "../../models/config.ts";
import { movedBetween } from "../../models/correction.ts";
import { type DeliveryGroup, versionInWords } from "../../models/delivery.ts";
import type { IssuedVersion, MovedFigure } from "../../models/publication.ts";
import { changeInWords, nameOf } from "../../reports/documents/moved-figures.ts";
import { NO_VALUE } from "../../reports/format.ts";
import type { Parcel } from "./parcel.ts";

/** A correction and what the reader has of it: the versions from the one they were given. */
export interface Correction {
  /** What the reader was given, or else the version before. */
  from: IssuedVersion | null;
  /** Versions that came since, oldest first; the last is the one that goes. */
  since: IssuedVersion[];
}

/** A mail in words. */
export interface Letter {
  subject: string;
  text: string;
}

const PRODUCT = "Fundwatch 基金监测";

/** What a version corrects, for somebody who has the version `before` (null: none). */
export function correctionOf(
  issued: IssuedVersion,
  versions: readonly IssuedVersion[],
  before: number | null,
): Correction {
  const from = before ?? issued.version - 1;
  const same = versions.filter(
    (other) =>
      other.document === issued.document &&
      other.region === issued.region &&
      other.period === issued.period &&
      other.version <= issued.version,
  );
  return {
    from: same.find(({ version }) => version === from) ?? null,
    since: same.filter(({ version }) => version > from && version > 1),
  };
}

/** The mail that goes with the files of a version. */
export function letterOf(
  { issued, files }: Parcel,
  { config, group, correction }: { config: Config; group: DeliveryGroup; correction: Correction },
): Letter {
  const { bureau } = config;
  const words: Record<string, string> = { title: issued.title, period: issued.period, bureau };
  const subject = group.subject.replace(/\{(.*?)\}/g, (_, word: string) => words[word] ?? "");
  const isCorrection = issued.version > 1;
  const blocks = [
    [`${issued.title}${isCorrection ? `（${versionInWords(issued)}）` : ""}`],
    [
      `期间：${issued.period}　统筹区：${regionInWords(config, issued.region)}　版次：${versionInWords(issued)}，${issued.issued_on} 印发`,
    ],
    ...(isCorrection ? [correctionLines(issued, correction)] : []),
    [
      `附件 ${files.length} 个：`,
      ...files.flatMap(({ name, bytes, sha256 }) => [
        `  ${name}（${bytes.toLocaleString("en-US")} 字节）`,
        `  SHA-256 ${sha256}`,
      ]),
    ],
    [
      "核对附件：Windows 用 certutil -hashfile 文件名 SHA256，Linux 用 sha256sum 文件名；",
      "结果与上面的 SHA-256 一致，即与印发的文件逐字节相同。",
    ],
    [`${bureau}，由 ${PRODUCT} 发出。`],
  ];
  return {
    subject: `${isCorrection ? "【更正】" : ""}${subject}`,
    text: `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`,
  };
}

function regionInWords({ regions }: Config, code: string): string {
  const name = regions.find((region) => region.code === code)?.name;
  return name === undefined ? code : `${name}（${code}）`;
}

function correctionLines(issued: IssuedVersion, { from, since }: Correction): string[] {
  const replaced = from ? `${versionInWords(from)}（${from.issued_on} 印发）` : "此前印发的文件";
  const reasons = since.flatMap((version) =>
    version.reason ? [`${versionInWords(version)}的原因：${version.reason}`] : [],
  );
  return [
    `本件更正并替代${replaced}，请以本件为准。`,
    ...reasons,
    ...(from ? movedLines(issued, movedBetween(from, since)) : []),
    ...elsewhereLines(issued),
  ];
}

const SHOWN = 20;

function elsewhereLines({ correction }: IssuedVersion): string[] {
  const titles = (correction?.elsewhere ?? []).map(({ title }) => title);
  return titles.length === 0 ? [] : [`另有已印发的文件引用了变动的数字：${titles.join("、")}。`];
}

function movedLines(issued: IssuedVersion, figures: readonly MovedFigure[]): string[] {
  const moved = figures.flatMap((figure) => {
    const change = changeInWords(figure);
    if (!change) return [];
    const { before, now, difference } = change;
    const beside = [difference === NO_VALUE ? "" : difference, figure.cause].filter(Boolean);
    const more = beside.length === 0 ? "" : `（${beside.join("；")}）`;
    return [`  ${nameOf(figure.id, { ...issued, regions: {} })}：${before} → ${now}${more}`];
  });
  if (moved.length === 0) return ["有编号的数字没有变动，改动见附件。"];
  const more = moved.length - SHOWN;
  return [
    `变动的数字 ${moved.length} 个（原公布 → 更正，括号内为差和原因）：`,
    ...moved.slice(0, SHOWN),
    ...(more > 0 ? [`  还有 ${more} 个，见附件`] : []),
  ];
}
