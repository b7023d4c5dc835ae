import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** One measured piece of work, done in a process of its own. */
export interface Measured {
  /** Seconds by what they were spent on; `all` is the work as a whole. */
  seconds: Record<string, number>;
  /** Most memory the process held, in MiB. */
  memory: number;
}

/** Runs `bench/work.ts <work> <arguments>` in a process of its own. */
export function measure(work: string, ...args: string[]): Promise<Measured> {
  const file = fileURLToPath(new URL("work.ts", import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", file, work, ...args], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.on("error", reject);
    child.on("close", (status) => {
      if (status === 0) resolve(JSON.parse(output) as Measured);
      else reject(new Error(`${work} ended with status ${status}`));
    });
  });
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
