import type { RunEvent, RunRequest } from "../journal.ts";
import type { Alert } from "./alert.ts";

type Of<Name extends RunEvent["event"]> = Extract<RunEvent, { event: Name }>;
type Choice = Pick<RunRequest, "selection" | "from" | "to">;

const failedKey = (asset: string): string => `failed/${asset}`;
const warnedScope = (asset: string): string => `warned/${asset}/`;
/** Stands for what went wrong with the run itself, not with a step. */
const RUN = "failed/run";

const of = <Name extends RunEvent["event"]>(events: readonly RunEvent[], name: Name) =>
  events.filter((event): event is Of<Name> => event.event === name);

/** One asset in a run: its steps, each with the claims that were found broken at its end. */
interface AssetRun {
  asset: string;
  steps: { end: Of<"step ended">; broken: Of<"checked">[] }[];
}

/** The checks of a step stand before its end, and only those that are broken. */
function assetRuns(events: readonly RunEvent[]): AssetRun[] {
  const byAsset = new Map<string, AssetRun>();
  const waiting = new Map<string, Of<"checked">[]>();
  for (const event of events) {
    if (event.event === "checked" && event.rows > 0) {
      waiting.set(event.asset, [...(waiting.get(event.asset) ?? []), event]);
    }
    if (event.event !== "step ended") continue;
    const { asset } = event;
    const known = byAsset.get(asset) ?? { asset, steps: [] };
    known.steps.push({ end: event, broken: waiting.get(asset) ?? [] });
    byAsset.set(asset, known);
    waiting.delete(asset);
  }
  return [...byAsset.values()];
}

const isDone = ({ steps }: AssetRun): boolean => steps.every(({ end }) => end.status === "done");

/**
 * What a run can declare well. What it did not come to, whole, stays as it is: a run of one table or
 * of some months says nothing of others; one of everything that is done left nothing failed. A run
 * that found nothing to do has no events; `choice` then says what it was to look at.
 */
export function runScopes(events: readonly RunEvent[], choice?: Choice): string[] {
  const assets = assetRuns(events).filter(isDone);
  const warned = assets.map(({ asset }) => warnedScope(asset));
  const asked = of(events, "run started")[0] ?? choice;
  if (!asked || asked.from !== undefined || asked.to !== undefined) return warned;
  const ended = of(events, "run ended").at(-1);
  const well = events.length === 0 || ended?.status === "done";
  if (well && asked.selection.length === 0) return ["failed/", ...warned];
  return [...assets.map(({ asset }) => failedKey(asset)), ...(well ? [RUN] : []), ...warned];
}

/**
 * What the events of one run warn of: keys `failed/<asset>` and `warned/<asset>/<check>`. Of checks
 * only the claim and the number of rows are told, never a row.
 */
export function runAlerts(events: readonly RunEvent[]): Alert[] {
  const assets = assetRuns(events);
  const skipped = of(events, "step ended").filter(({ status }) => status === "skipped").length;
  const failed = assets.flatMap((one) => failedAsset(one, skipped));
  const alerts = [...failed, ...assets.flatMap(warned)];
  const end = of(events, "run ended").at(-1);
  if (end?.status !== "failed" || failed.length > 0) return alerts;
  return [
    ...alerts,
    {
      key: RUN,
      kind: "run_failed",
      severity: "error",
      title: "运行没有完成",
      text: `运行 ${end.run} 没有步骤失败，但没有走完。${STALE}可能的原因：发布快照时磁盘已满，或文件被别的程序占用。`,
      remedy: `执行 fundwatch doctor 检查磁盘和权限，再执行 fundwatch run。${recordOf(end.run)}`,
    },
  ];
}

const STALE = "查询和通报用的仍是上一次发布的数。";
const recordOf = (run: string): string => `经过见 state/runs/${run}.jsonl。`;

const SHOWN = 4;

function partitionsInWords(partitions: string[]): string {
  const named = partitions.filter((partition) => partition !== "");
  if (named.length === 0) return "";
  const first = named.slice(0, SHOWN).map((partition) => partition.replace("|", " "));
  return `（${first.join("、")}${named.length > SHOWN ? ` 等 ${named.length} 期` : ""}）`;
}

