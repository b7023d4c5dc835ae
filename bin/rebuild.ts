import { rebuild } from "../pipelines/rebuild.ts";
import type { Session } from "./session.ts";
import { table } from "./table.ts";

export async function act(session: Session): Promise<number> {
  const report = await rebuild(session.home(), { now: session.now, progress: session.progress });
  session.answer(report, () => [
    ...table(
      ["表", "行", "指纹", "与原来"],
      report.tables.map((t) => [
        t.table,
        String(t.rows),
        t.hash,
        { same: "一致", different: "不同", new: "原来没有" }[t.compared],
      ]),
    ),
    `已由 raw/ 重新建立数据仓库，用时 ${report.seconds.toFixed(1)} 秒`,
  ]);
  return report.steps.some((step) => step.status === "failed") ? 4 : 0;
}
