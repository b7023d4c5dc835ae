import { precedes } from "../../models/closing.ts";
import { UserError } from "../../models/errors.ts";
import { endMonth, monthsIn } from "../../models/period.ts";
import type { Actor } from "../../models/publication-log.ts";
import type { Standing } from "../../models/publication-standing.ts";
import type { Home } from "../home.ts";
import { arrivals, liveBatches } from "../ingest/batches.ts";
import { requireRole } from "./accounts.ts";
import { releaseWaiting } from "./admit.ts";
import { batchesOn, closingOf, standingIn } from "./closings.ts";
import { holdingShelf } from "./lock.ts";
import { appendLog } from "./log.ts";
import { misgivings } from "./misgivings.ts";
import { completeIssues } from "./recover.ts";

export interface CloseRequest {
  region?: string | undefined;
  /** `2019-07`, `2019Q3`. */
  period: string;
  reason?: string | undefined;
}

/** What a closing freezes, and what speaks against it. */
export interface ClosePreview {
  region: string;
  period: string;
  /** Those of the period that are open. */
  months: string[];
  batches: { batch: string; source: string; file: string; arrived_at: string }[];
  /** In Chinese, each with what to do. */
  warnings: string[];
}

/** What `close` would do; nothing is changed. Refuses a period that is closed already. */
export function previewClose(home: Home, { region: asked, period }: CloseRequest): ClosePreview {
  const region = regionOf(home, asked);
  const standing = standingIn(home);
  const months = monthsIn(period).filter((month) => !closingOf(standing, region, month));
  if (months.length === 0) throw closedAlready(standing, region, period);
  const last = months.at(-1)!;
  const batches = liveBatches(home)
    .filter(({ batch }) => precedes(batch, last))
    .map(({ arrival, batch }) => ({
      batch: batch.batch,
      source: batch.source,
      file: arrival.file,
      arrived_at: arrival.arrived_at,
    }));
  return { region, period, months, batches, warnings: misgivings(home, region, months) };
}

/** Freezes what a region's period rests on: batches that come later wait for a restatement. */
export async function close(
  home: Home,
  request: CloseRequest,
  actor: Actor,
  now: Date,
): Promise<ClosePreview> {
  requireRole(home.config, actor, "make");
  return holdingShelf(home, async () => {
    completeIssues(home, now);
    const preview = previewClose(home, request);
    const { region, period, months } = preview;
    if (batchesOn(home, region, months.at(-1)!).length === 0)
      throw new UserError(
        `${region} ${period} 还没有来文，不能月结`,
        "请先载入来文并执行 fundwatch run；已有的期间见 fundwatch status。",
      );
    const batches = preview.batches.map(({ batch }) => batch);
    const reason = request.reason ?? null;
    appendLog(home, { event: "closed", region, period, months, batches, reason }, actor, now);
    return preview;
  });
}

/** Takes a closing back while nothing rests on it; returns the batches that waited and now count. */
export async function reopen(
  home: Home,
  { region: asked, period, reason }: CloseRequest,
  actor: Actor,
  now: Date,
): Promise<{ region: string; months: string[]; released: string[] }> {
  requireRole(home.config, actor, "make");
  if (!reason?.trim())
    throw new UserError("撤销月结要写明理由", '如 close --undo --reason "来文未齐"。', 2);
  return holdingShelf(home, async () => {
    completeIssues(home, now);
    const region = regionOf(home, asked);
    const standing = standingIn(home);
    const months = monthsIn(period).filter((month) => closingOf(standing, region, month));
    if (months.length === 0)
      throw new UserError(`${region} ${period} 没有月结，不必撤销`, SEE_PUBLICATIONS, 2);
    const resting = standing.requests.find(
      (r) =>
        r.region === region &&
        ["pending", "issued"].includes(r.state) &&
        monthsIn(r.period).some((month) => months.includes(month)),
    );
    if (resting)
      throw new UserError(
        `${region} ${resting.period} 的文书${resting.state === "issued" ? "已经印发" : `正待审批（${resting.request}）`}，不能撤销月结`,
        resting.state === "issued"
          ? "已印发的用 fundwatch restate 更正。"
          : "请先用 fundwatch issue --withdraw 撤回申请。",
      );
    appendLog(home, { event: "reopened", region, period, months, reason }, actor, now);
    const { closings } = standingIn(home);
    return { region, months, released: releaseWaiting(home, closings, now) };
  });
}

const SEE_PUBLICATIONS = "各期间的状态见 fundwatch publications。";

function closedAlready({ closings }: Standing, region: string, period: string): UserError {
  const month = endMonth(period);
  const { by, at } = closings.find((c) => c.region === region && c.month === month)!;
  return new UserError(
    `${region} ${period} 已由 ${by} 于 ${at.slice(0, 10)} 月结`,
    `${SEE_PUBLICATIONS}结错了而还没有印发的，可用 close --undo 撤销。`,
  );
}

/** The region asked for, the bureau's own, or the only one any file speaks of. */
export function regionOf(home: Home, asked: string | undefined): string {
  const named = arrivals(home).flatMap(({ batches }) =>
    batches.flatMap((b) => Object.keys(b.regions)),
  );
  const all = [...new Set(named)].sort();
  const region = asked ?? home.config.region ?? (all.length === 1 ? all[0] : undefined);
  if (region !== undefined && /^\d{6}$/.test(region)) return region;
  throw new UserError(
    region === undefined ? "没有指明哪个统筹区" : `统筹区代码 ${region} 不是 6 位数字`,
    `请用 --region 指明，或在配置 region 中设定；来文中有：${all.slice(0, 20).join("、") || "（还没有来文）"}。`,
    2,
  );
}
