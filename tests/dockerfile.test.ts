import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copied, dockerfile, words } from "./dockerfile.ts";

const INSTRUCTIONS = dockerfile();
const LAST = INSTRUCTIONS.at(-1)!.stage;
const last = (name: string) =>
  INSTRUCTIONS.filter((instruction) => instruction.stage === LAST && instruction.name === name);
const json = (file: string) => JSON.parse(readFileSync(file, "utf8"));

describe("the image", () => {
  test("is of a Node.js that the program runs on", () => {
    const [, major, minor] = /^>=(\d+)\.(\d+)$/.exec(json("package.json").engines.node)!;
    for (const { text } of INSTRUCTIONS.filter(({ name }) => name === "FROM")) {
      const image = /^node:(\d+)(?:\.(\d+))?\S*-bookworm-slim\b/.exec(text);
      expect(image, text).not.toBeNull();
      const newer = Number(image![1]) > Number(major) || Number(image![2] ?? 0) >= Number(minor);
      expect(newer, text).toBe(true);
    }
  });

  test("copies what exists and is not ignored", () => {
    const sources = copied(INSTRUCTIONS);
    expect(sources.filter((source) => !existsSync(source))).toEqual([]);
    const [everything, ...allowed] = readFileSync(".dockerignore", "utf8").trim().split("\n");
    expect(everything).toBe("*");
    expect(allowed.sort()).toEqual([...new Set(sources)].map((source) => `!${source}`).sort());
  });

  test("has every folder the package has but those for reading", () => {
    const forReading = ["docs", "samples"];
    const folders = (json("package.json").files as string[]).filter((f) => !forReading.includes(f));
    expect(copied(INSTRUCTIONS)).toEqual(expect.arrayContaining(folders));
  });

  test("downloads packages in its first stage, as the lock says, and nothing else", () => {
    const runs = INSTRUCTIONS.filter(({ name }) => name === "RUN");
    expect(runs.filter(({ stage }) => stage < LAST).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^npm ci --omit=dev\b/),
    ]);
    const downloads = /\b(apt|apt-get|curl|wget|npm|npx|yarn|pnpm|git|pip)\b|https?:/;
    expect(last("RUN").filter(({ text }) => downloads.test(text))).toEqual([]);
    expect(INSTRUCTIONS.filter(({ name }) => name === "ADD")).toEqual([]);
  });

  test("runs as no one in particular, at Shanghai's clock, with its home on a volume", () => {
    const env = Object.fromEntries(
      last("ENV").flatMap(({ text }) => text.split(/\s+/).map((pair) => pair.split("="))),
    );
    expect(env).toMatchObject({ TZ: "Asia/Shanghai", FUNDWATCH_HOME: "/data" });
    expect(last("VOLUME").map(({ text }) => text)).toEqual(["/data"]);
    expect(last("USER").map(({ text }) => text)).toEqual(["node"]);
    const order = INSTRUCTIONS.map(({ name }) => name);
    expect(order.lastIndexOf("USER")).toBeGreaterThan(order.lastIndexOf("RUN"));
  });

  test("starts a file it has, without a shell between it and its signals", () => {
    const [program, file] = words(last("ENTRYPOINT")[0]);
    expect(program).toBe("node");
    expect(file).toMatch(/^\/app\//);
    expect(existsSync(path.relative("/app", file!))).toBe(true);
    expect(words(last("CMD")[0])[0]).toBe("serve");
  });

  test("asks for its health at the port it serves", () => {
    const command = words(last("CMD")[0]);
    const port = command[command.indexOf("--port") + 1];
    expect(last("EXPOSE").map(({ text }) => text)).toEqual([port]);
    const [program, flag, script] = words(last("HEALTHCHECK")[0]);
    expect([program, flag]).toEqual(["node", "-e"]);
    expect(script).toContain(`http://127.0.0.1:${port}/health`);
  });
});

describe("what the image holds is enough", () => {
  const app = mkdtempSync(path.join(tmpdir(), "fundwatch-image-"));
  const home = path.join(app, "data");
  afterAll(() => rmSync(app, { recursive: true, force: true }));

  beforeAll(() => {
    for (const source of copied(INSTRUCTIONS))
      cpSync(source, path.join(app, source), { recursive: true });
    const packages = json("package-lock.json").packages as Record<string, { dev?: boolean }>;
    for (const [name, { dev }] of Object.entries(packages)) {
      const direct = /^node_modules\/(@[^/]+\/)?[^/]+$/.test(name);
      if (!direct || dev || !existsSync(name)) continue;
      mkdirSync(path.dirname(path.join(app, name)), { recursive: true });
      symlinkSync(path.resolve(name), path.join(app, name));
    }
  });

  const fundwatch = (...args: string[]): string =>
    execFileSync(process.execPath, [path.join(app, "bin", "fundwatch.mjs"), ...args], {
      cwd: app,
      env: { PATH: process.env.PATH, TZ: "Asia/Shanghai", FUNDWATCH_HOME: home },
      encoding: "utf8",
    });

  test("to say its version", () => {
    expect(fundwatch("--version").trim()).toBe(json("package.json").version);
  });

  test("to make a home and to find it in order", () => {
    fundwatch("init");
    expect(existsSync(path.join(home, "fundwatch.config.json"))).toBe(true);
    expect(JSON.parse(fundwatch("doctor", "--json"))).not.toEqual([]);
  });

  test("to send telemetry", () => {
    const script = `
      import { startTelemetry } from "./pipelines/telemetry.ts";
      await (await startTelemetry("http://127.0.0.1:9", "1")).end();
      console.log("sent");
    `;
    const args = ["--import", "tsx", "--input-type=module", "--eval", script];
    expect(execFileSync(process.execPath, args, { cwd: app, encoding: "utf8" })).toBe("sent\n");
  });
});
