import * as Plot from "@observablehq/plot";
import type { Figure } from "../../models/figure.ts";
import { addMonths, type Month } from "../../models/period.ts";
import type { Chart } from "../document.ts";
import { monthInWords, signOf, size } from "../format.ts";
import { LOOK } from "../look.ts";
import { framed, TEXT, textWidth } from "./frame.ts";
import { isValued, type Measure, measureOf, type Valued } from "./measure.ts";

/** One line of months, in any order; months without a figure are gaps. */
export interface TrendLine {
  /** Written at its end: 本年, 三级医院; 上年同期 for last year's. */
  label: string;
  history: Figure[];
  /** Last year's months, drawn soft and a year later so that same months meet. */
  isLastYear?: boolean;
}

export interface TrendInput {
  /** What is drawn, in the title: 居民次均住院费用. */
  subject: string;
  /** The first speaks in the title. All of one unit. */
  lines: TrendLine[];
  /** The comparison of the last month with last year's, only where the two are comparable. */
  yoy: Figure | undefined;
  /** Added to the unit and the months: 权责发生制. */
  policy: string;
  source: string;
}

interface Point {
  at: Date;
  month: Month;
  value: number | null;
}

interface Drawn {
  label: string;
  points: Point[];
  last: Valued;
  stroke: string;
  dash: string;
  isLastYear: boolean;
}

interface End {
  text: string;
  /** Units below the top of the plot. */
  y: number;
  fill: string;
}

const HEIGHT = 150;
const MARGIN = { top: 14, bottom: 28 };
const INNER = HEIGHT - MARGIN.top - MARGIN.bottom;
/** Strokes of this year's lines, the first the finding's; apart by dash in grey print. */
const STROKES = [
  [LOOK.data, "none"],
  [LOOK.ink, "7,3"],
  [LOOK.muted, "2,3"],
] as const;
/** Lines of text at the ends of lines stand at least so far apart. */
const APART = 19;
/** Only the newest months are drawn. */
const MOST = 36;

/** Lines of months with their last value at the end; null when fewer than three months are known. */
export function trendChart(input: TrendInput): Chart | null {
  const span = spanOf(input.lines.filter((line) => !line.isLastYear));
  if (!span) return null;
  const lines = linesOf(input.lines, span);
  const main = lines.find((line) => !line.isLastYear);
  if (!main) return null;
  const several = lines.filter((line) => !line.isLastYear).length;
  const figures = drawnFigures(input.lines, span);
  const measure = measureOf(figures);
  const values = lines.flatMap(({ points }) => points.flatMap(({ value }) => value ?? []));
  const bottom = Math.min(0, ...values) * 1.08;
  const top = Math.max(0, ...values) * 1.08 || (bottom === 0 ? 1 : 0);
  const ends = endLabels(lines, measure, (value) => ((top - value) / (top - bottom)) * INNER);
  const numbers = [bottom, top].map((value) =>
    textWidth(measure.tick(Number(value.toPrecision(2))), TEXT),
  );
  const gaps = main.points.some(({ value }) => value === null) ? "；缺月断开" : "";
  const soft = lines.some((line) => line.isLastYear) ? "；浅色线为上年同月" : "";
  return framed(
    {
      title: titleOf(
        several > 1 ? `${main.label}${input.subject}` : input.subject,
        input.yoy,
        main,
        measure,
      ),
      subtitle: `${measure.unit}，${monthInWords(span[0]!)}至${monthInWords(span.at(-1)!)}${soft}${gaps}${input.policy === "" ? "" : `；${input.policy}`}`,
      source: input.source,
      figures: figures.map(({ id }) => id),
    },
    {
      height: HEIGHT,
      marginLeft: 16 + Math.max(24, ...numbers),
      marginRight: 16 + Math.max(...ends.map(({ text }) => textWidth(text, TEXT))),
      marginTop: MARGIN.top,
      marginBottom: MARGIN.bottom,
      x: { type: "utc", axis: null, domain: [dateOf(span[0]!), dateOf(span.at(-1)!)] },
      y: { domain: [bottom, top], axis: null },
      marks: [
        Plot.axisY({ ticks: 4, tickSize: 0, label: null, tickFormat: measure.tick }),
        Plot.ruleY([0], { stroke: LOOK.rule }),
        Plot.axisX(ticksOf(span), { tickFormat: tickName, label: null }),
        ...lines.toReversed().flatMap(({ points, stroke, dash, isLastYear }) => [
          Plot.lineY(points, {
            x: "at",
            y: "value",
            stroke,
            strokeWidth: isLastYear ? 2 : 2.5,
            strokeDasharray: dash,
          }),
          Plot.dot(lonely(points), { x: "at", y: "value", fill: stroke, r: 3 }),
          Plot.dot([lastOf(points)], {
            x: "at",
            y: "value",
            fill: stroke,
            r: isLastYear ? 3 : 4.5,
          }),
        ]),
        Plot.text(ends, {
          frameAnchor: "right",
          y: ({ y }: End) => top - (y / INNER) * (top - bottom),
          text: "text",
          textAnchor: "start",
          dx: 10,
          fill: "fill",
        }),
      ],
    },
  );
}

