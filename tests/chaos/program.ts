import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import type { Moment } from "./scene.ts";

const PROGRAM = fileURLToPath(new URL("../../bin/fundwatch.mjs", import.meta.url));

export interface Ended {
  status: number | null;
  killed: boolean;
}

/** The real command line in a process of its own, without the settings of the one that tests. */
export class Program {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly #home: string;
  readonly #earlier: Set<string>;
  stdout = "";
  stderr = "";

  constructor(home: string, args: string[], env: NodeJS.ProcessEnv = {}) {
    const { REDIS_URL: _, OTEL_EXPORTER_OTLP_ENDPOINT: __, ...own } = process.env;
    this.#home = home;
    this.#earlier = new Set(journalsOf(home));
    this.child = spawn(process.execPath, [PROGRAM, ...args, "--home", home], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...own, ...env },
    });
    this.child.stdout!.on("data", (chunk) => (this.stdout += chunk));
    this.child.stderr!.on("data", (chunk) => (this.stderr += chunk));
    this.ended = new Promise((resolve, reject) => {
      this.child.on("error", reject);
      this.child.on("close", (status, signal) => {
        resolve({ status, killed: signal === "SIGKILL" });
      });
    });
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** As if it had lost its power. */
  async kill(): Promise<Ended> {
    this.child.kill("SIGKILL");
    return this.ended;
  }

  /** Returns when its run has come so far, or has ended: whether it goes on. */
  async reach({ events, pause: wait }: Moment): Promise<boolean> {
    while (this.running && this.events < events) await pause(5);
    await Promise.race([pause(wait), this.ended]);
    return this.running;
  }

  /** How many events its run has told. */
  get events(): number {
    const run = journalsOf(this.#home).find((file) => !this.#earlier.has(file));
    return run === undefined ? 0 : readFileSync(run, "utf8").split("\n").length - 1;
  }

  /** Its status; throws what it said where that is not `wanted`. */
  async expect(wanted = 0): Promise<Ended> {
    const ended = await this.ended;
    if (ended.status !== wanted)
      throw new Error(`ended with ${ended.status}\n${this.stdout}\n${this.stderr}`);
    return ended;
  }
}

export const fundwatch = (home: string, args: string[], env?: NodeJS.ProcessEnv): Promise<Ended> =>
  new Program(home, args, env).expect();

function journalsOf(home: string): string[] {
  const folder = path.join(home, "state", "runs");
  return existsSync(folder) ? readdirSync(folder).map((name) => path.join(folder, name)) : [];
}

/** A `worker` that waits for documents. */
export async function startWorker(home: string, url: string): Promise<Program> {
  const worker = new Program(home, ["worker"], { REDIS_URL: url });
  await until(
    () => worker.stderr.includes("worker 已就绪"),
    "ready",
    () => worker.stderr,
  );
  return worker;
}

export async function until(
  done: () => boolean | Promise<boolean>,
  what: string,
  said: () => string = () => "",
): Promise<void> {
  for (let i = 0; i < 6000; i++) {
    if (await done()) return;
    await pause(5);
  }
  throw new Error(`never ${what} ${said()}`);
}
