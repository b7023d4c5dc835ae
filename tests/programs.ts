import { execFileSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import path from "node:path";

const PACKAGES: Record<string, string> = {
  soffice: "libreoffice-writer-nogui",
  pdftotext: "poppler-utils",
  chromium: "chromium",
  "redis-server": "redis-server",
};

/**
 * Where a program is that a test needs, or null with a line on how to get it. With
 * FUNDWATCH_NO_SKIP set, its absence is a failure.
 */
export function program(name: string): string | null {
  try {
    return execFileSync("which", [name], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return missing(name, PACKAGES[name] ?? name);
  }
}

/** LibreOffice where it can read workbooks, too. */
export function spreadsheets(): string | null {
  const office = program("soffice");
  if (office === null || existsSync(path.join(path.dirname(realpathSync(office)), "libsclo.so")))
    return office;
  return missing("LibreOffice Calc", "libreoffice-calc-nogui");
}

function missing(name: string, debianPackage: string): null {
  const line = `${name} is not installed: its tests are skipped (Debian package ${debianPackage})`;
  if (process.env.FUNDWATCH_NO_SKIP) throw new Error(line);
  process.stderr.write(`${line}\n`);
  return null;
}
