import type { Chart } from "../document.ts";
import { LOOK } from "../look.ts";
import type { Sheet } from "./xlsx-book.ts";

/** A series as it lies below the chart: its first line, counted from 0, and how many there are. */
export interface Plotted {
  title: string;
  unit: string;
  /** The number format of its cells. */
  format: string;
  /** Whether a value is below zero. */
  isNegative: boolean;
  from: number;
  count: number;
}

const COLOURS = [LOOK.data, LOOK.soft, LOOK.ink, LOOK.muted].map((colour) => colour.slice(1));
/** Columns of the sheet: categories and values. */
const [CATEGORY, VALUE] = ["B", "C"];
/** Columns it stands over. */
const WIDTH = 5;
/** More names than this stand better along bars that lie. */
const UPRIGHT = 8;

/**
 * A chart over the sheet's own cells, below `top` lines: a line over months, bars otherwise. Only
 * series in the unit of the first are drawn; null where fewer than two points are. `room` is the lines
 * it takes; a header and the series come after them.
 */
export function nativeChart(
  sheet: string,
  chart: Chart,
  plotted: Plotted[],
  isOverTime: boolean,
  top: number,
): { chart: NonNullable<Sheet["chart"]>; room: number } | null {
  const [first] = plotted;
  if (!first || first.count < 2) return null;
  const drawn = plotted.filter(({ unit, count }) => unit === first.unit && count === first.count);
  const isLying = !isOverTime && first.count > UPRIGHT;
  const room = isLying ? Math.max(20, first.count + 6) : 20;
  const range = (name: string, { from, count }: Plotted) =>
    `'${sheet}'!$${name}$${top + room + 2 + from}:$${name}$${top + room + 1 + from + count}`;
  const ticks = { majorTickMark: "none", minorTickMark: "none" } as const;
  const labels = { showValue: true, numberFormat: { formatCode: first.format } };
  const hasNegative = drawn.some(({ isNegative }) => isNegative);
  const formatCode = first.unit === "%" ? "0%" : "#,##0.##";
  return {
    room,
    chart: {
      type: isOverTime ? "line" : isLying ? "bar" : "column",
      series: drawn.map((series, i) => ({
        name: series.title,
        categories: range(CATEGORY!, series),
        values: range(VALUE!, series),
        color: COLOURS[i % COLOURS.length]!,
        ...(isOverTime ? { marker: { symbol: "none" as const }, stroke: { width: 2.25 } } : {}),
      })),
      showTitle: false,
      legend: drawn.length > 1 ? "bottom" : false,
      gapWidth: 60,
      dispBlanksAs: "gap",
      ...(isOverTime ? {} : { dataLabels: labels }),
      altText: chart.alt,
      anchor: { from: { row: top, col: 0 }, to: { row: top + room - 1, col: WIDTH } },
      axes: {
        x: { ...ticks, tickLblPos: "low", ...(isLying ? { reverse: true } : {}) },
        y: {
          ...ticks,
          title: `${drawn.length === 1 ? `${first.title}，` : ""}${first.unit}`,
          axisTitleRotation: isLying ? 0 : -90,
          numberFormat: { formatCode, sourceLinked: false },
          ...(hasNegative ? {} : { scale: { min: 0 } }),
          ...(isLying ? { crosses: "max" as const } : {}),
        },
      },
    },
  };
}
