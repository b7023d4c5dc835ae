import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../models/errors.ts";
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

/** Every issued version, by document, region, period and version. Refuses a manifest that is damaged. */
export const issuedVersions = (home: Home): IssuedVersion[] =>
  manifestFiles(home)
    .map((file) => readManifest(home, file))
    .sort((a, b) => key(a).localeCompare(key(b)));

/** The manifests on the shelf, whether or not they can be read. */
export function manifestFiles(home: Home): string[] {
  if (!existsSync(home.publications)) return [];
  return readdirSync(home.publications, { recursive: true, encoding: "utf8" })
    .filter((name) => path.basename(name) === MANIFEST && !name.startsWith("."))
    .map((name) => path.join(home.publications, name));
}

/** An issued version as its manifest tells it. Refuses one that is not of its folder. */
export function readManifest(home: Home, file: string): IssuedVersion {
  try {
    const version = JSON.parse(readFileSync(file, "utf8")) as IssuedVersion;
    if (versionFolder(home, version) === path.dirname(file)) return version;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
  }
  throw new UserError(`印发版本的清单 ${path.relative(home.root, file)} 损坏，读不出来`, RESTORE);
}

export const RESTORE =
  "印发的文件不能改：请从备份恢复该文件，再用 fundwatch publications --verify 核对；内容确需改动的，用 fundwatch restate 更正。";

/** Of every document, region and period the version in force. */
export function latestVersions(home: Home): IssuedVersion[] {
  const latest = new Map(issuedVersions(home).map((each) => [key({ ...each, version: 0 }), each]));
  return [...latest.values()];
}

export const fileHash = (file: string): string =>
  createHash("sha256").update(readFileSync(file)).digest("hex");

const key = ({ document, region, period, version }: Versioned): string =>
  [document, region, period, String(version).padStart(4, "0")].join("|");
