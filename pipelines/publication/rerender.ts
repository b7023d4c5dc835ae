import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import type { IssuedVersion } from "../../models/publication.ts";
import type { Home } from "../home.ts";
import { readModel, renderModel } from "./model.ts";
import { programOf } from "./program.ts";
import { fileHash, versionFolder } from "./shelf.ts";

/** How a file of an issued version came out when it was rendered once more. */
export interface Rerendered {
  name: string;
  equal: boolean;
  /** Whether another program, which may draw otherwise, rendered it then. */
  other_program: boolean;
  /** In Chinese; null where every byte is equal. */
  why: string | null;
}

/** Renders an issued version again out of what was kept with it, and compares the bytes. */
export async function rerender(home: Home, version: IssuedVersion): Promise<Rerendered[]> {
  mkdirSync(home.temp, { recursive: true });
  const folder = mkdtempSync(path.join(home.temp, "rerender-"));
  try {
    const made = await renderModel(home, readModel(versionFolder(home, version)), folder);
    const program = programOf();
    const other_program = program !== version.program;
    const changed = other_program
      ? `程序已变（印发时 ${version.program}，现在 ${program}）`
      : "程序没有变：请检查字体等运行环境";
    return version.files.map(({ name, sha256 }) => {
      if (!made.includes(name))
        return { name, equal: false, other_program, why: `现在的程序不出这个文件；${changed}` };
      const equal = fileHash(path.join(folder, name)) === sha256;
      return { name, equal, other_program, why: equal ? null : changed };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
