import { type MovedFigure, type Preview, planRun, previewRun } from "../pipelines/preview.ts";
import { monthRange, REASONS } from "./run.ts";
import type { Session } from "./session.ts";
import { table } from "./table.ts";

export async function act(
  session: Session,
  selection: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const choice = {
    selection,
    ...monthRange(options),
    ...(options.force === true ? { forcedBefore: session.now().toISOString() } : {}),
  };
  const home = session.home();
  const preview: Preview =
    options.quick === true
      ? { partitions: await planRun(home, choice), figures: [], broken: [] }
      : await previewRun(home, { ...choice, now: session.now, progress: session.progress });
  session.answer(entriesOf(preview), () => linesOf(preview));
  return 0;
}

/** Partitions, each with the figures of it that would move; at an asset's first, its broken checks. */
function entriesOf({ partitions, figures, broken }: Preview) {
  const ofMonth = (asset: string, month: string) =>
    figures.filter((figure) => asset === "marts.figure" && figure.month === month);
  const seen = new Set<string>();
  const entries = partitions.map((planned) => {
    const { asset, partition } = planned;
    const moved = ofMonth(asset, partition);
    const failed = seen.has(asset) ? [] : broken.filter((check) => check.asset === asset);
    seen.add(asset);
    return {
      ...planned,
      ...(moved.length > 0 ? { figures: moved } : {}),
      ...(failed.length > 0 ? { checks: failed } : {}),
    };
  });
  const told = new Set(partitions.map(({ asset, partition }) => `${asset} ${partition}`));
  const rest = new Set(
    figures.map(({ month }) => month).filter((m) => !told.has(`marts.figure ${m}`)),
  );
  const unpublished = [...rest].map((partition) => {
    const asset = "marts.figure";
    return { asset, partition, reason: null, figures: ofMonth(asset, partition) };
  });
  return [...entries, ...unpublished];
}

const SHOWN = 30;

function linesOf({ partitions, figures, broken }: Preview): string[] {
  if (partitions.length === 0 && figures.length === 0)
    return ["没有要做的：所选的表和文书都是最新的。"];
  const lines =
    partitions.length === 0
      ? ["表都已建好，只差发布。"]
      : table(
          ["资产", "分区", "原因"],
          partitions.map((p) => [
            p.asset,
            p.partition || "（整表）",
            REASONS[p.reason] ?? p.reason,
          ]),
        );
  for (const { asset, about, rows, severity } of broken) {
    lines.push(
      severity === "stop"
        ? `将不通过 ${asset}：${about}，${rows} 处不符；下游不会更新`
        : `将提醒 ${asset}：${about}，${rows} 处不符`,
    );
  }
  const moved = figures.filter(({ change }) => change !== "appears");
  if (moved.length > 0) {
    lines.push("", `已发布的指标有 ${moved.length} 个会变：`);
    lines.push(...table(["指标", "已发布", "将为"], moved.slice(0, SHOWN).map(shown)));
    if (moved.length > SHOWN)
      lines.push(`  其余 ${moved.length - SHOWN} 个见 fundwatch plan --json`);
  }
  const added = figures.length - moved.length;
  if (added > 0) lines.push(`新增指标 ${added} 个。`);
  lines.push(`共 ${partitions.length} 个分区。执行 fundwatch run 开始。`);
  return lines;
}

const shown = ({ id, was, becomes }: MovedFigure): string[] => [
  id,
  was ?? "（无值）",
  becomes ?? "（无值）",
];
