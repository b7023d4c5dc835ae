import { UserError } from "../models/errors.ts";
import { withFigures } from "../pipelines/figure-book.ts";
import { traceFigures } from "../pipelines/trace.ts";
import { asOfMoment } from "./as-of.ts";
import type { Session } from "./session.ts";

export async function act(
  session: Session,
  [id]: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const asOf = options.asOf === undefined ? undefined : String(options.asOf);
  const home = session.home();
  const traces = await withFigures(home, asOfMoment(asOf), (store) =>
    traceFigures(home, store, [id!]),
  );
  const trace = traces.get(id!);
  if (!trace) {
    throw new UserError(
      `没有编号为 ${id} 的指标`,
      "编号形如 expenditure_completion/620700/employee/2019-07，可用 fundwatch figures 查到。",
    );
  }
  session.answer(trace, () => {
    const lines = trace.hops
      .filter((hop) => hop.kind !== "cell")
      .map(
        (hop, i) =>
          `${"  ".repeat(i)}${i === 0 ? "" : "└ "}${hop.name}\n${"  ".repeat(i + 1)}${hop.text}`,
      );
    const indent = "  ".repeat(trace.hops.length - 1);
    for (const cell of trace.cells) {
      const sheet = cell.sheet ? ` 工作表“${cell.sheet}”` : "";
      lines.push(
        `${indent}└ ${cell.file}${sheet} 第${cell.row}行 ${cell.column}列（${cell.header}）“${cell.text}” ${cell.unit}：${cell.meaning}`,
      );
    }
    for (const caveat of trace.caveats) lines.push(`注意：${caveat}`);
    return lines;
  });
  return 0;
}
