import { documentNamed, documentTitle } from "../models/document-names.ts";
import { UserError } from "../models/errors.ts";
import { type IssuedVersion, versionName } from "../models/publication.ts";
import type { Home } from "../pipelines/home.ts";
import { type Publications, publications } from "../pipelines/publication/overview.ts";
import { recompute } from "../pipelines/publication/recompute.ts";
import { completeCutOff } from "../pipelines/publication/recover.ts";
import { rerender } from "../pipelines/publication/rerender.ts";
import { verify } from "../pipelines/publication/verify.ts";
import { valueInWords } from "../reports/documents/moved-figures.ts";
import { elsewhereLines } from "./diff.ts";
import { textOf } from "./publishing.ts";
import type { Session } from "./session.ts";
import { local } from "./status.ts";
import { table } from "./table.ts";

export async function act(
  session: Session,
  _args: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const home = session.home();
  const document = textOf(options, "document");
  const filter = {
    document: document && (documentNamed(document) ?? document),
    region: textOf(options, "region"),
    period: textOf(options, "period"),
  };
  if (options.verify === true) return check(session, home, filter, options);
  if (options.render === true || options.recompute === true)
    throw new UserError(
      "--render、--recompute 要与 --verify 同用",
      "如 publications --verify --render。",
      2,
    );
  await completeCutOff(home, session.now());
  const shown = await publications(home, filter);
  session.answer(shown, () => linesOf(shown));
  return 0;
}

type Filter = Parameters<typeof publications>[1];

async function check(
  session: Session,
  home: Home,
  filter: Filter,
  options: Record<string, unknown>,
): Promise<number> {
  const { readable, ...verified } = verify(home);
  const versions = readable.filter((each) =>
    (["document", "region", "period"] as const).every(
      (key) => filter[key] === undefined || filter[key] === each[key],
    ),
  );
  const anew = await inTurn(options.render === true ? versions : [], async (version) => ({
    version: versionName(version),
    files: await rerender(home, version),
  }));
  const figures = await inTurn(options.recompute === true ? versions : [], async (version) => ({
    version: versionName(version),
    ...(await recompute(home, version)),
  }));
  session.answer({ ...verified, rerendered: anew, recomputed: figures }, () => [
    `日志 ${verified.log.entries} 条${verified.log.head ? `，末条 ${verified.log.head}` : ""}；已印发 ${verified.versions} 版、${verified.files} 个文件`,
    ...verified.alarms.map(({ finding, remedy }) => `不符：${finding}\n办法：${remedy}`),
    ...(verified.alarms.length === 0 ? ["日志链完整，文件与印发时逐字节相同。"] : []),
    ...anew.flatMap(({ version, files }) =>
      files.map(
        ({ name, equal, why }) =>
          `重新生成 ${version} ${name}：${equal ? "逐字节相同" : `不同，${why}`}`,
      ),
    ),
    ...figures.flatMap(({ version, figures: count, moved, raw }) => [
      ...raw.map((told) => `原始来文 ${version}：${told}`),
      moved.length === 0
        ? `重新计算 ${version}：${count} 个数字${raw.length === 0 ? "全部相同" : "没有不同"}`
        : `重新计算 ${version}：${count} 个数字中 ${moved.length} 个不同`,
      ...moved.map(
        (f) =>
          `  ${f.id} 印发 ${valueInWords(f, f.was)}（${f.was}），现算 ${valueInWords(f, f.is)}（${f.is}）`,
      ),
    ]),
  ]);
  const isWrong =
    verified.alarms.length > 0 ||
    anew.some(({ files }) => files.some((file) => !file.equal && !file.other_program)) ||
    figures.some(({ moved, raw }) => moved.length + raw.length > 0);
  return isWrong ? 4 : 0;
}

async function inTurn<T>(
  versions: IssuedVersion[],
  work: (version: IssuedVersion) => Promise<T>,
): Promise<T[]> {
  const done: T[] = [];
  for (const version of versions) done.push(await work(version));
  return done;
}

const STATES = {
  closed: "已月结",
  pending: "待审批",
  issued: "已印发",
  restated: "已更正",
} as const;

function linesOf({ closings, documents, pending, waiting, moved }: Publications): string[] {
  if (closings.length + documents.length + waiting.length === 0)
    return ["还没有月结过：fundwatch close --period 2019-07 --by 经办人（可加 --dry-run）。"];
  return [
    ...table(
      ["统筹区", "月份", "月结", "办理人"],
      closings.map((c) => [c.region, c.month, local(c.at), c.by]),
    ),
    "",
    ...table(
      ["文书", "统筹区", "期间", "状态", "版本", "落款", "拟稿", "审批", "更正原因"],
      documents.flatMap((d) =>
        d.versions.length === 0
          ? [[documentTitle(d.document), d.region, d.period, STATES[d.state]]]
          : d.versions.map((v, i) => [
              documentTitle(d.document),
              d.region,
              d.period,
              i === d.versions.length - 1 ? STATES[d.state] : "已被代替",
              `第${v.version}版`,
              v.issued_on,
              v.made_by,
              v.approved_by,
              v.reason ?? "",
            ]),
      ),
    ),
    ...pending.map(
      (p) =>
        `待审批 ${p.request}：${versionName(p)}，${p.made_by} 于 ${local(p.made_at)} 拟；另一人执行 fundwatch issue --approve ${p.request}`,
    ),
    ...waiting.map(
      (w) =>
        `待更正批次 ${w.batch}（${w.file}，${local(w.arrived_at)} 到）：${w.reason}，不计入；已印发的用 fundwatch restate 更正，未印发的可 close --undo`,
    ),
    ...elsewhereLines(moved),
  ];
}
