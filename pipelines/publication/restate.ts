import { addedFigures, movedFigures } from "../../models/correction.ts";
import { UserError } from "../../models/errors.ts";
import { endMonth } from "../../models/period.ts";
import {
  type IssuedVersion,
  type MovedFigure,
  type QuotedElsewhere,
  versionName,
} from "../../models/publication.ts";
import type { Actor } from "../../models/publication-log.ts";
import { saidBeside, uncorrected } from "../../reports/documents/correction.ts";
import type { Composed } from "../documents/compose.ts";
import type { Home } from "../home.ts";
import { arrivals, countsAt, liveBatches } from "../ingest/batches.ts";
import type { Store } from "../store.ts";
import { traceFigures } from "../trace.ts";
import { requireRole } from "./accounts.ts";
import { admit, isWaiting } from "./admit.ts";
import { regionOf } from "./close.ts";
import { batchesOn, standingIn } from "./closings.ts";
import { type Draft, putUp } from "./draft.ts";
import { quotedElsewhere } from "./elsewhere.ts";
import { requireUntouched } from "./integrity.ts";
import type { IssueAsked } from "./issue.ts";
import { holdingShelf } from "./lock.ts";
import { appendLog } from "./log.ts";
import { readModel } from "./model.ts";
import { completeIssues } from "./recover.ts";
import { nextRequest, requireNoRequest } from "./requests.ts";
import { latestVersions, versionFolder } from "./shelf.ts";
import { valuesOf, withBatches } from "./standpoint.ts";
import { isOf, kindOf, type Subject } from "./subject.ts";

export interface RestateAsked extends IssueAsked {
  reason: string | undefined;
  /** Which waiting batches to take in; all that speak of the period, if left out. */
  batches?: string[] | undefined;
}

/** A version to be approved; or, where it would say what the one in force says, the batches that now count. */
export type Restated =
  | { request: string; draft: Draft; admitted: [] }
  | { request: null; draft: null; admitted: string[] };

/** Makes the version that corrects the one in force; it waits for a second person. */
export async function requestRestatement(
  home: Home,
  asked: RestateAsked,
  actor: Actor,
  now: Date,
): Promise<Restated> {
  requireRole(home.config, actor, "make");
  const reason = asked.reason?.trim();
  if (!reason)
    throw new UserError("更正要写明理由", '如 --reason "某县少报7月支出"，理由会印在更正件上。', 2);
  return holdingShelf(home, async () => {
    completeIssues(home, now);
    const { document, period, issuedOn } = asked;
    const of = { document, period, region: regionOf(home, asked.region) };
    requireNoRequest(standingIn(home), of);
    const before = versionInForce(home, of);
    requireUntouched(home, before);
    const { basis, takes, fresh } = choose(home, before, asked.batches);
    const request = nextRequest(home);
    const { composed, moved } = await withBatches(home, basis, { run: request, now }, (store) =>
      recompute(home, store, before, { issuedOn, fresh }),
    );
    const original = uncorrected(readModel(versionFolder(home, before)).document);
    const [issued, anew] = [original, composed.document].map((document) =>
      saidBeside(new Set(), document, [before.run, request]),
    );
    const elsewhere = await movedByTaking(home, of, takes, { run: request, now });
    if (moved.length === 0 && (issued === anew || fresh.length === 0)) {
      if (takes.length === 0) throw nothingMoved(before);
      if (elsewhere.length > 0) throw movedElsewhereOnly(before, elsewhere);
      const { region } = of;
      appendLog(home, { event: "admitted", region, period, takes, reason }, actor, now);
      admit(home, new Set(takes), `更正：${reason}`, now);
      return { request: null, draft: null, admitted: takes };
    }
    const correction = {
      ...{ replaces: before.version, replaced_on: before.issued_on, moved, elsewhere },
    };
    const content = {
      ...{ document, period, issuedOn, composed, batches: [...basis], takes, reason, correction },
      version: before.version + 1,
      replaced: { document: original, run: before.run },
    };
    return { request, draft: await putUp(home, request, content, actor, now), admitted: [] };
  });
}

