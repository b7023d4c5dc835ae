import { monthOf, parsePeriod } from "../../models/period.ts";
import { eventsOf, pastRun, runIds } from "../history.ts";
import type { Home } from "../home.ts";
import { type Arrival, type Batch, countsAt, statusAt } from "../ingest/batches.ts";
import { batchesOn } from "./closings.ts";

/** What speaks against closing months of a region, in Chinese, each with what to do. */
export function misgivings(home: Home, region: string, months: readonly string[]): string[] {
  const last = months.at(-1)!;
  const spoken = batchesOn(home, region, last);
  const held = spoken.filter(({ batch }) => statusAt(batch)?.status === "held");
  const waiting = spoken.filter(({ batch }) => statusAt(batch)?.status === "waiting");
  const spoiled = spoken.filter(({ batch }) => countsAt(batch) && batch.quarantined > 0);
  const counting = spoken.filter(({ batch }) => countsAt(batch)).map(({ batch }) => batch);
  return [
    ...missing(counting, months),
    ...held.map(
      ({ arrival }) =>
        `${arrival.file} 勾稽不符而暂存，月结后不计入：更正后重新载入，或先 fundwatch load --accept "理由"`,
    ),
    ...waiting.map(
      ({ arrival, batch }) => `${arrival.file} 待更正，不计入：${statusAt(batch)!.reason}`,
    ),
    ...spoiled.map(
      ({ arrival, batch }) =>
        `${arrival.file} 有 ${batch.quarantined} 行被隔离，不计入：见 fundwatch quarantine`,
    ),
    ...failedChecks(home, last),
    ...countedSinceRun(home, spoken),
  ];
}

/** Months to be closed, and months of the year before them, of which there is no statement. */
function missing(counting: readonly Batch[], months: readonly string[]): string[] {
  const has = (month: string) =>
    counting.some(({ source, periods }) => source === "fund_statement" && month in periods);
  const none = months
    .filter((month) => !has(month))
    .map((month) => `${month} 没有收支报表：请先载入，或确认确实没有`);
  const { year, endMonth } = parsePeriod(months[0]!);
  const before = Array.from({ length: endMonth - 1 }, (_, i) => monthOf(year, i + 1));
  const gaps = before.filter((month) => !has(month));
  if (gaps.length === 0) return none;
  return [
    ...none,
    `本年 ${gaps.join("、")} 没有收支报表：累计数不受影响，本月数和逐月图会缺这些月`,
  ];
}

/** Checks of the last run that do not hold; no run since the last file is itself a reason to wait. */
function failedChecks(home: Home, month: string): string[] {
  const run = runIds(home).at(-1);
  if (run === undefined) return ["还没有运行过，数字没有核对：请先执行 fundwatch run"];
  return eventsOf(home, run).flatMap((event) =>
    event.event === "checked" && event.rows > 0
      ? [`最近一次运行的核对不符（${event.about}）：见 fundwatch runs ${run}，确认与 ${month} 无关`]
      : [],
  );
}

/** Files that count since the last run began: no check has seen them. */
function countedSinceRun(
  home: Home,
  spoken: readonly { arrival: Arrival; batch: Batch }[],
): string[] {
  const last = runIds(home).at(-1);
  const run = last === undefined ? undefined : pastRun(home, last);
  if (!run) return [];
  const unseen = spoken.filter(
    ({ batch }) => countsAt(batch) && statusAt(batch)!.at > run.started_at,
  );
  if (unseen.length === 0) return [];
  const files = [...new Set(unseen.map(({ arrival }) => arrival.file))].join("、");
  return [`${files} 在最近一次运行之后才计入，数字没有核对：请先执行 fundwatch run`];
}
