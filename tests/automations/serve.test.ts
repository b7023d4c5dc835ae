import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Health } from "../../bin/health.ts";
import { arrivals } from "../../pipelines/ingest/batches.ts";
import { Store } from "../../pipelines/store.ts";
import { fundwatch } from "../crash/command.ts";
import { Desk } from "./desk.ts";

const SAMPLE = path.resolve("samples/city-2019-07");
const PROGRAM = path.resolve("bin/fundwatch.mjs");
const QUICK = {
  region: "620700",
  inbox: { every_seconds: 0.2, settle_seconds: 2 },
  schedules: [],
  bulletins: { regions: [] },
  runs: { stop_seconds: 5 },
};

let desk: Desk;
let serves: Serve[];

beforeEach(() => {
  desk = new Desk(QUICK);
  serves = [];
});
afterEach(async () => {
  for (const serve of serves) await serve.kill();
  desk.clear();
});

/** A real `serve` in a process of its own. */
class Serve {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  out = "";
  err = "";

  constructor() {
    const args = [PROGRAM, "serve", "--port", "0", "--json", "--home", desk.root];
    this.child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.child.stdout!.on("data", (chunk) => (this.out += chunk));
    this.child.stderr!.on("data", (chunk) => (this.err += chunk));
    this.ended = once(this.child, "close").then(([status]) => status as number | null);
  }

  async url(): Promise<string> {
    await until(() => this.out.trimEnd().endsWith("}"), `started: ${this.err}`);
    return (JSON.parse(this.out) as { url: string }).url;
  }

  async health(): Promise<{ status: number; health: Health }> {
    const response = await fetch(`${await this.url()}/health`);
    return { status: response.status, health: (await response.json()) as Health };
  }

  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.ended;
  }
}

async function start(): Promise<Serve> {
  const serve = new Serve();
  serves.push(serve);
  await serve.url();
  return serve;
}

async function until(done: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let i = 0; i < 600; i++) {
    if (await done()) return;
    await pause(100);
  }
  throw new Error(`never ${what}; last: ${JSON.stringify(desk.ticks().at(-1))}`);
}

const inbox = (name: string) => path.join(desk.home.inbox, name);
const put = (name: string) => copyFileSync(path.join(SAMPLE, name), inbox(name));
const ran = () => desk.ticks().filter(({ state }) => state === "ran");

describe("serve", () => {
  test("loads and runs what is put into the inbox, when it is whole", async () => {
    const serve = await start();
    const text = readFileSync(path.join(SAMPLE, "statement-2019-07.csv"));
    const part = Math.ceil(text.length / 6);
    writeFileSync(inbox("statement.csv"), "");
    for (let at = 0; at < text.length; at += part) {
      appendFileSync(inbox("statement.csv"), text.subarray(at, at + part));
      await pause(400);
      expect(arrivals(desk.home)).toEqual([]);
    }
    await until(() => ran().length === 1, "run");
    expect(arrivals(desk.home).map(({ file, bytes }) => [file, bytes])).toEqual([
      ["statement.csv", text.length],
    ]);
    expect(ran()[0]!.why).toMatch(/^载入 statement\.csv；做好 \d+ 项（运行 \S+）$/);
    expect(existsSync(desk.home.snapshot)).toBe(true);

    const { status, health } = await serve.health();
    expect(status).toBe(200);
    expect(health).toMatchObject({ ok: true, current: null, snapshot: { ok: true } });
    expect(health.ticks.map(({ automation, state }) => [automation, state])).toEqual([
      ["inbox", "ran"],
    ]);
    writeFileSync(desk.home.snapshot, "torn".repeat(10_000));
    expect(await serve.health()).toMatchObject({ status: 503, health: { ok: false } });
    expect((await fetch(`${await serve.url()}/other`)).status).toBe(404);
  });

  test("ends in good order when asked", async () => {
    const serve = await start();
    put("statement-2019-07.csv");
    await until(async () => (await serve.health()).health.current !== null, "busy");
    const asked = performance.now();
    serve.child.kill("SIGTERM");
    expect(await serve.ended).toBe(0);
    expect(performance.now() - asked).toBeLessThan((QUICK.runs.stop_seconds + 8) * 1000);
    expect(serve.err).toContain("serve 已停止");
    expect(["ran", "stopped"]).toContain(desk.ticks().at(-1)!.state);
    const again = await start();
    await until(() => ran().length === 1, "run");
    again.child.kill("SIGINT");
    expect(await again.ended).toBe(0);
  });

  test("is one only, and begins again after a kill", async () => {
    const first = await start();
    const second = await fundwatch(desk.root, ["serve", "--port", "0"]);
    expect(second.status).toBe(1);
    expect(second.stderr).toContain(`已有一个 serve 在运行（进程号 ${first.child.pid}）`);
    const others = await Store.open(desk.home.warehouse);
    put("statement-2019-07.csv");
    await until(() => first.err.includes("稍后再试"), "between load and run");
    await first.kill();
    others.close();
    expect(ran()).toEqual([]);
    await start();
    await until(() => ran().length === 1, "run");
    expect(desk.told("begun", "ran", "skipped").map((tick) => tick.split(" ").at(-1))).toEqual([
      "begun",
      "begun",
      "ran",
    ]);
    expect(arrivals(desk.home)).toHaveLength(1);
  });

  test("waits for a run of somebody else to end", async () => {
    const others = await Store.open(desk.home.warehouse);
    const serve = await start();
    put("statement-2019-07.csv");
    await until(() => serve.err.includes("稍后再试"), "waiting");
    expect(serve.err).toContain(`数据仓库正在被另一个进程使用（进程号 ${process.pid}）`);
    expect(await serve.health()).toMatchObject({
      status: 200,
      health: { current: { automation: "inbox" } },
    });
    others.close();
    await until(() => ran().length === 1, "run");
  });

  test("says what is wrong with a port, a host, a schedule", async () => {
    const blocker = createServer().listen(0, "127.0.0.1");
    await once(blocker, "listening");
    const { port } = blocker.address() as { port: number };
    const taken = await fundwatch(desk.root, ["serve", "--port", `${port}`]);
    blocker.close();
    expect(taken.status).toBe(1);
    expect(taken.stderr).toContain(`端口 ${port} 已被别的程序占用`);
    const wrong = await fundwatch(desk.root, ["serve", "--port", "http"]);
    expect(wrong).toMatchObject({ status: 2, stderr: expect.stringContaining("端口 http 不对") });
    const nowhere = await fundwatch(desk.root, ["serve", "--port", "0", "--host", "203.0.113.1"]);
    expect(nowhere.stderr).toContain("203.0.113.1 不是本机的地址");
    desk.configure({ ...QUICK, schedules: [{ name: "夜间", cron: "99 2 * * *" }] });
    const never = await fundwatch(desk.root, ["serve", "--port", "0"]);
    expect(never.status).toBe(1);
    expect(never.stderr).toContain("计划 夜间 的时间“99 2 * * *”写法不对");
  });
});
