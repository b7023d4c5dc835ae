import * as Plot from "@observablehq/plot";
import Big from "big.js";
import type { Figure } from "../../models/figure.ts";
import type { Chart } from "../document.ts";
import { LOOK } from "../look.ts";
import { framed, TEXT, textWidth, WIDTH } from "./frame.ts";
import { isValued, type Measure, measureOf, type Valued } from "./measure.ts";

export interface RankedBar {
  label: string;
  figure: Figure | undefined;
}

/** A value the bars are held against: the whole of which they are parts, or what others published. */
export interface ReferenceLine {
  /** 全市, 全国2023年: its name with its year. */
  label: string;
  /** Exact decimal text in the unit of the bars' figures. */
  value: string;
  /** Id of the figure, where it is one of ours. */
  figure?: string;
}

export interface RankedBarsInput {
  /** Whose rate, in the title: 居民住院率. */
  subject: string;
  /** What is counted, with its measure word: 个地区, 类机构. */
  kind: string;
  bars: RankedBar[];
  /** The first one judges the bars and is named in the title. */
  lines: ReferenceLine[];
  /** Which end is worse, and stands on top. */
  worse: "high" | "low";
  span: string;
  source: string;
}

type Known = RankedBar & { figure: Valued };

interface Placed extends ReferenceLine {
  x: number;
  /** How many rows of names stand between its own and the bars. */
  row: number;
}

/** Rows that fit on a page at 9 pt. */
const MOST = 40;
const ROW = 19;

/** Regions or categories by one rate, the worst on top, against the lines they are judged by. */
export function rankedBarsChart(input: RankedBarsInput): Chart | null {
  const { bars, lines, worse } = input;
  const way = worse === "high" ? -1 : 1;
  const known = bars
    .filter((bar): bar is Known => isValued(bar.figure))
    .toSorted((a, b) => way * new Big(a.figure.value).cmp(b.figure.value));
  if (known.length === 0 || known.length + lines.length < 2) return null;
  const measure = measureOf(known.map(({ figure }) => figure));
  const rows: RankedBar[] = [...known, ...bars.filter(({ figure }) => !isValued(figure))];
  const drawn = rows.slice(0, MOST);
  const shown = known.slice(0, MOST);
  const judge = lines[0];
  const isWorse = ({ figure }: Known) =>
    judge !== undefined && measure.compare(figure.value, judge.value) === -way;
  const worst = isSpread(known, measure) ? known[0] : undefined;
  const label = (bar: RankedBar) =>
    isValued(bar.figure) ? measure.label(bar.figure.value) : "无数据";
  const widest = Math.max(...drawn.map((bar) => textWidth(label(bar), TEXT)));
  const names = lines.map((line) => textWidth(nameOf(line, measure), TEXT));
  const marginLeft = 12 + Math.max(...drawn.map((bar) => textWidth(bar.label, TEXT)));
  const marginRight = 16 + Math.max(widest, ...names);
  const values = [...shown.map(({ figure }) => figure.value), ...lines.map(({ value }) => value)];
  const low = Math.min(0, ...values.map(Number));
  const high = Math.max(0, ...values.map(Number)) || (low === 0 ? 1 : 0);
  const wide = WIDTH - marginLeft - marginRight;
  const at = (value: number) => marginLeft + ((value - low) / (high - low)) * wide;
  const placed = placeNames(lines, measure, at);
  const heads = 1 + Math.max(-1, ...placed.map(({ row }) => row));
  const cut = drawn.length < rows.length ? `；共${rows.length}行，只画前${MOST}行` : "";
  return framed(
    {
      title: titleOf(input, known, measure),
      subtitle: `${measure.unit}，${input.span}，由${worse === "high" ? "高到低" : "低到高"}${judge ? `；深色为${worse === "high" ? "高" : "低"}于${judge.label}` : ""}${cut}`,
      source: input.source,
      figures: [
        ...shown.map(({ figure }) => figure.id),
        ...lines.flatMap(({ figure }) => figure ?? []),
      ],
    },
    {
      height: 36 + heads * ROW + drawn.length * (drawn.length > 20 ? 17 : 21),
      marginLeft,
      marginRight,
      marginTop: 8 + heads * ROW,
      marginBottom: 28,
      x: { domain: [low, high], axis: null },
      y: { domain: drawn.map((bar) => bar.label), padding: 0.26, label: null, tickSize: 0 },
      marks: [
        Plot.barX(shown, {
          x: ({ figure }: Known) => Number(figure.value),
          y: "label",
          fill: (bar: Known) =>
            bar === worst && (isWorse(bar) || !judge)
              ? LOOK.attention
              : isWorse(bar) || !judge
                ? LOOK.data
                : LOOK.soft,
        }),
        Plot.ruleX([0], { stroke: LOOK.muted }),
        Plot.axisX({ ticks: 4, tickSize: 0, label: null, tickFormat: measure.tick }),
        ...placed.flatMap((line, i) => [
          Plot.ruleX([Number(line.value)], {
            stroke: LOOK.ink,
            strokeWidth: 1.5,
            strokeDasharray: i === 0 ? "none" : "5,4",
            insetTop: -4 - line.row * ROW,
          }),
          Plot.text([line], {
            x: () => Number(line.value),
            frameAnchor: "top",
            dy: -13 - line.row * ROW,
            dx: 4,
            textAnchor: "start",
            text: () => nameOf(line, measure),
          }),
        ]),
        Plot.text(drawn, {
          x: (bar: RankedBar) => besideLines(bar, placed, textWidth(label(bar), TEXT), at),
          y: "label",
          text: label,
          dx: 6,
          textAnchor: "start",
          fill: (bar: RankedBar) => (isValued(bar.figure) ? LOOK.ink : LOOK.muted),
          stroke: "white",
          strokeWidth: 4,
        }),
      ],
    },
  );
}

