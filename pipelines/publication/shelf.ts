import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { IssuedVersion } from "../../models/publication.ts";
import type { Home } from "../home.ts";

export const MANIFEST = "manifest.json";
/** The document as a value, with all that its files are rendered from. */
export const MODEL = "document.json";

type Versioned = Pick<IssuedVersion, "document" | "region" | "period" | "version">;

/** The folder of an issued version: `publications/<document>/<region>_<period>/v<version>/`. */
export const versionFolder = (home: Home, of: Versioned): string =>
  path.join(home.publications, of.document, `${of.region}_${of.period}`, `v${of.version}`);

/** Where what waits for approval lies, on the disk of the shelf. */
export const pendingFolder = (home: Pick<Home, "publications">, request: string): string =>
  path.join(home.publications, ".pending", request);

/** Every issued version, by document, region, period and version. */
export function issuedVersions(home: Home): IssuedVersion[] {
  if (!existsSync(home.publications)) return [];
  return readdirSync(home.publications, { recursive: true, encoding: "utf8" })
    .filter((name) => path.basename(name) === MANIFEST && !name.startsWith("."))
    .map((name) => JSON.parse(readFileSync(path.join(home.publications, name), "utf8")))
    .sort((a: IssuedVersion, b: IssuedVersion) => key(a).localeCompare(key(b)));
}

/** Of every document, region and period the version in force. */
export function latestVersions(home: Home): IssuedVersion[] {
  const latest = new Map(issuedVersions(home).map((each) => [key({ ...each, version: 0 }), each]));
  return [...latest.values()];
}

export const fileHash = (file: string): string =>
  createHash("sha256").update(readFileSync(file)).digest("hex");

const key = ({ document, region, period, version }: Versioned): string =>
  [document, region, period, String(version).padStart(4, "0")].join("|");
