import { existsSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../models/errors.ts";
import { type IssuedVersion, versionName } from "../../models/publication.ts";
import { type IssueRequest, standingOf } from "../../models/publication-standing.ts";
import type { Home } from "../home.ts";
import { differing, tamperedIn, tamperedInWords } from "./integrity.ts";
import { inspectLog, logFile } from "./log.ts";
import {
  fileHash,
  MANIFEST,
  manifestFiles,
  pendingFolder,
  RESTORE,
  readManifest,
  versionFolder,
} from "./shelf.ts";
import { isOf } from "./subject.ts";

/** Something that is not as it was written down, in Chinese, with what to do. */
export interface Alarm {
  /** Relative to the home. */
  file: string;
  finding: string;
  remedy: string;
}

export interface Verified {
  log: { entries: number; head: string | null };
  versions: number;
  files: number;
  alarms: Alarm[];
  /** Those whose manifest can be read. */
  readable: IssuedVersion[];
}

/** Whether the log's chain is whole, and every issued and waiting file what it was. */
export function verify(home: Home): Verified {
  const { entries, broken } = inspectLog(home);
  const { requests } = standingOf(entries);
  const issued = requests.filter(({ state }) => state === "issued");
  const read = manifestFiles(home).map((file) => whole(home, file, issued));
  const versions = read.flatMap(({ version }) => version ?? []);
  const log = { entries: entries.length, head: entries.at(-1)?.hash ?? null };
  const files = versions.reduce((sum, each) => sum + each.files.length + 2, 0);
  if (broken)
    return {
      ...{ log, versions: read.length, files },
      alarms: [
        {
          file: path.relative(home.root, logFile(home)),
          finding: `日志链在第${broken.line}行断开：应接 ${broken.expected}，实为 ${broken.found}`,
          remedy: "日志只增不改：请从备份恢复这个文件，再核对一次；在此之前不能月结、印发、更正。",
        },
      ],
      readable: versions,
    };
  const alarms = [
    ...issued.flatMap((r) => goneFrom(home, r)),
    ...read.flatMap(({ alarm }) => alarm ?? []),
    ...versions.flatMap((version) =>
      tamperedIn(home, version).map((each) => ({
        file: each.file,
        finding: `${versionName(version)}：${tamperedInWords(each)}`,
        remedy: requests.some((r) => isOf(r, version) && r.version === version.version)
          ? RESTORE
          : "日志里没有印发过这一版：请查明来历，不要使用这个文件夹里的文件。",
      })),
    ),
    ...requests.filter((r) => r.state === "pending").flatMap((r) => touchedDraft(home, r)),
  ];
  return { log, versions: read.length, files, alarms, readable: versions };
}

/** What a manifest tells, if it is the one the log knows; only then is it read. */
function whole(
  home: Home,
  file: string,
  issued: readonly IssueRequest[],
): { version?: IssuedVersion; alarm?: Alarm } {
  const request = issued.find((each) => versionFolder(home, each) === path.dirname(file));
  const place = path.relative(home.root, file);
  const found = fileHash(file);
  if (request && request.manifest !== found) {
    const told = tamperedInWords({ file: place, expected: request.manifest, found });
    return { alarm: { file: place, finding: `${versionName(request)}：${told}`, remedy: RESTORE } };
  }
  try {
    return { version: readManifest(home, file) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { alarm: { file: place, finding: error.message, remedy: error.remedy } };
  }
}

function goneFrom(home: Home, request: IssueRequest): Alarm[] {
  const folder = versionFolder(home, request);
  if (existsSync(path.join(folder, MANIFEST))) return [];
  const remedy = existsSync(pendingFolder(home, request.request))
    ? "审批后没有移动完：再执行一次 fundwatch publications 即可完成。"
    : "请从备份恢复这个文件夹，再核对一次。";
  const file = path.relative(home.root, folder);
  return [{ file, finding: `${versionName(request)} 已印发，文件夹却不在`, remedy }];
}

const touchedDraft = (home: Home, request: IssueRequest): Alarm[] =>
  differing(home, pendingFolder(home, request.request), request.files)
    .filter(({ expected }) => expected !== null)
    .map((each) => ({
      file: each.file,
      finding: `待审批的 ${request.request}：${tamperedInWords(each)}`,
      remedy: `请拟稿人撤回后重拟：fundwatch issue --withdraw ${request.request} --reason "…"。`,
    }));
