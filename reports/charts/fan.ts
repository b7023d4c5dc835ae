import * as Plot from "@observablehq/plot";
import type { Quantiles } from "../../models/forecast/fund.ts";
import { addMonths, type Month } from "../../models/period.ts";
import type { Chart } from "../document.ts";
import { monthInWords } from "../format.ts";
import { LOOK } from "../look.ts";
import { framed, TEXT, textWidth } from "./frame.ts";

/** 预测扇形图: what was, and the range of what may come. */
export interface FanInput {
  /** The finding, in one sentence. */
  title: string;
  /** 累计结余, 可支付月数. */
  quantity: string;
  /** Of the axis: 亿元, 万元, 个月. Values are in it. */
  unit: string;
  /** A value as it is written at the end of a line. */
  label: (value: number) => string;
  /** In any order; months without a value are gaps. The newest 36 are drawn. */
  history: { month: Month; value: number | null }[];
  /** The months after the last known one, in order. */
  ahead: { month: Month; value: Pick<Quantiles, "q025" | "q10" | "q50" | "q90" | "q975"> }[];
  /** Lines that must not be fallen below: 6, 3, 0. */
  levels?: readonly number[];
  source: string;
  /** Ids of the figures drawn. */
  figures: string[];
}

interface Known {
  month: Month;
  at: Date;
  value: number | null;
}

interface Ahead {
  at: Date;
  low95: number;
  low80: number;
  middle: number;
  high80: number;
  high95: number;
}

const HEIGHT = 168;
const MARGIN = { top: 32, bottom: 26 };
const INNER = HEIGHT - MARGIN.top - MARGIN.bottom;
/** Months of history drawn. */
const MOST = 36;
/** Lines of text at the ends stand at least so far apart. */
const APART = 17;
/** Of grey print, too, lighter than the 80 % band. */
const PALE = "#dfecf1";

/** History solid, then the median within its 80 % and 95 % bands; null without either. */
export function fanChart(input: FanInput): Chart | null {
  const known = historyOf(input.history);
  const last = known.at(-1);
  if (known.length < 3 || !last || input.ahead.length === 0) return null;
  const fan = [
    narrow(last),
    ...input.ahead.map(({ month, value }): Ahead => {
      const { q025, q10, q50, q90, q975 } = value;
      return { at: dateOf(month), low95: q025, low80: q10, middle: q50, high80: q90, high95: q975 };
    }),
  ];
  const end = fan.at(-1)!;
  const levels = input.levels ?? [];
  const [bottom, top] = domainOf(known, fan, levels);
  const first = known[0]!.month;
  const final = input.ahead.at(-1)!.month;
  const ends = endLabels(end, input.label, (value) => ((top - value) / (top - bottom)) * INNER);
  const pale = { x: "at", fillOpacity: 1 } as const;
  const chart = framed(
    {
      title: input.title,
      subtitle: `${input.unit}，${monthInWords(first)}至${monthInWords(final)}；实线为实际，虚线为预测的中位数，深色为80%区间，浅色为95%区间`,
      source: input.source,
      figures: input.figures,
    },
    {
      height: HEIGHT,
      marginLeft: 52,
      marginRight: 14 + Math.max(...ends.map(({ text }) => textWidth(text, TEXT))),
      marginTop: MARGIN.top,
      marginBottom: MARGIN.bottom,
      x: { type: "utc", axis: null, domain: [dateOf(first), end.at] },
      y: { domain: [bottom, top], axis: null },
      marks: [
        Plot.areaY(fan, { ...pale, y1: "low95", y2: "high95", fill: PALE }),
        Plot.areaY(fan, { ...pale, y1: "low80", y2: "high80", fill: LOOK.soft }),
        Plot.axisY({ ticks: 4, tickSize: 0, label: null }),
        Plot.text([`${input.quantity}（${input.unit}）`], {
          frameAnchor: "top-left",
          dx: -48,
          dy: -28,
          textAnchor: "start",
          fill: LOOK.muted,
        }),
        Plot.ruleY([0], { stroke: LOOK.muted }),
        ...namedLevels(levels, known, bottom, INNER / (top - bottom)).flatMap(
          ({ level, dy, at }) => [
            Plot.ruleY([level], { stroke: LOOK.attention, strokeDasharray: "5,4" }),
            Plot.text(dy === null ? [] : [level], {
              x: () => at,
              y: () => level,
              text: () => `${level}${input.unit}`,
              dx: 4,
              dy: dy ?? 0,
              textAnchor: "start",
              fill: LOOK.attention,
              stroke: "white",
              strokeWidth: 3,
            }),
          ],
        ),
        Plot.ruleX([last.at], { stroke: LOOK.ink, strokeWidth: 1 }),
        Plot.text(["实际｜预测"], {
          x: () => last.at,
          frameAnchor: "top",
          dy: -10,
          fill: LOOK.ink,
        }),
        Plot.axisX(ticksOf(first, final), { tickFormat: tickName, label: null }),
        Plot.lineY(fan, {
          x: "at",
          y: "middle",
          stroke: LOOK.ink,
          strokeWidth: 2,
          strokeDasharray: "6,4",
        }),
        Plot.lineY(known, { x: "at", y: "value", stroke: LOOK.ink, strokeWidth: 2.5 }),
        Plot.dot([last], { x: "at", y: "value", fill: LOOK.ink, r: 4 }),
        Plot.text(ends, {
          frameAnchor: "right",
          y: ({ y }: End) => top - (y / INNER) * (top - bottom),
          text: "text",
          textAnchor: "start",
          dx: 8,
          fill: "fill",
        }),
      ],
    },
  );
  return { ...chart, drawn: drawnIn(input, known) };
}

