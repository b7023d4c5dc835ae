import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { schedulerOf, takeLock } from "../../pipelines/automations/lock.ts";
import { layout } from "../../pipelines/home.ts";

let folder: string;
let children: ChildProcess[];
const home = () => layout(path.join(folder, "home"));

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "fundwatch-lock-"));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** Another process that takes the lock and keeps it. */
async function another(): Promise<ChildProcess> {
  const lock = pathToFileURL(path.resolve("pipelines/automations/lock.ts")).href;
  const child = spawn(
    process.execPath,
    [
      "--import",
      "tsx",
      "--input-type=module",
      "-e",
      `const { takeLock } = await import(${JSON.stringify(lock)});
       await takeLock(${JSON.stringify(home())});
       process.stdout.write("taken");
       setInterval(() => {}, 1000);`,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  children.push(child);
  await once(child.stdout!, "data");
  return child;
}

test("is one process's, and the other is told whose", async () => {
  const child = await another();
  await expect(takeLock(home())).rejects.toMatchObject({
    name: "UserError",
    message: `工作目录 ${home().root} 已有一个 serve 在运行（进程号 ${child.pid}）`,
  });
  expect(await schedulerOf(home())).toEqual({ running: true, pid: child.pid });
});

test("is free as soon as its process is killed", async () => {
  const child = await another();
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(await schedulerOf(home())).toEqual({ running: false, pid: null });
  const lock = await takeLock(home());
  lock.release();
});

test("is refused twice within a process, and asking does not lose it", async () => {
  const lock = await takeLock(home());
  expect(await schedulerOf(home())).toEqual({ running: true, pid: process.pid });
  await expect(takeLock(home())).rejects.toThrow(`进程号 ${process.pid}`);
  lock.release();
  expect(await schedulerOf(home())).toEqual({ running: false, pid: null });
  (await takeLock(home())).release();
});

test("is waited for while somebody only asks", async () => {
  (await takeLock(home())).release();
  const asked = await Promise.all([schedulerOf(home()), takeLock(home())]);
  asked[1].release();
});

test("a broken lock file is thrown away", async () => {
  (await takeLock(home())).release();
  writeFileSync(path.join(home().state, "scheduler.duckdb"), "torn by a crash".repeat(1000));
  expect(await schedulerOf(home())).toEqual({ running: false, pid: null });
  (await takeLock(home())).release();
});
