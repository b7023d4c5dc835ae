import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../models/errors.ts";
import { type IssuedVersion, versionName } from "../../models/publication.ts";
import type { Home } from "../home.ts";
import { standingIn } from "./closings.ts";
import { fileHash, MANIFEST, MODEL, RESTORE, versionFolder } from "./shelf.ts";
import { isOf } from "./subject.ts";

/** A file that is not what it was when it was written down; `found` is null where it is gone. */
export interface Tampered {
  /** Relative to the home. */
  file: string;
  /** SHA-256; null where there should be no such file. */
  expected: string | null;
  found: string | null;
}

/** What of a folder differs from the hashes it should have, by name. */
export function differing(
  home: Pick<Home, "root">,
  folder: string,
  hashes: Readonly<Record<string, string>>,
): Tampered[] {
  const there = existsSync(folder) ? readdirSync(folder) : [];
  return [...new Set([...Object.keys(hashes), ...there])].sort().flatMap((name) => {
    const file = path.join(folder, name);
    const expected = hashes[name] ?? null;
    const found = there.includes(name) ? fileHash(file) : null;
    return expected === found ? [] : [{ file: path.relative(home.root, file), expected, found }];
  });
}

/** What of an issued version differs from its manifest, and that from the log. */
export function tamperedIn(home: Home, version: IssuedVersion): Tampered[] {
  const request = standingIn(home).requests.find(
    (each) => each.state === "issued" && isOf(each, version) && each.version === version.version,
  );
  return differing(home, versionFolder(home, version), {
    ...Object.fromEntries(version.files.map(({ name, sha256 }) => [name, sha256])),
    [MODEL]: version.model_sha256,
    [MANIFEST]: request?.manifest ?? "（日志里没有）",
  });
}

/** Refuses to build on an issued version of which a file was touched. */
export function requireUntouched(home: Home, version: IssuedVersion): void {
  const [first] = tamperedIn(home, version);
  if (first)
    throw new UserError(`${versionName(version)} 被改动过：${tamperedInWords(first)}`, RESTORE);
}

export const tamperedInWords = ({ file, expected, found }: Tampered): string =>
  expected === null
    ? `${file} 不是印发的文件（实为 ${found}）`
    : `${file} 应为 ${expected}，实为 ${found ?? "（没有这个文件）"}`;
