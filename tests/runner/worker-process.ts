import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type BullWorkerOptions, bullWorker } from "../../pipelines/runner/bullmq-worker.ts";
import { deeds } from "./deeds.ts";

const FILE = fileURLToPath(import.meta.url);

/** Starts this file as a process that works for the shared pool; resolves once it does. */
export async function startWorker(
  options: Omit<BullWorkerOptions, "handlers" | "say">,
): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", FILE, JSON.stringify(options)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout!.once("data", () => resolve());
    child.once("close", (code) => reject(new Error(`the worker ended with ${code}`)));
  });
  return child;
}

if (process.argv[1] === FILE) {
  const options = JSON.parse(process.argv[2]!) as BullWorkerOptions;
  const worker = await bullWorker({ ...options, handlers: { wide: deeds.wide! } });
  process.on("SIGTERM", () => void worker.close(5000).then(() => process.exit(0)));
  // Its stdin ends with the process that started it.
  process.stdin.on("end", () => process.exit(0)).resume();
  process.stdout.write("ready\n");
}
