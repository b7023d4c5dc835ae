import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../models/errors.ts";
import type { IssueRequest } from "../../models/publication-standing.ts";
import { type Home, writeAtomically } from "../home.ts";
import { admit, freeBatches, releaseWaiting, waitingBatches } from "./admit.ts";
import { standingIn } from "./closings.ts";
import { DRAFT, type Draft } from "./draft.ts";
import { holdingShelf } from "./lock.ts";
import { fileHash, MANIFEST, pendingFolder, versionFolder } from "./shelf.ts";

/**
 * Brings to its end what the log says was issued, taken in or reopened: a process may have died
 * between the line in the log, which decides, and what follows from it. Call with the shelf held.
 */
export function completeIssues(home: Home, now: Date): void {
  const { closings, requests, taken } = standingIn(home);
  for (const request of requests) if (request.state === "issued") shelve(home, request);
  for (const { batch } of waitingBatches(home)) {
    const reason = taken.get(batch.batch);
    if (reason !== undefined) admit(home, new Set([batch.batch]), `更正：${reason}`, now);
  }
  releaseWaiting(home, closings, now);
}

/** Does so where something was cut off, and asks for the shelf only then. */
export async function completeCutOff(home: Home, now: Date): Promise<void> {
  const { closings, requests, taken } = standingIn(home);
  const isCutOff =
    requests.some((each) => each.state === "issued" && !existsSync(versionFolder(home, each))) ||
    waitingBatches(home).some(({ batch }) => taken.has(batch.batch)) ||
    freeBatches(home, closings).length > 0;
  if (isCutOff) await holdingShelf(home, async () => completeIssues(home, now));
}

function shelve(home: Home, request: IssueRequest): void {
  const pending = pendingFolder(home, request.request);
  const place = versionFolder(home, request);
  if (existsSync(place) || !existsSync(pending)) return;
  const manifest = path.join(pending, MANIFEST);
  const found = existsSync(manifest) ? fileHash(manifest) : "（没有）";
  if (found !== request.manifest)
    throw new UserError(
      `已审批的 ${request.request} 在上架前被改动过：${manifest} 应为 ${request.manifest}，实为 ${found}`,
      "请从备份恢复该文件夹，再执行 fundwatch publications；在此之前不能办理月结、印发、更正。",
    );
  putOut(home, pending, JSON.parse(readFileSync(manifest, "utf8")) as Draft);
  rmSync(path.join(pending, DRAFT), { force: true });
  mkdirSync(path.dirname(place), { recursive: true });
  renameSync(pending, place);
}

/** What is read in `out/` from now on is what was issued. */
function putOut(home: Home, folder: string, { period, files }: Draft): void {
  const out = path.join(home.out, period);
  mkdirSync(out, { recursive: true });
  for (const { name } of files)
    writeAtomically(path.join(out, name), readFileSync(path.join(folder, name)));
}
