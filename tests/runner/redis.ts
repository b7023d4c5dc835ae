import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { program } from "../programs.ts";

/** Null where the tests that need it are to be skipped. */
export const REDIS_SERVER = program("redis-server");

/** A real server on a free port, with a folder of its own. */
export class RedisServer {
  readonly port: number;
  readonly url: string;
  readonly #folder = mkdtempSync(path.join(tmpdir(), "redis-"));
  readonly #settings: Record<string, string>;
  #process: ChildProcess | undefined;

  private constructor(port: number, settings: Record<string, string>) {
    this.port = port;
    this.url = `redis://127.0.0.1:${port}`;
    this.#settings = settings;
  }

  /** `settings` as in redis.conf; nothing outlives the process without `appendonly`. */
  static async start(settings: Record<string, string> = {}): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), settings);
    await server.begin();
    return server;
  }

  /** Starts it, or starts it again with whatever its folder holds. */
  async begin(): Promise<void> {
    const settings = {
      port: `${this.port}`,
      bind: "127.0.0.1",
      dir: this.#folder,
      save: "",
      ...this.#settings,
    };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    this.#process = spawn(REDIS_SERVER!, args, { stdio: "ignore" });
    while (!(await answers(this.port))) await pause(5);
  }

  /** As a machine that loses its power. */
  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.#process!.once("close", resolve));
    this.#process!.kill("SIGCONT");
    this.#process!.kill("SIGKILL");
    await ended;
    this.#process = undefined;
  }

  freeze(): void {
    this.#process!.kill("SIGSTOP");
  }

  thaw(): void {
    this.#process!.kill("SIGCONT");
  }

  /** Ends it, if it has not, and removes its folder. */
  async remove(): Promise<void> {
    if (this.#process) await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.on("error", () => end(false));
    // A server with a password answers too.
    socket.on("data", (bytes) => end(/^(\+PONG|-NOAUTH)/.test(bytes.toString())));
  });
}
