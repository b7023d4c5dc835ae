import type { ConnectionOptions } from "bullmq";
import { Redis } from "ioredis";
import { UserError } from "../../models/errors.ts";

/** Milliseconds. */
export interface BullTimes {
  /** How long a job belongs to a process that is not heard of any more. */
  lock: number;
  /** Between two searches for jobs whose process is not heard of any more. */
  stalled: number;
  /** Between two comparisons of what is under way with what Redis holds. */
  look: number;
  /** Without Redis for so long, and the work is done in this process. */
  patience: number;
  /** For one answer of Redis. */
  answer: number;
  /** The longest pause before Redis is tried again. */
  reconnect: number;
  /** For a handler to notice that its signal aborted. */
  deaf: number;
  /** For closing, whatever Redis does. */
  close: number;
}

const DEFAULT_TIMES: BullTimes = {
  lock: 60_000,
  stalled: 30_000,
  look: 1000,
  patience: 10_000,
  answer: 5000,
  reconnect: 2000,
  deaf: 5000,
  close: 3000,
};

export interface BullPlace {
  /** `redis://[user:password@]host:port/database`, or `rediss://` for TLS. */
  url: string;
  /** Keeps two installations on one Redis apart. */
  home: string;
  /** Hears remarks for people. */
  say?: (line: string) => void;
  times?: Partial<BullTimes>;
}

/** A Redis that answered, and how BullMQ is to use it. */
export interface Link {
  /** Refuses at once, or within `times.answer`, what Redis cannot do now. */
  client: Redis;
  /** For queues, which share the client. */
  producer: { connection: ConnectionOptions; prefix: string; skipVersionCheck: boolean };
  /** For workers and listeners, which wait for Redis as long as it takes. */
  consumer: { connection: ConnectionOptions; prefix: string; skipVersionCheck: boolean };
  prefix: string;
  times: BullTimes;
  say: (line: string) => void;
  /** Lets go of Redis; nothing reconnects after it. */
  end(): void;
}

const REMEDY =
  "请启动 Redis（redis-server），检查 REDIS_URL；或者去掉 REDIS_URL，所有工作就在一个进程里完成";

/** Reaches Redis, or throws a UserError that does not show the URL's password. */
export async function openLink(place: BullPlace): Promise<Link> {
  const { url, say = () => {} } = place;
  const times = { ...DEFAULT_TIMES, ...place.times };
  const { host, port } = addressOf(url);
  let open = false;
  const retryStrategy = (tries: number) => (open ? Math.min(tries * 100, times.reconnect) : null);
  const common = { retryStrategy, connectTimeout: times.answer, keepAlive: 10_000, protocol: 2 };
  const client = new Redis(url, {
    ...common,
    protocol: 2,
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: times.answer,
  });
  const policy = await firstAnswer(client, times.answer).catch((error: unknown) => {
    client.disconnect();
    throw new UserError(`连不上 Redis（${host}:${port}）：${reasonOf(error)}`, REMEDY);
  });
  open = true;
  if (policy !== "noeviction")
    say(
      `Redis 的 maxmemory-policy 是 ${policy}，内存不足时会丢弃任务。请在 redis.conf 中改为 noeviction`,
    );
  const prefix = `fundwatch:${place.home}`;
  // BullMQ's own look at the version also prints a warning about the policy, in English.
  const shared = { prefix, skipVersionCheck: policy !== "noeviction" };
  return {
    client,
    producer: { ...shared, connection: client },
    consumer: { ...shared, connection: { url, ...common, maxRetriesPerRequest: null } },
    prefix,
    times,
    say,
    end: () => {
      open = false;
      client.disconnect();
    },
  };
}

function addressOf(url: string): { host: string; port: string } {
  try {
    const { protocol, hostname, port } = new URL(url);
    if (/^rediss?:$/.test(protocol) && hostname) return { host: hostname, port: port || "6379" };
  } catch {
    // An address that is none is told of below, without its words: they may hold a password.
  }
  throw new UserError("REDIS_URL 不是 redis://主机:端口 这样的地址", REMEDY);
}

/** The server's maxmemory-policy, once it has answered. */
async function firstAnswer(client: Redis, milliseconds: number): Promise<string> {
  let first: unknown;
  const remember = (error: unknown) => {
    first ??= error;
  };
  client.on("error", remember);
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("Command timed out")), milliseconds);
  });
  try {
    await Promise.race([client.connect(), silence]);
    const info = await Promise.race([client.info(), silence]);
    if (first) throw first;
    const version = /^redis_version:(\d+)\.(\d+)/m.exec(info);
    if (version && Number(version[1]) * 100 + Number(version[2]) < 500)
      throw new Error(`版本 ${version[1]}.${version[2]} 太旧，需要 5.0 或更新`);
    return /^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? "noeviction";
  } catch (error) {
    throw first ?? error;
  } finally {
    clearTimeout(timer);
    client.off("error", remember);
    // From now on, what a broken connection means shows in the answers that do not come.
    client.on("error", () => {});
  }
}

const REASONS: [RegExp, string][] = [
  [/ECONNREFUSED|ECONNRESET/, "那里没有 Redis 在监听"],
  [/ENOTFOUND|EAI_AGAIN/, "找不到这台主机"],
  [/EHOSTUNREACH|ENETUNREACH/, "网络不通"],
  [/timed out|ETIMEDOUT/i, "没有回答"],
  [/NOAUTH|HELLO must be called/, "需要密码，REDIS_URL 中没有写"],
  [/WRONGPASS|invalid password|AUTH/i, "密码或用户名不对"],
  [/DB index/, "没有 REDIS_URL 中写的那个库号"],
  [/CERT|SSL|TLS|EPROTO|self.signed/i, "TLS 握手失败"],
  [/RESP type|Protocol error/i, "那里监听的不是 Redis"],
  [/LOADING/, "正在装入数据，请稍后再试"],
];

function reasonOf(error: unknown): string {
  const told =
    error instanceof Error ? `${(error as NodeJS.ErrnoException).code ?? ""} ${error.message}` : "";
  const known = REASONS.find(([pattern]) => pattern.test(told));
  return known ? known[1] : told.trim() || "原因不明";
}
