import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../models/errors.ts";
import {
  type Correction,
  FORMATS,
  type IssuedFile,
  type IssuedVersion,
} from "../../models/publication.ts";
import type { Actor, PublicationEvent } from "../../models/publication-log.ts";
import type { Document } from "../../reports/document.ts";
import { corrected } from "../../reports/documents/correction.ts";
import type { Composed } from "../documents/compose.ts";
import { type Home, writeAtomically } from "../home.ts";
import { arrivals } from "../ingest/batches.ts";
import { standingIn } from "./closings.ts";
import { appendLog } from "./log.ts";
import {
  type DocumentModel,
  issuedFigures,
  metricVersions,
  renderModel,
  writeModel,
} from "./model.ts";
import { programOf } from "./program.ts";
import { fileHash, MODEL, pendingFolder } from "./shelf.ts";
import { figurePolicy } from "./standpoint.ts";

/** A version that waits for approval: its manifest but for who approves it, and when. */
export type Draft = Omit<IssuedVersion, "approved_by" | "approved_at">;

export const DRAFT = "draft.json";

/** What a version is made of, composed and not yet written. */
export interface Content {
  document: string;
  period: string;
  version: number;
  issuedOn: string;
  composed: Composed;
  batches: readonly string[];
  takes: readonly string[];
  reason: string | null;
  correction: Correction | null;
  /** The document it takes the place of, and the run that made its figures; none for the first. */
  replaced: { document: Document; run: string } | null;
}

/**
 * Renders a version into the folder of what waits for approval, where it appears whole, and logs
 * that it was asked for. Call with the shelf held.
 */
export async function putUp(
  home: Home,
  request: string,
  content: Content,
  actor: Actor,
  now: Date,
): Promise<Draft> {
  const { document, period, version, composed, takes, reason } = content;
  const { region } = composed;
  sweepDrafts(home);
  const making = pendingFolder(home, `.making-${randomUUID()}`);
  mkdirSync(making, { recursive: true });
  try {
    const model = modelOf(home, request, content);
    const names = await renderModel(home, model, making);
    writeModel(making, model);
    const draft = draftOf(home, request, content, model, filesIn(making, names), actor, now);
    const withHash = { ...draft, model_sha256: fileHash(path.join(making, MODEL)) };
    writeAtomically(path.join(making, DRAFT), `${JSON.stringify(withHash, null, 2)}\n`);
    const files = Object.fromEntries(
      readdirSync(making)
        .sort()
        .map((name) => [name, fileHash(path.join(making, name))]),
    );
    renameSync(making, pendingFolder(home, request));
    const event: PublicationEvent = {
      ...{ event: "requested", request, document, region, period, version, reason, files },
      takes: [...takes],
    };
    appendLog(home, event, actor, now);
    return withHash;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

function modelOf(home: Home, request: string, content: Content): DocumentModel {
  const { composed, correction, replaced, reason, period } = content;
  const { name, document, figures, traces, region, regions } = composed;
  const said = correction &&
    replaced && {
      replaces: correction.replaces,
      replacedOn: correction.replaced_on,
      reason: reason ?? "",
      moved: correction.moved,
      original: replaced.document,
      runs: [replaced.run, request],
      ...{ region, period, regions },
    };
  return {
    name: correction ? `${name}_更正${correction.replaces}` : name,
    document: said ? corrected(document, said) : document,
    figures: figures.all(),
    traces: [...traces.values()],
    regions,
    policy: figurePolicy(home.config),
  };
}

function draftOf(
  home: Home,
  run: string,
  content: Content,
  model: DocumentModel,
  files: IssuedFile[],
  { by }: Actor,
  now: Date,
): Draft {
  const { document, period, version, composed, issuedOn, reason, correction } = content;
  return {
    document,
    region: composed.region,
    period,
    version,
    title: model.document.title,
    made_by: by,
    made_at: now.toISOString(),
    issued_on: issuedOn,
    reason,
    run,
    program: programOf(),
    batches: batchLines(home, new Set(content.batches)),
    metric_versions: metricVersions(model.figures),
    figures: issuedFigures(model),
    files,
    model_sha256: "",
    correction,
  };
}

function filesIn(folder: string, names: string[]): IssuedFile[] {
  return names.map((name) => {
    const file = path.join(folder, name);
    const format = FORMATS.find((each) => name.endsWith(`.${each}`));
    if (!format) throw new Error(`unknown format: ${name}`);
    return { name, format, sha256: fileHash(file), bytes: statSync(file).size };
  });
}

function batchLines(home: Home, chosen: ReadonlySet<string>): IssuedVersion["batches"] {
  const known = arrivals(home).flatMap(({ file, sha256, batches }) =>
    batches
      .filter(({ batch }) => chosen.has(batch))
      .map(({ batch, source }) => ({ batch, source, file, sha256 })),
  );
  const missing = [...chosen].find((id) => !known.some(({ batch }) => batch === id));
  if (missing === undefined) return known;
  throw new UserError(
    `月结时冻结的批次 ${missing} 不在 raw/ 里了`,
    "raw/ 是数据的依据：请从备份恢复该批次的文件夹，再重试。",
  );
}

/** Removes what waits for nobody: turned down, or left by a process that died while it rendered. */
export function sweepDrafts(home: Home): void {
  const folder = pendingFolder(home, "");
  mkdirSync(folder, { recursive: true });
  const live = standingIn(home).requests.filter(({ state }) => state === "pending");
  for (const name of readdirSync(folder))
    if (!live.some(({ request }) => request === name))
      rmSync(path.join(folder, name), { recursive: true });
}