const claim = ({ about, rows }: Of<"checked">): string =>
  `“${about}”有 ${rows} 行不符（应为 0 行）`;

function failedAsset({ asset, steps }: AssetRun, skipped: number): Alert[] {
  const failed = steps.filter(({ end }) => end.status === "failed");
  const first = failed[0];
  if (!first) return [];
  const { run, attempts, error } = first.end;
  const what = `${asset}${partitionsInWords(failed.flatMap(({ end }) => end.partitions))}`;
  const after = skipped > 0 ? `另有 ${skipped} 步因为等它而没有做。` : "";
  const broken = first.broken.filter(({ severity }) => severity === "stop");
  const alert = { key: failedKey(asset), severity: "error" as const };
  if (broken.length > 0) {
    return [
      {
        ...alert,
        kind: "check_failed",
        title: `${asset} 没有通过检查`,
        text: `${what}：${broken.map(claim).join("；")}。新数没有采用，${STALE}${after}可能的原因：新载入的来文单位或数字有误。`,
        remedy: `按运行记录找到不符的行，核对来文；更正后重新 fundwatch load、fundwatch run。${recordOf(run)}`,
      },
    ];
  }
  const { cause, remedy } = causeOf(error ?? "");
  const stale = asset.startsWith("document.") ? "out/ 里的文书没有更新。" : STALE;
  const tries = attempts > 1 ? `，试了 ${attempts} 次` : "";
  return [
    {
      ...alert,
      kind: "run_failed",
      title: `${asset} 没有建成`,
      text: `${what}没有建成${tries}：${cause}。${stale}${after}`,
      remedy: `${remedy}${recordOf(run)}`,
    },
  ];
}

/** A table's claims are asked of all of it, so that what its last step found is what holds. */
function warned(run: AssetRun): Alert[] {
  const { asset } = run;
  const broken = isDone(run) ? (run.steps.at(-1)?.broken ?? []) : [];
  return broken
    .filter(({ severity }) => severity === "warn")
    .map((event) => ({
      key: `${warnedScope(asset)}${event.check}`,
      kind: "check_warned",
      severity: "warning",
      title: `${asset} 有 ${event.rows} 行不符合“${event.about}”`,
      text: `${asset} 已经建成，但检查 ${event.check} 未通过：${claim(event)}。可能的原因：来文自相矛盾、单位有误，或接受过勾稽不符的批次。`,
      remedy: `按运行记录找到不符的行，用 fundwatch trace 追到来文核对；确有错误的，更正后重新载入。${recordOf(event.run)}`,
    }));
}

const CAUSES: [pattern: RegExp, cause: string, remedy: string][] = [
  [/out of memory|内存不够/i, "内存不够", "在配置中调大 memory_limit，或关掉别的程序后重试。"],
  [/ENOSPC|no space left|磁盘/i, "磁盘空间不够", "清理磁盘后重新 fundwatch run。"],
  [
    /没有完成，已中断/,
    "超过了一步可用的时间",
    "看机器是否太忙；需要更久的，调大配置 runs.step_minutes。",
  ],
  [/EACCES|EPERM|permission denied/i, "没有读写权限", "检查工作目录的权限后重新 fundwatch run。"],
  [/\block(ed)?\b|EBUSY/i, "文件被别的程序占用", "等别的程序结束后重新 fundwatch run。"],
];

/** Errors quote cells: of an unknown one only what stands before the first quotation is told. */
function causeOf(error: string): { cause: string; remedy: string } {
  const found = CAUSES.find(([pattern]) => pattern.test(error));
  if (found) return { cause: found[1], remedy: found[2] };
  const start = error.split(/["'`“‘「『{[(（：\n\d]/)[0]!.trim();
  return {
    cause: start === "" ? "原因见运行记录" : `${start.slice(0, 60)}……`,
    remedy: "按运行记录里的错误处理后重新 fundwatch run；看不懂的发给维护人员。",
  };
}
