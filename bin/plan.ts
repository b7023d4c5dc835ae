import { planRun } from "../pipelines/run.ts";
import { monthRange, REASONS } from "./run.ts";
import type { Session } from "./session.ts";
import { table } from "./table.ts";

export async function act(
  session: Session,
  selection: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const planned = await planRun(session.home(), { selection, ...monthRange(options) });
  session.answer(planned, () =>
    planned.length === 0
      ? ["没有要做的：所有表都与来文和程序一致。"]
      : [
          ...table(
            ["资产", "分区", "原因"],
            planned.map((p) => [p.asset, p.partition || "（整表）", REASONS[p.reason] ?? p.reason]),
          ),
          `共 ${planned.length} 个分区。执行 fundwatch run 开始。`,
        ],
  );
  return 0;
}
