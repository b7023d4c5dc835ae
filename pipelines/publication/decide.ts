import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../models/errors.ts";
import { endMonth } from "../../models/period.ts";
import type { IssuedVersion } from "../../models/publication.ts";
import type { Actor } from "../../models/publication-log.ts";
import type { IssueRequest } from "../../models/publication-standing.ts";
import { type Home, writeAtomically } from "../home.ts";
import { countsAt } from "../ingest/batches.ts";
import { requireRole } from "./accounts.ts";
import { waitingBatches } from "./admit.ts";
import { batchesOn, standingIn } from "./closings.ts";
import { DRAFT, type Draft, sweepDrafts } from "./draft.ts";
import { differing, tamperedInWords } from "./integrity.ts";
import { holdingShelf } from "./lock.ts";
import { appendLog } from "./log.ts";
import { completeIssues } from "./recover.ts";
import { fileHash, MANIFEST, pendingFolder, versionFolder } from "./shelf.ts";

/**
 * Issues what somebody else made. The line in the log decides; the rename that follows is done again
 * by whoever comes next, should this process die before it.
 */
export async function approve(
  home: Home,
  id: string,
  actor: Actor,
  now: Date,
): Promise<{ version: IssuedVersion; folder: string }> {
  requireRole(home.config, actor, "approve");
  return holdingShelf(home, async () => {
    completeIssues(home, now);
    const request = requirePending(home, id);
    if (request.made_by === actor.by)
      throw new UserError(
        `${id} 是 ${actor.by} 拟的，不能由同一账号审批`,
        "经办与审批须是两个人：请另一人用自己的账号执行 fundwatch issue --approve。",
        2,
      );
    const folder = pendingFolder(home, id);
    requireAsMade(home, request, folder);
    const draft = JSON.parse(readFileSync(path.join(folder, DRAFT), "utf8")) as Draft;
    requireCurrent(home, request, draft);
    const version = manifestFrom(draft, actor.by, now);
    writeAtomically(path.join(folder, MANIFEST), `${JSON.stringify(version, null, 2)}\n`);
    for (const name of [...Object.keys(request.files), MANIFEST])
      chmodSync(path.join(folder, name), 0o444);
    const manifest = fileHash(path.join(folder, MANIFEST));
    appendLog(home, { event: "issued", request: id, manifest }, actor, now);
    completeIssues(home, now);
    return { version, folder: versionFolder(home, version) };
  });
}

/** Ends a request: its maker withdraws it, an approver rejects it. Nothing else changes. */
export async function turnDown(
  home: Home,
  id: string,
  how: "rejected" | "withdrawn",
  reason: string | undefined,
  actor: Actor,
  now: Date,
): Promise<IssueRequest> {
  requireRole(home.config, actor, how === "rejected" ? "approve" : "make");
  const word = how === "rejected" ? "退回" : "撤回";
  if (!reason?.trim()) throw new UserError(`${word}要写明理由`, '如 --reason "数字需核对"。', 2);
  return holdingShelf(home, async () => {
    completeIssues(home, now);
    const request = requirePending(home, id);
    const isMaker = request.made_by === actor.by;
    if (how === "withdrawn" && !isMaker)
      throw new UserError(
        `${id} 是 ${request.made_by} 拟的，不能由 ${actor.by} 撤回`,
        "审批人不同意的，用 fundwatch issue --reject 退回。",
        2,
      );
    if (how === "rejected" && isMaker)
      throw new UserError(`${id} 是 ${actor.by} 自己拟的`, "要撤回自己拟的，用 --withdraw。", 2);
    appendLog(home, { event: how, request: id, reason }, actor, now);
    sweepDrafts(home);
    return { ...request, state: how, why: reason };
  });
}

const ENDED = { issued: "已印发", rejected: "已退回", withdrawn: "已撤回" } as const;

function requirePending(home: Home, id: string): IssueRequest {
  const { requests } = standingIn(home);
  const request = requests.find((each) => each.request === id);
  const pending = requests.filter(({ state }) => state === "pending").map((each) => each.request);
  const remedy = `待审批的：${pending.join("、") || "（没有）"}；见 fundwatch publications。`;
  if (!request) throw new UserError(`没有申请 ${id}`, remedy, 2);
  if (request.state === "pending") return request;
  const why = request.why === null ? "" : `（${request.why}）`;
  throw new UserError(
    `申请 ${id} ${ENDED[request.state]}，由 ${request.decided_by} 于 ${request.decided_at!.slice(0, 10)} 办理${why}`,
    remedy,
    2,
  );
}

/** What is approved is what was made, to the byte; what an approval that died began is cleared. */
function requireAsMade(home: Home, request: IssueRequest, folder: string): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : [])
    if (name.startsWith(MANIFEST)) rmSync(path.join(folder, name));
  const [first] = differing(home, folder, request.files);
  if (first)
    throw new UserError(
      `待审批的 ${request.request} 在拟稿后被改动过：${tamperedInWords(first)}`,
      `请拟稿人撤回后重拟：fundwatch issue --withdraw ${request.request} --reason "…"。`,
    );
}

/** Nothing it rests on has changed since it was made. */
function requireCurrent(home: Home, request: IssueRequest, draft: Draft): void {
  const known = new Set(draft.batches.map(({ batch }) => batch));
  const let_in = batchesOn(home, request.region, endMonth(request.period))
    .filter(({ batch }) => countsAt(batch) && !known.has(batch.batch))
    .map(({ batch }) => batch.batch);
  const waiting = new Set(waitingBatches(home).map(({ batch }) => batch.batch));
  const gone = request.takes.filter((batch) => !waiting.has(batch));
  const [changed] = [...let_in, ...gone];
  if (changed === undefined && !existsSync(versionFolder(home, request))) return;
  throw new UserError(
    changed === undefined
      ? `第${request.version}版已经在 publications/ 里`
      : `批次 ${changed} 在 ${request.request} 拟稿后${let_in.includes(changed) ? "已计入" : "不再待更正"}，稿子过时了`,
    `请拟稿人撤回后重拟：fundwatch issue --withdraw ${request.request} --reason "…"。`,
  );
}

function manifestFrom(draft: Draft, approved_by: string, now: Date): IssuedVersion {
  const { document, region, period, version, title, made_by, made_at, ...rest } = draft;
  const approved_at = now.toISOString();
  const head = { document, region, period, version, title, made_by, approved_by, made_at };
  return { ...head, approved_at, ...rest };
}
