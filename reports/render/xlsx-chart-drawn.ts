import type { Chart } from "../document.ts";
import { LOOK } from "../look.ts";
import { type Line, letter, type Sheet } from "./xlsx-book.ts";
import { caption, fitted, headLine } from "./xlsx-lines.ts";

/** Lines of title and unit, then those the chart takes. */
const CAPTION = 2;
const ROOM = 20;
const COLOURS = [LOOK.ink, LOOK.attention, LOOK.data, LOOK.data, LOOK.soft, LOOK.soft];

/** What a chart draws, a column for each of its lines, with a chart of the spreadsheet's own over them. */
export function drawnSheet(
  { title, alt }: Chart,
  { unit, columns, rows }: NonNullable<Chart["drawn"]>,
  name: string,
): Sheet {
  const widths = columns.map((column) => fitted([column], 13, 20));
  const first = CAPTION + ROOM + 2;
  const last = first + rows.length - 1;
  const range = (column: number) =>
    `'${name}'!$${letter(column)}$${first}:$${letter(column)}$${last}`;
  const lines = rows.map(
    ([category, ...values]): Line => ({
      cells: [
        { value: category, style: { align: "left" } },
        ...values.map((value) =>
          value === null ? null : { value, style: { align: "right", format: "#,##0.00" } as const },
        ),
      ],
    }),
  );
  const ticks = { majorTickMark: "none", minorTickMark: "none" } as const;
  return {
    name,
    title,
    count: rows.length,
    widths,
    head: 0,
    pinned: 0,
    lines: [
      ...caption(title, alt.startsWith(`${title}。`) ? alt.slice(title.length + 1) : alt, widths),
      ...Array.from({ length: ROOM }, (): Line => ({ cells: [] })),
      headLine(columns.map((column, i) => (i === 0 ? column : `${column}\n（${unit}）`))),
      ...lines,
    ],
    chart: {
      type: "line",
      series: columns.slice(1).map((column, i) => ({
        name: column,
        categories: range(0),
        values: range(i + 1),
        color: COLOURS[i % COLOURS.length]!.slice(1),
        marker: { symbol: "none" as const },
        stroke: { width: i < 2 ? 2.25 : 1.25 },
      })),
      showTitle: false,
      legend: "bottom",
      dispBlanksAs: "gap",
      altText: alt,
      anchor: {
        from: { row: CAPTION, col: 0 },
        to: { row: CAPTION + ROOM - 1, col: columns.length },
      },
      axes: {
        x: { ...ticks, tickLblPos: "low" },
        y: { ...ticks, title: unit, axisTitleRotation: -90 },
      },
    },
  };
}
