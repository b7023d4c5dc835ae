import type { Figure, FigureBook } from "../../models/figure.ts";
import { fundOf } from "../../models/fund.ts";
import type { SourceCell, Trace } from "../../models/trace.ts";
import { metricTitle } from "../titles.ts";
import type { Cell, Line, Sheet, Style } from "./xlsx-book.ts";
import { caption, fitted, headLine, SOURCES } from "./xlsx-lines.ts";
import { exactNumber } from "./xlsx-number.ts";

const TITLES = [
  ...["编号", "指标", "统筹区", "险种", "账户", "期间", "口径", "精确值", "单位", "打印值", "版本"],
  ...["批次", "文件", "工作表", "行", "列", "表头", "原文", "采用说明"],
];
/** Widest columns, by place: 编号, 口径, 打印值, 文件, 采用说明. */
const MOST: Record<number, number> = { 0: 54, 6: 26, 9: 22, 12: 36, 18: 24 };
const TITLE = "数字与来源";
const HEAD = 3;

/** Units of exact values. */
export const UNITS: Record<Figure["unit"], string> = {
  yuan: "元",
  persons: "人",
  visits: "人次",
  clues: "条",
  days: "天",
  months: "个月",
  ratio: "比例",
};

const ACCOUNTS: Record<Figure["account"], string> = {
  all: "合计",
  pooled: "统筹基金",
  personal: "个人账户",
};

export interface Quoted {
  /** Figures of the document in order of appearance. */
  ids: string[];
  figures: FigureBook;
  traces: ReadonlyMap<string, Trace>;
  printed: Map<string, string[]>;
  /** Names of regions by code. */
  regions: Readonly<Record<string, string>>;
}

/** Every figure with the cells it rests on, a line for each cell, and the line where a figure begins. */
export function sourceSheet(quoted: Quoted): { sheet: Sheet; rowOf: Map<string, number> } {
  const rowOf = new Map<string, number>();
  const lines: Line[] = [];
  for (const id of quoted.ids) {
    const figure = quoted.figures.byId(id);
    if (!figure) continue;
    rowOf.set(id, HEAD + 1 + lines.length);
    const own = figureCells(figure, quoted);
    const trace = quoted.traces.get(id);
    const caveats: (Cell | null)[] = [textCell(trace?.caveats.join("；") ?? "")];
    const places = trace?.cells.length ? trace.cells.map(placeCells) : [filesOf(trace)];
    places.forEach((place, i) => {
      lines.push({ ruled: i === 0, cells: [...own, ...place, ...caveats] });
    });
  }
  const under =
    "一行一个来源单元格，同一数字有几个来源就有几行；精确值未舍入，单位为元、人、人次、天、个月，比例以小数表示。";
  const widths = TITLES.map((title, i) =>
    fitted([title, ...lines.map(({ cells }) => String(cells[i]?.value ?? ""))], 7, MOST[i] ?? 30),
  );
  const sheet: Sheet = {
    name: SOURCES,
    title: TITLE,
    count: lines.length,
    widths,
    head: HEAD,
    pinned: 2,
    filter: true,
    lines: [...caption(TITLE, under, widths), headLine(TITLES), ...lines],
  };
  return { sheet, rowOf };
}

const LEFT: Style = { align: "left" };

const textCell = (value: string): Cell | null => (value === "" ? null : { value, style: LEFT });

function figureCells(figure: Figure, { printed, regions }: Quoted): (Cell | null)[] {
  const exact = exactNumber(figure);
  const region = regions[figure.region];
  return [
    textCell(figure.id),
    textCell(metricTitle(figure.metric)),
    textCell(region ? `${figure.region} ${region}` : figure.region),
    textCell(fundOf(figure.fund).short),
    textCell(ACCOUNTS[figure.account]),
    textCell(figure.period),
    textCell(figure.policy),
    { value: exact.value, style: { align: "right", format: exact.format } },
    { value: UNITS[figure.unit], style: { align: "center" } },
    textCell((printed.get(figure.id) ?? ["（图）"]).join("；")),
    { value: figure.version, style: { align: "center" } },
  ];
}

const placeCells = (cell: SourceCell): (Cell | null)[] => [
  textCell(cell.batch),
  textCell(cell.file),
  textCell(cell.sheet),
  { value: cell.row, style: { align: "right" } },
  { value: cell.column, style: { align: "center" } },
  textCell(cell.header),
  textCell(cell.text),
];

/** Figures of settlements end at files: there are too many rows to name. */
function filesOf(trace: Trace | undefined): (Cell | null)[] {
  const files = trace?.hops.find(({ kind }) => kind === "cell")?.text ?? "";
  return [null, textCell(files), null, null, null, null, null];
}
