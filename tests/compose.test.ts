import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { DEFAULT_CONFIG } from "../models/config.ts";
import { copied, dockerfile, words } from "./dockerfile.ts";
import { program } from "./programs.ts";

interface Service {
  image: string;
  build?: { context: string };
  command: string[];
  environment?: Record<string, string>;
  volumes: string[];
  ports?: string[];
  depends_on?: Record<string, { condition: string }>;
  deploy?: { replicas?: number };
  healthcheck?: { test: string[] };
  init?: boolean;
  mem_limit?: string;
  restart?: string;
  stop_grace_period?: string;
}

const COMPOSE = program("docker-compose");
const folder = mkdtempSync(path.join(tmpdir(), "fundwatch-compose-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Judges a compose file by the schema of the program that will read it; returns it as it understands it. */
function validated(file: string): string {
  return execFileSync(COMPOSE!, ["-f", file, "config"], {
    env: { PATH: process.env.PATH, HOME: folder },
    encoding: "utf8",
    stdio: "pipe",
  });
}

/** The Python that runs docker-compose has the parser it reads YAML with. */
function services(): Record<string, Service> {
  const script = "import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)";
  const [, python] = /^#!(\S+)/.exec(readFileSync(COMPOSE!, "utf8"))!;
  const text = execFileSync(python!, ["-c", script], {
    input: validated("docker-compose.yml"),
    encoding: "utf8",
  });
  return JSON.parse(text).services;
}

const seconds = (duration: string): number => Number(/^(\d+)s$/.exec(duration)![1]);
const mebibytes = (size: string): number => {
  const [, number, unit] = /^(\d+)([mg])b?$/i.exec(size)!;
  return Number(number) * (unit!.toLowerCase() === "g" ? 1024 : 1);
};
const after = (command: string[], flag: string) => command[command.indexOf(flag) + 1];
const sources = ({ volumes }: Service) => volumes.map((volume) => volume.split(":")[0]);

describe.skipIf(!COMPOSE)("docker-compose.yml", () => {
  const all = COMPOSE ? services() : {};
  const redis = all.redis!;
  const server = all.server!;
  const worker = all.worker!;

  test("is what docker-compose takes, and a wrong one is not", () => {
    expect(Object.keys(all).sort()).toEqual(["redis", "server", "worker"]);
    const wrong = path.join(folder, "docker-compose.yml");
    writeFileSync(wrong, "services: { redis: { image: redis, stop_grace: 45s } }\n");
    expect(() => validated(wrong)).toThrow(/Unsupported config option/);
  });

  test("its queue is kept on disk, evicts nothing and is reached from inside only", () => {
    expect(redis.command[0]).toBe("redis-server");
    expect(after(redis.command, "--appendonly")).toBe("yes");
    expect(after(redis.command, "--maxmemory-policy")).toBe("noeviction");
    expect(mebibytes(redis.mem_limit!)).toBeGreaterThan(
      mebibytes(after(redis.command, "--maxmemory")!),
    );
    expect(redis.volumes).toEqual([expect.stringMatching(/^queue:\/data/)]);
    expect(redis.ports ?? []).toEqual([]);
    expect(redis.healthcheck!.test).toEqual(["CMD", "redis-cli", "ping"]);
  });

  test("one server and two workers share the data, the queue and the image", () => {
    expect([server.deploy?.replicas ?? 1, worker.deploy?.replicas]).toEqual([1, 2]);
    for (const service of [server, worker]) {
      expect(sources(service)).toEqual(["data"]);
      expect(service.environment!.REDIS_URL).toBe("redis://redis:6379");
      expect(service.depends_on!.redis!.condition).toBe("service_healthy");
      expect(service.image).toBe(server.image);
    }
    const home = dockerfile().find(({ name }) => name === "VOLUME")!.text;
    expect(server.volumes[0]!.split(":")[1]).toBe(home);
  });

  test("it sends no telemetry unless asked", () => {
    expect(server.environment!.OTEL_EXPORTER_OTLP_ENDPOINT).toBe("");
  });

  test("the server is published to this machine only, at the port the image asks for its health", () => {
    const port = after(server.command, "--port");
    expect(server.ports).toEqual([`127.0.0.1:${port}:${port}/tcp`]);
    expect(words(dockerfile().find(({ name }) => name === "CMD"))).toEqual(server.command);
    expect(server.healthcheck).toBeUndefined();
    expect(worker.healthcheck!.test).toEqual(["NONE"]);
    expect(worker.ports ?? []).toEqual([]);
  });

  test("all come back by themselves and none may take all memory", () => {
    for (const service of Object.values(all)) {
      expect(service.restart).toBe("unless-stopped");
      expect(mebibytes(service.mem_limit!)).toBeGreaterThan(0);
    }
    const [, gigabytes] = /^(\d+)GB$/.exec(DEFAULT_CONFIG.memory_limit)!;
    expect(mebibytes(server.mem_limit!)).toBeGreaterThan(Number(gigabytes) * 1024);
  });

  test("a step has the time to stop that the config gives it", () => {
    for (const service of [server, worker]) {
      expect(service.init).toBe(true);
      expect(seconds(service.stop_grace_period!)).toBeGreaterThanOrEqual(
        DEFAULT_CONFIG.runs.stop_seconds + 10,
      );
    }
  });

  test("its commands are verbs of the command line, with options they take", () => {
    for (const { command } of [server, worker]) {
      const [verb, ...rest] = command;
      const help = execFileSync(process.execPath, ["bin/fundwatch.mjs", verb!, "--help"], {
        encoding: "utf8",
      });
      expect(help).toContain(`fundwatch ${verb}`);
      for (const flag of rest.filter((word) => word.startsWith("--"))) expect(help).toContain(flag);
    }
  });

  test("it builds the image from this tree", () => {
    expect(path.resolve(server.build!.context)).toBe(process.cwd());
    expect(copied(dockerfile())).toContain("bin");
  });
});
