import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { IssuedVersion } from "../../models/publication.ts";
import type { Home } from "../home.ts";

/** The folder of an issued version: `publications/<document>/<region>_<period>/v<version>/`. */
export const versionFolder = (
  home: Home,
  of: Pick<IssuedVersion, "document" | "region" | "period" | "version">,
): string =>
  path.join(home.publications, of.document, `${of.region}_${of.period}`, `v${of.version}`);

const MANIFEST = "manifest.json";

/** Every issued version, by document, region, period and version. */
export function issuedVersions(home: Home): IssuedVersion[] {
  if (!existsSync(home.publications)) return [];
  return readdirSync(home.publications, { recursive: true, encoding: "utf8" })
    .filter((name) => path.basename(name) === MANIFEST)
    .map((name) => JSON.parse(readFileSync(path.join(home.publications, name), "utf8")))
    .sort((a: IssuedVersion, b: IssuedVersion) => key(a).localeCompare(key(b)));
}

const key = ({ document, region, period, version }: IssuedVersion): string =>
  [document, region, period, String(version).padStart(4, "0")].join("|");
