import { requestRestatement } from "../pipelines/publication/restate.ts";
import { pendingFolder } from "../pipelines/publication/shelf.ts";
import { elsewhereLines, movedLines } from "./diff.ts";
import { decide, draftLines } from "./issue.ts";
import { actorFrom, issuedOnFrom, subjectFrom, textOf } from "./publishing.ts";
import type { Session } from "./session.ts";

export async function act(
  session: Session,
  [word]: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const decided = await decide(session, options);
  if (decided !== undefined) return decided;
  const subject = subjectFrom("restate", word, options);
  const home = session.home();
  const asked = {
    ...subject,
    issuedOn: issuedOnFrom(session, options),
    reason: textOf(options, "reason"),
    batches: textOf(options, "batch")
      ?.split(/[,，、]/)
      .map((id) => id.trim())
      .filter((id) => id !== ""),
  };
  session.progress("重算并拟更正件", 0, 1);
  const made = await requestRestatement(home, asked, actorFrom(options), session.now());
  session.progress("重算并拟更正件", 1, 1);
  const { request, draft, admitted } = made;
  const folder = request === null ? null : pendingFolder(home, request);
  session.answer({ request, folder, draft, admitted }, () => {
    if (request === null)
      return [
        `文书一字不变，印发过的数字都没有变动，不出更正件；批次 ${admitted.join("、")} 从此计入`,
        "下一步：fundwatch run",
      ];
    const { moved, elsewhere } = draft.correction!;
    return [
      ...movedLines(moved, draft),
      ...elsewhereLines(elsewhere),
      "",
      ...draftLines(home, request, draft),
    ];
  });
  return 0;
}
