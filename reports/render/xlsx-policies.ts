import type { Trace, TraceHop } from "../../models/trace.ts";
import { basisTitle, metricTitle } from "../titles.ts";
import type { Line, Sheet } from "./xlsx-book.ts";
import { caption, fitted, headLine, heightOf } from "./xlsx-lines.ts";
import type { Quoted } from "./xlsx-sources.ts";

const TITLE = "口径与计算";
const TITLES = [
  "指标",
  "口径",
  "口径说明",
  "怎样算出",
  "指标定义",
  "汇总表",
  "台账",
  "标准化",
  "数字个数",
];

/** What each kind of number means and the way it was computed, from the bureau's file to the print. */
export function policySheet({ ids, figures, traces }: Quoted): Sheet {
  const kinds = new Map<string, { cells: string[]; count: number }>();
  for (const id of ids) {
    const figure = figures.byId(id);
    if (!figure) continue;
    const trace = traces.get(id);
    const basis = figure.basis === "" ? "" : basisTitle(figure.basis);
    const cells = [metricTitle(figure.metric), basis, figure.policy, ...wayOf(trace)];
    const key = JSON.stringify(cells);
    const known = kinds.get(key);
    if (known) known.count++;
    else kinds.set(key, { cells, count: 1 });
  }
  const rows = [...kinds.values()];
  const widths = TITLES.map((title, i) =>
    i === TITLES.length - 1
      ? 10
      : fitted([title, ...rows.map(({ cells }) => cells[i]!)], 10, WIDEST[i]!),
  );
  const lines = rows.map(
    ({ cells, count }): Line => ({
      ruled: true,
      height: Math.max(...cells.map((text, i) => heightOf(text, widths[i]!))),
      cells: [
        ...cells.map((value) => ({
          value,
          style: { align: "left", wrap: true } as const,
        })),
        { value: count, style: { align: "right", format: "#,##0" } },
      ],
    }),
  );
  const under =
    "每种数字一行。路径是程序中的文件：指标定义、汇总与台账的 SQL，按行序从打印的数字回到来文。";
  return {
    name: "口径说明",
    title: TITLE,
    count: lines.length,
    widths,
    head: 3,
    pinned: 1,
    filter: true,
    lines: [...caption(TITLE, under, widths), headLine(TITLES), ...lines],
  };
}

const WIDEST = [18, 18, 44, 44, 30, 26, 26, 30];

function wayOf(trace: Trace | undefined): string[] {
  const hop = (kind: TraceHop["kind"]) => trace?.hops.find((each) => each.kind === kind);
  return [
    hop("metric")?.text ?? "",
    ...(["metric", "mart", "ledger", "staging"] as const).map((kind) => hop(kind)?.name ?? ""),
  ];
}
