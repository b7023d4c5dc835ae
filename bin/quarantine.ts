import { quarantined } from "../pipelines/ingest/quarantine.ts";
import type { Session } from "./session.ts";
import { table } from "./table.ts";

export async function act(session: Session): Promise<number> {
  const rows = await quarantined(session.home());
  session.answer(rows, () =>
    rows.length === 0
      ? ["没有被隔离的行。"]
      : [
          ...table(
            ["文件", "工作表", "行", "列", "值", "原因", "批次"],
            rows.map((r) => [r.file, r.sheet, String(r.row), r.column, r.value, r.reason, r.batch]),
          ),
          "改正后把文件重新放进 inbox/ 再 load；改过的文件会更正同一期的数。",
        ],
  );
  return 0;
}
