import { UserError } from "../../models/errors.ts";
import { endMonth, monthsIn } from "../../models/period.ts";
import type { Actor } from "../../models/publication-log.ts";
import type { Standing } from "../../models/publication-standing.ts";
import type { Home } from "../home.ts";
import { requireRole } from "./accounts.ts";
import { regionOf } from "./close.ts";
import { basisOf, closingOf, standingIn } from "./closings.ts";
import { type Draft, putUp } from "./draft.ts";
import { holdingShelf } from "./lock.ts";
import { completeIssues } from "./recover.ts";
import { nextRequest, requireNoRequest } from "./requests.ts";
import { withBatches } from "./standpoint.ts";
import { isOf, kindOf } from "./subject.ts";

export interface IssueAsked {
  /** `monthly-bulletin`. */
  document: string;
  region?: string | undefined;
  period: string;
  /** YYYY-MM-DD, printed under the text. */
  issuedOn: string;
}

/** Makes the first version of a document from closed inputs; it waits for a second person. */
export async function requestIssue(
  home: Home,
  asked: IssueAsked,
  actor: Actor,
  now: Date,
): Promise<{ request: string; draft: Draft }> {
  requireRole(home.config, actor, "make");
  return holdingShelf(home, async () => {
    completeIssues(home, now);
    const { document, period, issuedOn } = asked;
    const region = regionOf(home, asked.region);
    const standing = standingIn(home);
    requireNoRequest(standing, { document, region, period });
    const issued = standing.requests.find(
      (r) => isOf(r, { document, region, period }) && r.state === "issued",
    );
    if (issued)
      throw new UserError(
        `${region} ${period} ${kindOf(document).title}已经印发`,
        "要改已印发的，请用 fundwatch restate 更正。",
      );
    const batches = requireClosed(home, standing, region, period);
    const request = nextRequest(home);
    const composed = await withBatches(home, new Set(batches), { run: request, now }, (store) =>
      kindOf(document).compose(home, store, { region, period, issuedOn }),
    );
    const content = {
      ...{ document, period, issuedOn, composed, batches },
      ...{ version: 1, takes: [], reason: null, correction: null, replaced: null },
    };
    return { request, draft: await putUp(home, request, content, actor, now) };
  });
}

/** The batches a closed period rests on. Refuses a period of which a month is open. */
function requireClosed(home: Home, standing: Standing, region: string, period: string): string[] {
  const open = monthsIn(period).filter((month) => !closingOf(standing, region, month));
  if (open.length > 0)
    throw new UserError(
      `${region} ${open.join("、")} 还没有月结，不能印发 ${period} 的文书`,
      `请先执行 fundwatch close --period ${period} --region ${region} --by 经办人；可加 --dry-run 先看会冻结什么。`,
    );
  return basisOf(home, closingOf(standing, region, endMonth(period))!);
}
