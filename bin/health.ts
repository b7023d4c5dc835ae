import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { UserError } from "../models/errors.ts";
import type { Scheduler } from "../pipelines/automations/scheduler.ts";
import type { Home } from "../pipelines/home.ts";
import { openSnapshot } from "../pipelines/publish/snapshot.ts";

/** What `GET /health` tells. */
export interface Health {
  ok: boolean;
  since: string;
  /** What is being done now. */
  current: Scheduler["current"];
  /** Why the last turn of the scheduler failed. */
  trouble: string | null;
  /** The last decision about each automation. */
  ticks: { automation: string; scheduled_for: string; state: string; why: string; at: string }[];
  inbox: { at: string; files: number; waiting: number; problem: string | null } | null;
  /** Whether the published snapshot answers a query; null before anything is published. */
  snapshot: { ok: boolean; error: string | null } | null;
}

/** How things stand, asked of what is really there. */
export async function healthOf(home: Home, scheduler: Scheduler, since: string): Promise<Health> {
  const { ledger, current, trouble, lastLook } = scheduler;
  const snapshot = existsSync(home.snapshot) ? await askSnapshot(home) : null;
  return {
    ok: trouble === null && snapshot?.ok !== false,
    since,
    current,
    trouble,
    ticks: ledger.automations.flatMap((automation) => {
      const { last, seen } = ledger.account(automation);
      if (last === null || seen === null) return [];
      const { scheduled_for, state, why, at } = last;
      return [{ automation, scheduled_for, state, why, at }];
    }),
    inbox: lastLook && {
      at: lastLook.at,
      files: lastLook.settled.length + lastLook.waiting.length,
      waiting: lastLook.waiting.length,
      problem: lastLook.problem ?? null,
    },
    snapshot,
  };
}

async function askSnapshot(home: Home): Promise<Health["snapshot"]> {
  try {
    const store = await openSnapshot(home);
    try {
      await store.row("select 1 as one");
      return { ok: true, error: null };
    } finally {
      store.close();
    }
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

/** Answers `GET /health` with 200 or 503. Questions that come together share one answer. */
export function healthServer(
  where: { host: string; port: number },
  health: () => Promise<Health>,
): Promise<{ server: Server; url: string }> {
  let asking: Promise<Health> | undefined;
  const server = createServer(async (request, response) => {
    const reply = (status: number, value: unknown) => {
      response.writeHead(status, {
        "content-type": "application/json; charset=utf-8",
        "cache-control": "no-store",
      });
      response.end(`${JSON.stringify(value, null, 2)}\n`);
    };
    if (request.url?.split("?")[0] !== "/health") return reply(404, { error: "只有 /health" });
    if (request.method !== "GET" && request.method !== "HEAD")
      return reply(405, { error: "只能 GET" });
    try {
      asking ??= health().finally(() => {
        asking = undefined;
      });
      const found = await asking;
      reply(found.ok ? 200 : 503, found);
    } catch (error) {
      reply(503, { ok: false, error: error instanceof Error ? error.message : String(error) });
    }
  });
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(inWords(error, where)));
    server.listen(where.port, where.host, () => {
      const { port } = server.address() as AddressInfo;
      const host = where.host.includes(":") ? `[${where.host}]` : where.host;
      resolve({ server, url: `http://${host}:${port}` });
    });
  });
}

function inWords(error: NodeJS.ErrnoException, { host, port }: { host: string; port: number }) {
  if (error.code === "EADDRINUSE")
    return new UserError(
      `端口 ${port} 已被别的程序占用`,
      "请用 --port 换一个端口（--port 0 由系统选一个），或停掉占用它的程序。",
    );
  if (error.code === "EACCES")
    return new UserError(`没有权限使用端口 ${port}`, "请用 --port 换一个 1024 以上的端口。");
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND")
    return new UserError(
      `${host} 不是本机的地址`,
      "请检查 --host；只供本机访问用 127.0.0.1，容器里用 0.0.0.0。",
    );
  return error;
}