const nameOf = (line: ReferenceLine, measure: Measure): string =>
  `${line.label}${measure.label(line.value)}`;

const isSpread = (known: Known[], { label }: Measure): boolean =>
  label(known[0]!.figure.value) !== label(known.at(-1)!.figure.value);

/** Names stand to the right of their lines, one row higher where the next line's name is in the way. */
function placeNames(
  lines: ReferenceLine[],
  measure: Measure,
  at: (value: number) => number,
): Placed[] {
  const starts: number[] = [];
  const rows = new Map<ReferenceLine, number>();
  for (const line of lines.toSorted((a, b) => new Big(b.value).cmp(a.value))) {
    const x = at(Number(line.value));
    const end = x + 10 + textWidth(nameOf(line, measure), TEXT);
    if (starts.length > 0 && end < starts.at(-1)!) starts.length = 0;
    rows.set(line, starts.push(x) - 1);
  }
  return lines.map((line) => ({ ...line, x: at(Number(line.value)), row: rows.get(line)! }));
}

/** A number that would stand on a line moves to its right. */
function besideLines(
  bar: RankedBar,
  lines: Placed[],
  width: number,
  at: (value: number) => number,
): number {
  let value = isValued(bar.figure) ? Math.max(0, Number(bar.figure.value)) : 0;
  for (const line of lines.toSorted((a, b) => a.x - b.x)) {
    const start = at(value);
    if (line.x > start && line.x < start + 8 + width) value = Number(line.value);
  }
  return value;
}

function titleOf(input: RankedBarsInput, known: Known[], measure: Measure): string {
  const { subject, kind, lines, worse } = input;
  const judge = lines[0];
  const first = known[0]!;
  const end = worse === "high" ? "最高" : "最低";
  const beyond = worse === "high" ? "高于" : "低于";
  const value = measure.label(first.figure.value);
  const all = `${known.length < input.bars.length ? "有数据的" : ""}${known.length}${kind}`;
  if (!judge) {
    if (!isSpread(known, measure)) return `${subject}：${all}同为${value}`;
    const last = known.at(-1)!;
    return `${subject}：${first.label}${end}，为${value}，与${last.label}相差${measure.gap(new Big(first.figure.value).minus(last.figure.value).toFixed())}`;
  }
  const way = worse === "high" ? 1 : -1;
  const count = known.filter(
    ({ figure }) => measure.compare(figure.value, judge.value) === way,
  ).length;
  const line = `${judge.label}的${measure.label(judge.value)}`;
  if (known.length === 1) {
    const gap = measure.gap(new Big(first.figure.value).minus(judge.value).toFixed());
    const relation = count === 1 ? `${beyond}${line}，相差${gap}` : `不${beyond}${line}`;
    return `${subject}：${first.label}为${value}，${relation}`;
  }
  const head = isSpread(known, measure)
    ? `${subject}：${first.label}${end}（${value}），${all}`
    : `${subject}：${all}同为${value}，`;
  if (count === 0) return `${head}均不${beyond}${line}`;
  if (count === known.length) return `${head}均${beyond}${line}`;
  return `${head}中${count}${kind.slice(0, 1)}${beyond}${line}`;
}
