import type { Finding, Verdict } from "../models/bulletin-check/finding.ts";
import type { BulletinCheck } from "../models/bulletin-check/index.ts";
import { checkBulletin } from "../models/bulletin-check/index.ts";
import { UserError } from "../models/errors.ts";
import { pastedBulletin, readBulletin } from "../pipelines/bulletin-text/index.ts";
import type { Session } from "./session.ts";

/** As for a file that is refused: something has to be done about it. */
const SOMETHING_WRONG = 3;

const HEADINGS: [Verdict, string][] = [
  ["inconsistent", "对不上"],
  ["contradicted", "说法与数字相反"],
  ["conflicting", "前后不一"],
  ["remark", "提示"],
];

export async function act(session: Session, files: string[]): Promise<number> {
  if (files.includes("-") && files.length > 1)
    throw new UserError("标准输入（-）不能与文件同时核对", "请分两次执行。", 2);
  const checked: { name: string; result: BulletinCheck }[] = [];
  for (const file of files) {
    const bulletin = file === "-" ? pastedBulletin(await pasted()) : await readBulletin(file);
    checked.push({ name: bulletin.name, result: checkBulletin(bulletin) });
  }
  session.answer(
    checked.flatMap(({ name, result }) => forPrograms(result, files.length > 1 ? name : undefined)),
    () =>
      checked.flatMap(({ name, result }, i) => [
        ...(i > 0 ? [""] : []),
        ...forPeople(name, result),
      ]),
  );
  const isWrong = checked.some(({ result }) =>
    result.findings.some(
      ({ verdict }) =>
        verdict === "inconsistent" || verdict === "contradicted" || verdict === "conflicting",
    ),
  );
  return isWrong ? SOMETHING_WRONG : 0;
}

async function pasted(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function forPrograms({ findings }: BulletinCheck, file: string | undefined) {
  return findings.map(({ figure: _, ...finding }) => ({ ...(file ? { file } : {}), ...finding }));
}

function forPeople(name: string, { findings, figures, unchecked }: BulletinCheck): string[] {
  const sections = HEADINGS.flatMap(([verdict, heading]) => {
    const found = alike(findings.filter((finding) => finding.verdict === verdict));
    if (found.length === 0) return [];
    return ["", `${heading}（${found.length}）`, ...found.flatMap(inLines)];
  });
  const consistent = new Set(
    findings.filter(({ verdict }) => verdict === "consistent").map(({ figure }) => figure),
  ).size;
  return [
    `${name}：读到 ${figures.length} 个数，核对相符 ${consistent} 个，没有可对照的 ${unchecked} 个`,
    ...(sections.length > 0 ? sections : ["没有发现对不上的数。"]),
  ];
}

/** The same remark on several figures is made once, the others named below it. */
function alike(findings: Finding[]): { finding: Finding; others: string[] }[] {
  const groups = new Map<string, { finding: Finding; others: string[] }>();
  for (const finding of findings) {
    const key = finding.expected ? finding.text : finding.explanation + finding.formula;
    const group = groups.get(key);
    if (group) group.others.push(finding.printed);
    else groups.set(key, { finding, others: [] });
  }
  return [...groups.values()];
}

function inLines({ finding, others }: { finding: Finding; others: string[] }, i: number): string[] {
  const { text, printed, expected_words: expected, formula, explanation, remedy } = finding;
  return [
    `${i + 1}. ${text}`,
    ...(expected ? [`   印的是 ${printed}，应为 ${expected}`] : []),
    `   算式：${formula}`,
    `   原因：${explanation}`,
    `   办法：${remedy}`,
    ...(others.length > 0 ? [`   同样的还有：${others.join("、")}`] : []),
  ];
}
