import { execFileSync } from "node:child_process";

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
    const line = `${name} is not installed: its tests are skipped (Debian package ${PACKAGES[name] ?? name})`;
    if (process.env.FUNDWATCH_NO_SKIP) throw new Error(line);
    process.stderr.write(`${line}\n`);
    return null;
  }
}