/** What other issued versions quote and has another value once these batches count. */
function movedByTaking(
  home: Home,
  of: Subject,
  takes: string[],
  run: { run: string; now: Date },
): Promise<QuotedElsewhere[]> {
  const others = takes.length === 0 ? [] : latestVersions(home).filter((each) => !isOf(each, of));
  const counting = liveBatches(home).map(({ batch }) => batch.batch);
  return quotedElsewhere(
    others,
    (work) => withBatches(home, new Set([...counting, ...takes]), run, work),
    (work) => withBatches(home, new Set(counting), run, work),
  );
}

/** The newest version of a document. Refuses one that was never issued. */
export function versionInForce(home: Home, of: Subject): IssuedVersion {
  const version = latestVersions(home).find((each) => isOf(each, of));
  if (version) return version;
  throw new UserError(
    `${of.region} ${of.period} ${kindOf(of.document).title}还没有印发，无从更正`,
    "没有印发的不必更正：月结后用 fundwatch issue 印发；已月结而来文有误的，可先 close --undo。",
  );
}

/** What the new version rests on: the old one's batches, what was let in since, and what is taken in. */
function choose(
  home: Home,
  before: IssuedVersion,
  named: string[] | undefined,
): { basis: Set<string>; takes: string[]; fresh: string[] } {
  const all = arrivals(home).flatMap(({ batches }) => batches);
  for (const id of named ?? []) {
    const batch = all.find((each) => each.batch === id);
    if (!batch || !(isWaiting(batch) || countsAt(batch)))
      throw new UserError(
        batch ? `批次 ${id} 暂存或已撤回，不能并入更正` : `没有批次 ${id}`,
        "可并入的是待更正的批次，见 fundwatch publications。",
        2,
      );
  }
  const spoken = batchesOn(home, before.region, endMonth(before.period)).map(({ batch }) => batch);
  const chosen = named
    ? all.filter(({ batch }) => named.includes(batch))
    : spoken.filter(isWaiting);
  const old = new Set(before.batches.map(({ batch }) => batch));
  const fresh = [...spoken.filter((batch) => countsAt(batch)), ...chosen]
    .map(({ batch }) => batch)
    .filter((id, i, ids) => !old.has(id) && ids.indexOf(id) === i);
  const takes = chosen.filter(isWaiting).map(({ batch }) => batch);
  return { basis: new Set([...old, ...fresh]), takes, fresh };
}

async function recompute(
  home: Home,
  store: Store,
  before: IssuedVersion,
  { issuedOn, fresh }: { issuedOn: string; fresh: string[] },
): Promise<{ composed: Composed; moved: MovedFigure[] }> {
  const { document, region, period } = before;
  const composed = await kindOf(document).compose(home, store, { region, period, issuedOn });
  const values = await valuesOf(
    store,
    before.figures.map(({ id }) => id),
  );
  const moved = [
    ...movedFigures(before.figures, (id) => values.get(id)),
    ...addedFigures(before.figures, composed.figures.all()),
  ];
  const traces = await traceFigures(
    home,
    store,
    moved.map(({ id }) => id),
  );
  const causeOf = (id: string): string => {
    const cell = traces.get(id)?.cells.find(({ batch }) => fresh.includes(batch));
    if (cell)
      return `${cell.file}${cell.sheet ? `“${cell.sheet}”` : ""}第${cell.row}行${cell.column}列`;
    return fresh.length > 0 ? "随并入的来文变动" : "口径或程序变更";
  };
  return { composed, moved: moved.map((figure) => ({ ...figure, cause: causeOf(figure.id) })) };
}

const nothingMoved = (before: IssuedVersion): UserError =>
  new UserError(
    `没有可更正的：没有待更正的批次，重算的数字与已印发的 ${versionName(before)} 一致`,
    "请先载入更正后的来文；待更正的批次见 fundwatch publications。",
  );

const movedElsewhereOnly = (
  before: IssuedVersion,
  elsewhere: readonly QuotedElsewhere[],
): UserError =>
  new UserError(
    `并入这些批次不改变 ${versionName(before)} 的数字，但会改变 ${elsewhere.map(versionName).join("、")} 引用的数字`,
    "请对数字变动的那份文书执行 fundwatch restate，批次会一并并入。",
  );
