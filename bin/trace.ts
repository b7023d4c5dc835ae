import { existsSync } from "node:fs";
import { UserError } from "../models/errors.ts";
import { versionName } from "../models/publication.ts";
import type { Trace } from "../models/trace.ts";
import {
  idsIn,
  type PrintedFigure,
  printedFigures,
} from "../pipelines/documents/printed-figures.ts";
import { withFigures } from "../pipelines/figure-book.ts";
import { issuedFile } from "../pipelines/publication/issued-file.ts";
import { traceFigures } from "../pipelines/trace.ts";
import { figureTitle } from "../reports/titles.ts";
import { asOfMoment } from "./as-of.ts";
import type { Session } from "./session.ts";
import { table } from "./table.ts";

/** `trace <id>`; `trace <document>` lists the document's figures; with a printed number, traces it. */
export async function act(
  session: Session,
  [what = "", printed]: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const home = session.home();
  const asOf = options.asOf === undefined ? undefined : String(options.asOf);
  const isDocument = /\.(docx|html)$/i.test(what);
  if (isDocument && !existsSync(what)) throw new UserError(`没有这个文件：${what}`, "请检查路径。");
  const issued = isDocument && asOf === undefined ? issuedFile(home, what) : undefined;
  if (issued) {
    const { version, model } = issued;
    session.remark(`${versionName(version)}：印发时的数和来源`);
    const all = await printedFigures(what, async () => model.figures.map(({ id }) => id));
    const traces = new Map(model.traces.map((trace) => [trace.figure, trace]));
    return ofDocument(session, what, printed, all, async () => traces);
  }
  return withFigures(home, asOfMoment(asOf), async (store) => {
    const traced = (ids: string[]) => traceFigures(home, store, ids);
    if (!isDocument) return answer(session, [what], await traced([what]));
    return ofDocument(session, what, printed, await printedFigures(what, idsIn(store)), traced);
  });
}

async function ofDocument(
  session: Session,
  file: string,
  printed: string | undefined,
  all: PrintedFigure[],
  traced: (ids: string[]) => Promise<Map<string, Trace>>,
): Promise<number> {
  if (printed === undefined) {
    session.answer(all, () => listed(all));
    return 0;
  }
  const asked = all.filter((each) => each.printed === printed || each.figure === printed);
  if (asked.length === 0) {
    throw new UserError(
      `${file} 里没有“${printed}”这个数`,
      `照文书上印的写法（含单位），如“${all[0]!.printed}”；全部数字见 fundwatch trace ${file}。`,
    );
  }
  const ids = [...new Set(asked.map(({ figure }) => figure))];
  return answer(session, ids, await traced(ids));
}

function answer(session: Session, ids: string[], known: Map<string, Trace>): number {
  const missing = ids.find((id) => !known.has(id));
  if (missing !== undefined) {
    throw new UserError(
      `没有编号为 ${missing} 的指标`,
      "编号形如 expenditure_completion/620700/employee/2019-07，可用 fundwatch figures 查到。",
    );
  }
  const traces = ids.map((id) => known.get(id)!);
  session.answer(traces.length === 1 ? traces[0]! : traces, () =>
    traces.flatMap((trace, i) => [...(i > 0 ? [""] : []), ...chain(trace)]),
  );
  return 0;
}

function listed(all: PrintedFigure[]): string[] {
  const seen = new Map(all.map((each) => [`${each.figure} ${each.printed}`, each]));
  const rows = [...seen.values()].map(({ figure, printed }) => [
    printed,
    figureTitle(figure),
    figure,
  ]);
  return [
    ...table(["印出", "指标", "编号"], rows),
    `共${rows.length}个数字；追溯其中一个：fundwatch trace 文件 印出的数`,
  ];
}

function chain(trace: Trace): string[] {
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
  return [...lines, ...trace.caveats.map((caveat) => `注意：${caveat}`)];
}
