import type { Trace } from "../../models/trace.ts";

/** Titles of the panel; the page's script reads them from the embedded data. */
const WORDS = {
  close: "关闭",
  value: "未舍入的值",
  policy: "口径",
  caveats: "采用说明",
  chain: "从数字到单元格",
  cells: "来源单元格",
  file: "文件",
  sheet: "工作表",
  row: "行",
  column: "列",
  header: "表头",
  text: "原文",
  meaning: "含义",
  none: "没有来源单元格",
  figure: "数字",
  metric: "指标",
  mart: "汇总表",
  ledger: "台账",
  staging: "标准化表",
  cell: "原始文件",
  yuan: "元",
  persons: "人",
  visits: "人次",
  days: "天",
  ratio: "（比例）",
  months: "个月",
} as const;

/** Traces as JSON that cannot end the script element it stands in. Cells are kept once. */
export function embeddedTraces(traces: readonly Trace[]): string {
  const cells: string[] = [];
  const places = new Map<string, number>();
  const placeOf = (cell: object): number => {
    const text = JSON.stringify(cell);
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, cells.length);
    cells.push(text);
    return cells.length - 1;
  };
  const byFigure = Object.fromEntries(
    traces.map((trace) => [trace.figure, { ...trace, cells: trace.cells.map(placeOf) }]),
  );
  const json = `{"words":${JSON.stringify(WORDS)},"cells":[${cells.join(",")}],"traces":${JSON.stringify(byFigure)}}`;
  return json
    .replaceAll("<", "\\u003c")
    .replaceAll(">", "\\u003e")
    .replaceAll("&", "\\u0026")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}