const COLUMNS = ["月份", "实际", "预测中位数", "80%下限", "80%上限", "95%下限", "95%上限"];

/** The numbers behind the lines; the last known month is where the fan opens. */
function drawnIn({ unit, ahead }: FanInput, known: Known[]): NonNullable<Chart["drawn"]> {
  const rows: NonNullable<Chart["drawn"]>["rows"] = [
    ...known.map(({ month, value }, i): [string, ...(number | null)[]] => {
      const open = i === known.length - 1 ? value : null;
      return [month, value, open, open, open, open, open];
    }),
    ...ahead.map(({ month, value }): [string, ...(number | null)[]] => {
      const { q50, q10, q90, q025, q975 } = value;
      return [month, null, q50, q10, q90, q025, q975];
    }),
  ];
  return { unit, columns: COLUMNS, rows };
}

function historyOf(history: FanInput["history"]): Known[] {
  const valued = history.filter(({ value }) => value !== null && Number.isFinite(value));
  const sorted = valued.map(({ month }) => month).sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last) return [];
  const values = new Map(valued.map(({ month, value }) => [month, value]));
  const all: Known[] = [];
  for (let month = first; month <= last; month = addMonths(month, 1))
    all.push({ month, at: dateOf(month), value: values.get(month) ?? null });
  const drawn = all.slice(-MOST);
  return drawn.slice(drawn.findIndex(({ value }) => value !== null));
}

/** Where the fan opens: at what is known. */
function narrow({ at, value }: Known): Ahead {
  const known = value!;
  return { at, low95: known, low80: known, middle: known, high80: known, high95: known };
}

function domainOf(known: Known[], fan: Ahead[], levels: readonly number[]): [number, number] {
  const values = [
    ...known.flatMap(({ value }) => value ?? []),
    ...fan.flatMap(({ low95, high95 }) => [low95, high95]),
    ...levels,
    0,
  ];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return [low * 1.06, high === 0 ? (low === 0 ? 1 : 0) : high * 1.06];
}

interface End {
  text: string;
  /** Units below the top of the plot. */
  y: number;
  fill: string;
}

/** The last month's values, from the highest, pushed apart and back into the plot. */
function endLabels(end: Ahead, label: (value: number) => string, below: (value: number) => number) {
  const ends: End[] = [
    { value: end.high95, name: "95%", fill: LOOK.muted },
    { value: end.high80, name: "80%", fill: LOOK.data },
    { value: end.middle, name: "中位", fill: LOOK.ink },
    { value: end.low80, name: "80%", fill: LOOK.data },
    { value: end.low95, name: "95%", fill: LOOK.muted },
  ].map(({ value, name, fill }) => ({ text: `${name} ${label(value)}`, y: below(value), fill }));
  // From the median outwards, so that it stays where it is as long as there is room.
  for (const step of [-1, 1])
    for (let i = 2 + step; ends[i]; i += step) {
      const [here, next] = [ends[i]!, ends[i - step]!];
      here.y = step < 0 ? Math.min(here.y, next.y - APART) : Math.max(here.y, next.y + APART);
    }
  const over = Math.max(0, -ends[0]!.y);
  for (const each of ends) each.y += over;
  const under = Math.max(0, ends.at(-1)!.y - INNER - MARGIN.bottom / 2);
  for (const each of ends) each.y -= under;
  return ends;
}

/**
 * The highest level is named over its line, lower ones under theirs, where history first leaves room; one without
 * room is not named.
 */
function namedLevels(
  levels: readonly number[],
  known: Known[],
  bottom: number,
  unit: number,
): { level: number; dy: number | null; at: Date }[] {
  let lowest = Number.NEGATIVE_INFINITY;
  return levels
    .filter((level) => level !== 0)
    .map((level, i) => {
      const dy = i === 0 ? -9 : 9;
      const middle = level - dy / unit;
      const half = APART / 2 / unit;
      const { at } = firstClear(known, middle - half, middle + half);
      const place = -level * unit + dy;
      if (place - lowest < APART || (level - bottom) * unit - dy < APART / 2)
        return { level, dy: null, at };
      lowest = place;
      return { level, dy, at };
    });
}

/** Months a level's name stands over. */
const NAMED_OVER = 7;

/** The month from which history keeps out of a range for as long as a name is; the first where it never does. */
function firstClear(known: Known[], low: number, high: number): Known {
  const isIn = ({ value }: Known) => value !== null && value > low && value < high;
  const clear = known.find(
    (_, i) => i + NAMED_OVER <= known.length && !known.slice(i, i + NAMED_OVER).some(isIn),
  );
  return clear ?? known[0]!;
}

const dateOf = (month: Month): Date => new Date(`${month}-01T00:00:00Z`);

const tickName = (at: Date): string =>
  at.getUTCMonth() === 0 ? `${at.getUTCFullYear()}年` : `${at.getUTCMonth() + 1}月`;

function ticksOf(first: Month, last: Month): Date[] {
  const ticks: Date[] = [];
  for (let month = first; month <= last; month = addMonths(month, 1))
    if ((Number(month.slice(5)) - 1) % 6 === 0) ticks.push(dateOf(month));
  return ticks;
}
