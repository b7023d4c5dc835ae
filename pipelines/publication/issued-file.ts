import type { IssuedVersion } from "../../models/publication.ts";
import type { Home } from "../home.ts";
import { requireUntouched } from "./integrity.ts";
import { type DocumentModel, readModel } from "./model.ts";
import { fileHash, issuedVersions, versionFolder } from "./shelf.ts";

/** The version whose file has these bytes, with what it was rendered from; undefined for any other file. */
export function issuedFile(
  home: Home,
  file: string,
): { version: IssuedVersion; model: DocumentModel } | undefined {
  const sha256 = fileHash(file);
  const version = issuedVersions(home).find(({ files }) =>
    files.some((each) => each.sha256 === sha256),
  );
  if (!version) return undefined;
  requireUntouched(home, version);
  return { version, model: readModel(versionFolder(home, version)) };
}
