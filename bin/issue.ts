import type { Home } from "../pipelines/home.ts";
import { approve, turnDown } from "../pipelines/publication/decide.ts";
import type { Draft } from "../pipelines/publication/draft.ts";
import { requestIssue } from "../pipelines/publication/issue.ts";
import { pendingFolder } from "../pipelines/publication/shelf.ts";
import { actorFrom, issuedOnFrom, subjectFrom, textOf } from "./publishing.ts";
import type { Session } from "./session.ts";

export async function act(
  session: Session,
  [word]: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const decided = await decide(session, options);
  if (decided !== undefined) return decided;
  const subject = subjectFrom("issue", word, options);
  const home = session.home();
  const asked = { ...subject, issuedOn: issuedOnFrom(session, options) };
  session.progress("拟稿", 0, 1);
  const { request, draft } = await requestIssue(home, asked, actorFrom(options), session.now());
  session.progress("拟稿", 1, 1);
  const folder = pendingFolder(home, request);
  session.answer({ request, folder, draft }, () => draftLines(home, request, draft));
  return 0;
}

/** Approving, rejecting and withdrawing, the same for a first issue and for a correction. */
export async function decide(
  session: Session,
  options: Record<string, unknown>,
): Promise<number | undefined> {
  const actor = actorFrom(options);
  const now = session.now();
  const approved = textOf(options, "approve");
  if (approved !== undefined) {
    const { version, folder } = await approve(session.home(), approved, actor, now);
    session.answer({ version, folder }, () => [
      `已印发《${version.title}》第${version.version}版：${version.made_by} 拟，${version.approved_by} 批`,
      ...version.files.map(({ name }) => `  ${folder}/${name}`),
      ...(version.correction ? ["下一步：fundwatch run（并入的批次从此计入）"] : []),
    ]);
    return 0;
  }
  for (const [name, how, word] of [
    ["reject", "rejected", "已退回"],
    ["withdraw", "withdrawn", "已撤回"],
  ] as const) {
    const id = textOf(options, name);
    if (id === undefined) continue;
    const reason = textOf(options, "reason");
    const request = await turnDown(session.home(), id, how, reason, actor, now);
    session.answer(request, () => [`${word} ${id}：${reason}；没有印发任何文件`]);
    return 0;
  }
  return undefined;
}

/** What waits for approval, where to read it, and who must do what. */
export function draftLines(home: Home, request: string, draft: Draft): string[] {
  return [
    `《${draft.title}》第${draft.version}版待审批，申请 ${request}，${draft.made_by} 拟`,
    ...draft.files.map(({ name }) => `  ${pendingFolder(home, request)}/${name}`),
    `  引用 ${draft.figures.length} 个数字，依据 ${draft.batches.length} 个批次，落款 ${draft.issued_on}`,
    `下一步：另一人审阅后执行 fundwatch issue --approve ${request} --by 审批人（不同意：--reject ${request} --reason "…"）`,
  ];
}
