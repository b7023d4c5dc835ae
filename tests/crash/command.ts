import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../../bin/fundwatch.mjs", import.meta.url));

export interface Ended {
  status: number | null;
  killed: boolean;
  stdout: string;
  stderr: string;
  milliseconds: number;
}

/** Runs the real command line; with `killAfter`, kills it outright after so many milliseconds. */
export function fundwatch(home: string, args: string[], killAfter?: number): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = spawn(process.execPath, [PROGRAM, ...args, "--home", home], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk) => (stdout += chunk));
    child.stderr.on("data", (chunk) => (stderr += chunk));
    const timer =
      killAfter === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfter);
    child.on("error", reject);
    child.on("close", (status, signal) => {
      clearTimeout(timer);
      const milliseconds = performance.now() - begun;
      resolve({ status, killed: signal === "SIGKILL", stdout, stderr, milliseconds });
    });
  });
}

/** A folder of its own for one test file, and copies of homes in it. */
export class Bench {
  readonly folder = mkdtempSync(path.join(tmpdir(), "fundwatch-crash-"));

  at = (...parts: string[]): string => path.join(this.folder, ...parts);

  copy(from: string, to: string): string {
    rmSync(this.at(to), { recursive: true, force: true });
    cpSync(this.at(from), this.at(to), { recursive: true });
    return this.at(to);
  }

  clear(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Bytes by name of every file below a folder. */
export function bytesBelow(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    found.set(path.relative(folder, file), readFileSync(file, "base64"));
  }
  return found;
}
