import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import path from "node:path";
import { type Home, writeAtomically } from "../home.ts";

/** What a document was made of, and what was made: one for each document that exists. */
export interface Manifest {
  asset: string;
  /** `region|period`. */
  partition: string;
  /** Of the program's words. */
  code: string;
  /** Of the tables it reads, as they were when it was last found up to date. */
  upstream: string;
  /** Of the settings its words rest on. */
  policy: string;
  /** Of all it says. */
  content: string;
  issued_on: string;
  files: { path: string; sha256: string }[];
  figures: string[];
  run: string;
  built_at: string;
}

const folderOf = (home: Home, asset: string): string => path.join(home.state, "documents", asset);

const fileOf = (home: Home, asset: string, partition: string): string =>
  path.join(folderOf(home, asset), `${partition.replace("|", "_")}.json`);

/** Keys of the assets of which documents were made. */
export function documentedAssets(home: Home): string[] {
  const folder = path.join(home.state, "documents");
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/** Every document of an asset that was made, by partition. */
export function manifests(home: Home, asset: string): Map<string, Manifest> {
  const folder = folderOf(home, asset);
  if (!existsSync(folder)) return new Map();
  const read = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .flatMap((name) => {
      try {
        return [JSON.parse(readFileSync(path.join(folder, name), "utf8")) as Manifest];
      } catch {
        return [];
      }
    });
  return new Map(read.map((manifest) => [manifest.partition, manifest]));
}

export function writeManifest(home: Home, manifest: Manifest): void {
  mkdirSync(folderOf(home, manifest.asset), { recursive: true });
  const file = fileOf(home, manifest.asset, manifest.partition);
  writeAtomically(file, `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Whether its files are still where they were put. */
export const isWhole = (home: Home, manifest: Manifest): boolean =>
  manifest.files.every((file) => existsSync(path.resolve(home.root, file.path)));

/** In one step for whoever reads, also onto another disk. */
function moveFile(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    writeAtomically(to, readFileSync(from));
  }
}

/** Moves finished files to their place; a reader sees the old ones or the new ones. */
export function putFiles(home: Home, from: string, names: string[], to: string): Manifest["files"] {
  mkdirSync(to, { recursive: true });
  return names.map((name) => {
    const target = path.join(to, name);
    const sha256 = createHash("sha256")
      .update(readFileSync(path.join(from, name)))
      .digest("hex");
    moveFile(path.join(from, name), target);
    return { path: path.relative(home.root, target), sha256 };
  });
}