/** Every month from the first to the last that is known, the newest 36 at most. */
function spanOf(lines: TrendLine[]): Month[] | null {
  const known = lines
    .flatMap(({ history }) => history.filter(isValued))
    .map(({ period }) => period);
  if (new Set(known).size < 3) return null;
  const sorted = known.toSorted();
  const last = sorted.at(-1)!;
  const months: Month[] = [];
  for (let month = sorted[0]!; month <= last; month = addMonths(month, 1)) months.push(month);
  return months.slice(-MOST);
}

/** The month a figure is drawn at. */
const placeOf = (line: TrendLine, figure: Figure): Month =>
  line.isLastYear ? addMonths(figure.period, 12) : figure.period;

const inSpan = (line: TrendLine, span: Month[]): Valued[] =>
  line.history.filter(isValued).filter((figure) => span.includes(placeOf(line, figure)));

const drawnFigures = (lines: TrendLine[], span: Month[]): Valued[] =>
  lines.flatMap((line) => inSpan(line, span));

function linesOf(lines: TrendLine[], span: Month[]): Drawn[] {
  let count = 0;
  return lines.flatMap((line): Drawn[] => {
    const { label, isLastYear = false } = line;
    const byMonth = new Map(inSpan(line, span).map((figure) => [placeOf(line, figure), figure]));
    const last = span.map((month) => byMonth.get(month)).findLast((figure) => figure);
    if (!last) return [];
    const [stroke, dash] = isLastYear ? [LOOK.soft, "none"] : STROKES[count++ % STROKES.length]!;
    const points = span.map((month) => {
      const figure = byMonth.get(month);
      return { at: dateOf(month), month, value: figure ? Number(figure.value) : null };
    });
    return [{ label, points, last, stroke, dash, isLastYear }];
  });
}

/** What is written at the ends, pushed apart from top to bottom and back into the plot. */
function endLabels(lines: Drawn[], measure: Measure, below: (value: number) => number): End[] {
  const ends = lines
    .map(({ label, last, points, stroke, isLastYear }): End => {
      const at = lastOf(points).month;
      const month = at === points.at(-1)!.month ? "" : `（${Number(at.slice(5))}月）`;
      const name = lines.length > 1 ? label : "";
      const text = `${name}${measure.label(last.value)}${month}`;
      return { text, y: below(Number(last.value)), fill: isLastYear ? LOOK.muted : stroke };
    })
    .toSorted((a, b) => a.y - b.y);
  ends.forEach((end, i) => {
    if (i > 0) end.y = Math.max(end.y, ends[i - 1]!.y + APART);
  });
  ends.toReversed().forEach((end, i, reversed) => {
    const lowest = i === 0 ? INNER : reversed[i - 1]!.y - APART;
    end.y = Math.min(end.y, lowest);
  });
  return ends;
}

const lastOf = (points: Point[]): Point => points.findLast(({ value }) => value !== null)!;

/** Months with a gap on both sides, which a line alone would not show. */
const lonely = (points: Point[]): Point[] =>
  points.filter(
    ({ value }, i) =>
      value !== null && points[i - 1]?.value == null && points[i + 1]?.value == null,
  );

function titleOf(
  subject: string,
  yoy: Figure | undefined,
  { last, points }: Drawn,
  measure: Measure,
): string {
  const head = `${subject}${monthInWords(last.period)}为${measure.label(last.value)}`;
  const sign = yoy ? signOf(yoy) : null;
  if (yoy && sign !== null) {
    if (sign === 0) return `${head}，与上年同月持平`;
    return `${head}，比上年同月${sign === 1 ? "上升" : "下降"}${size(yoy)}`;
  }
  const known = points.filter(({ value }) => value !== null);
  const high = known.reduce((a, b) => (b.value! >= a.value! ? b : a));
  const low = known.reduce((a, b) => (b.value! <= a.value! ? b : a));
  if (high.value === low.value) return `${head}，${known.length}个月持平`;
  if (high.month === last.period) return `${head}，为${known.length}个月中最高`;
  if (low.month === last.period) return `${head}，为${known.length}个月中最低`;
  return `${head}，最高是${monthInWords(high.month)}的${measure.label(String(high.value))}`;
}

const dateOf = (month: Month): Date => new Date(`${month}-01T00:00:00Z`);

const tickName = (at: Date): string =>
  at.getUTCMonth() === 0 ? `${at.getUTCFullYear()}年` : `${at.getUTCMonth() + 1}月`;

/** Few ticks: every month up to 8, then quarters, then half-years. */
function ticksOf(months: Month[]): Date[] {
  const step = months.length <= 8 ? 1 : months.length <= 18 ? 3 : 6;
  return months.filter((month) => (Number(month.slice(5)) - 1) % step === 0).map(dateOf);
}
