import type { Home } from "../home.ts";
import { type Alert, byGravity, type Digest, type Notice, type Occasion } from "./alert.ts";
import { type Destination, destinations } from "./channels.ts";
import {
  type Announcement,
  append,
  type Delivery,
  type Entry,
  freshId,
  isPending,
  readLedger,
} from "./ledger.ts";
import { lineOf } from "./message.ts";

export interface ReviewOptions {
  now: () => Date;
  /** Where a line for the people at this machine goes. */
  say: (line: string) => void;
}

/**
 * Tells what is new, what still lasts after `remind_hours`, and what is over, once on each channel.
 * `alerts` are all that hold now within the scope, a beginning of keys (`figures/`, `failed/`) or
 * several; what is open there and not among them is over. What an earlier review could not send is
 * tried again, on a channel that keeps failing once an hour. Nothing is thrown: what goes wrong is
 * said.
 */
export async function reviewAlerts(
  home: Home,
  scope: string | readonly string[],
  alerts: readonly Alert[],
  { now, say }: ReviewOptions,
): Promise<void> {
  try {
    for (const notice of review(home, scope, alerts, now())) say(lineOf(notice));
    await deliver(home, { now, say });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const cause = code === "ENOSPC" ? "磁盘已满" : (code ?? message);
    say(`告警没有发完：台账 state/alerts.jsonl 读写失败（${cause}）。请检查磁盘和权限。`);
  }
}

/** Reviews take time: one that follows the last by a day less some minutes still reminds. */
const DUE = 0.98;
const HOUR_MS = 3_600_000;

/** Announces what changed in a scope and gives what this call was the first to announce. */
export function review(
  home: Home,
  scope: string | readonly string[],
  alerts: readonly Alert[],
  now: Date,
): Notice[] {
  const { entries } = readLedger(home);
  const holding = new Map<string, Alert>();
  for (const alert of alerts) {
    if (holding.get(alert.key)?.severity !== "error") holding.set(alert.key, alert);
  }
  const rows: Announcement[] = [];
  const announce = (key: string, state: Occasion, alert: Partial<Alert> = {}) => {
    const after = entries.get(key)?.latest.id ?? null;
    rows.push({ at: now.toISOString(), key, state, id: freshId(), after, ...alert });
  };
  for (const alert of holding.values()) {
    const state = occasionOf(entries.get(alert.key), alert, now, home.config.alerts.remind_hours);
    if (state) announce(alert.key, state, alert);
  }
  const scopes = typeof scope === "string" ? [scope] : scope;
  for (const [key, entry] of entries) {
    const covered = scopes.some((one) => isWithin(one, key));
    if (entry.open && covered && !holding.has(key)) announce(key, "resolved");
  }
  if (rows.length === 0) return [];
  append(home, rows);
  const ledger = readLedger(home);
  return rows
    .filter((row) => ledger.counted.has(row.id))
    .map((row) => noticeOf(ledger.entries.get(row.key)!, row))
    .sort(byGravity);
}

function occasionOf(
  entry: Entry | undefined,
  alert: Alert,
  now: Date,
  remindHours: number,
): Occasion | undefined {
  if (!entry?.open) return "raised";
  if (entry.alert.severity === "warning" && alert.severity === "error") return "raised";
  const silent = now.getTime() - Date.parse(entry.latest.at);
  return silent >= remindHours * HOUR_MS * DUE ? "reminded" : undefined;
}

/** `failed/` holds every key that begins so; without the stroke, the key itself and what is below. */
const isWithin = (scope: string, key: string): boolean =>
  scope === "" || key === scope || key.startsWith(scope.endsWith("/") ? scope : `${scope}/`);

function noticeOf(entry: Entry, { state, at }: Announcement): Notice {
  return { state, at, since: entry.since, alert: entry.alert };
}

interface Claimed {
  row: Delivery;
  notice: Notice;
}

/** Sends on every channel what it was not told yet. Each row is claimed first: one process sends it. */
async function deliver(home: Home, { now, say }: ReviewOptions): Promise<void> {
  const channels = destinations(home.config.alerts.channels);
  if (channels.length === 0) return;
  const at = now().toISOString();
  const wanted = [...readLedger(home).entries.values()].flatMap((entry) =>
    channels
      .filter(({ id }) => isPending(entry, id, at))
      .map(({ id }): Delivery => {
        const { key } = entry.alert;
        const claim = freshId();
        return { at, key, state: "sending", channel: id, of: entry.latest.id, claim };
      }),
  );
  if (wanted.length === 0) return;
  append(home, wanted);
  const { entries } = readLedger(home);
  const mine = wanted.flatMap((row): Claimed[] => {
    const entry = entries.get(row.key);
    const channel = entry?.channels.get(row.channel);
    if (!entry || entry.latest.id !== row.of || channel?.claim?.claim !== row.claim) return [];
    const notice = noticeOf(entry, entry.latest);
    const isNews = notice.state === "reminded" && !channel.told;
    return [{ row, notice: isNews ? { ...notice, state: "raised" } : notice }];
  });
  const sent = await Promise.allSettled(
    channels.map((channel) => {
      const claimed = mine.filter(({ row }) => row.channel === channel.id);
      return send(home, channel, claimed, { now, say });
    }),
  );
  for (const one of sent) if (one.status === "rejected") throw one.reason;
}

async function send(
  home: Home,
  channel: Destination,
  claimed: Claimed[],
  { now, say }: ReviewOptions,
): Promise<void> {
  if (claimed.length === 0) return;
  const digest: Digest = {
    bureau: home.config.bureau,
    at: now().toISOString(),
    notices: claimed.map(({ notice }) => notice).sort(byGravity),
  };
  const error = await channel.send(digest);
  const at = now().toISOString();
  append(
    home,
    claimed.map(({ row }) =>
      error === null ? { ...row, at, state: "sent" } : { ...row, at, state: "send_failed", error },
    ),
  );
  if (error !== null) say(`告警没有发到 ${channel.label}：${error}稍后会再试。`);
}

/** An alert that is not over, and who was told of it. */
export interface OpenAlert extends Alert {
  since: string;
  /** Channels of the config; `sent_at` is when it was last told of this alert, null if never. */
  channels: { channel: string; sent_at: string | null; error: string | null }[];
}

/** What is open, the gravest first. */
export function openAlerts(home: Home): OpenAlert[] {
  const channels = destinations(home.config.alerts.channels);
  return [...readLedger(home).entries.values()]
    .filter((entry) => entry.open)
    .sort((a, b) => byGravity(noticeOf(a, a.latest), noticeOf(b, b.latest)))
    .map((entry) => ({
      ...entry.alert,
      since: entry.since,
      channels: channels.map(({ id, label }) => {
        const { told = false, sent_at = null, error = null } = entry.channels.get(id) ?? {};
        return { channel: label, sent_at: told ? sent_at : null, error };
      }),
    }));
}
