import * as Plot from "@observablehq/plot";
import Big from "big.js";
import type { Figure } from "../../models/figure.ts";
import type { Chart } from "../document.ts";
import { percent } from "../format.ts";
import { LOOK } from "../look.ts";
import { framed, TEXT, textWidth } from "./frame.ts";
import { isValued, type Measure, measureOf, type Valued } from "./measure.ts";

/** What institutions of the same level cost per admission, in yuan as exact text. */
export interface PeerBand {
  /** 三级, 二级 … */
  level: string;
  mean: Figure | undefined;
  /** The 10th and 90th percentile, null where they are not computed. */
  low: string | null;
  high: string | null;
}

export interface InstitutionBar {
  code: string;
  /** Empty where no directory names it. */
  name: string;
  spending: Figure | undefined;
  cost: Figure | undefined;
  /** Undefined where too few admissions or an unknown level forbid a comparison. */
  peers: PeerBand | undefined;
}

export interface InstitutionsInput {
  /** What the bars are, in the title: 居民住院统筹支出. */
  subject: string;
  institutions: InstitutionBar[];
  span: string;
  source: string;
}

type Known = InstitutionBar & { spending: Valued };

interface Drawn {
  row: Known;
  key: string;
  /** Where its cost stands against its peers: above or below what is usual, or neither. */
  side: -1 | 0 | 1;
  cost: Valued | undefined;
  mean: Valued | undefined;
  band: [number, number] | undefined;
}

const MOST = 12;
const ROW = 38;
/** Characters of a name that a title has room for. */
const TITLED = 16;
/** Columns, in units from the left edge: names, bars with their amounts, costs with their words. */
const NAMES = 156;
const BARS = { from: 164, to: 286 };
const COSTS = { from: 366, to: 496 };

/** The institutions paid most, each one's cost per admission beside what its level usually costs. */
export function institutionsChart(input: InstitutionsInput): Chart | null {
  const known = input.institutions
    .filter((row): row is Known => isValued(row.spending))
    .toSorted((a, b) => new Big(b.spending.value).cmp(a.spending.value));
  if (known.length < 2) return null;
  const rows = known.slice(0, MOST).map(drawnOf);
  const spent = measureOf(rows.map(({ row }) => row.spending));
  const costs = rows.flatMap(({ cost, mean }) => [cost, mean].filter(isValued));
  const cost = costs.length > 0 ? measureOf(costs) : undefined;
  const bar = linear([0, ...rows.map(({ row }) => Number(row.spending.value))], BARS);
  const dot = linear(
    [0, ...costs.map(({ value }) => Number(value)), ...rows.flatMap(({ band }) => band ?? [])],
    COSTS,
  );
  const priced = rows.filter(({ cost }) => cost);
  const withMean = rows.filter(({ cost, mean }) => cost && mean);
  const withBand = rows.filter(({ cost, band }) => cost && band);
  const standing = outstanding(rows);
  const head = (x: number, text: string) =>
    Plot.text([text], {
      x: () => x,
      frameAnchor: "top",
      dy: -16,
      text: () => text,
      textAnchor: "start",
      fill: LOOK.muted,
    });
  const cut = known.length > rows.length ? `；共${known.length}家，只画前${MOST}家` : "";
  const legend = [
    ...(withBand.length > 0 ? ["浅色带为同等级机构第10—90百分位"] : []),
    ...(withMean.length > 0 ? ["竖线为同等级平均"] : []),
  ];
  return framed(
    {
      title: titleOf(input.subject, rows, spent),
      subtitle: [`${input.span}累计`, ...legend].join("；") + cut,
      source: input.source,
      figures: [
        ...new Set(
          rows.flatMap(({ row, cost, mean }) =>
            [row.spending, cost, mean].filter(isValued).map(({ id }) => id),
          ),
        ),
      ],
    },
    {
      height: 34 + rows.length * ROW,
      marginLeft: 0,
      marginRight: 0,
      marginTop: 28,
      marginBottom: 6,
      x: { type: "identity", axis: null },
      y: { domain: rows.map(({ key }) => key), axis: null, padding: 0.3 },
      marks: [
        head(BARS.from, "基金支出"),
        ...(cost
          ? [head(COSTS.from, withMean.length > 0 ? "次均费用及其与同级平均之差" : "次均费用")]
          : []),
        Plot.barX(rows, {
          x1: bar(0),
          x2: ({ row }: Drawn) => bar(Number(row.spending.value)),
          y: "key",
          insetTop: 3,
          insetBottom: 3,
          fill: LOOK.data,
        }),
        Plot.ruleX([bar(0)], { stroke: LOOK.muted }),
        Plot.text(rows, {
          x: ({ row }: Drawn) => Math.max(bar(0), bar(Number(row.spending.value))),
          y: "key",
          text: ({ row }: Drawn) => spent.label(row.spending.value),
          dx: 5,
          textAnchor: "start",
        }),
        Plot.text(rows, {
          x: NAMES,
          y: "key",
          text: ({ row }: Drawn) => nameLines(row.name || row.code).join("\n"),
          textAnchor: "end",
          lineHeight: 1.2,
        }),
        ...(cost
          ? [
              Plot.ruleY(priced, { x1: dot(0), x2: COSTS.to, y: "key", stroke: LOOK.rule }),
              Plot.barX(withBand, {
                x1: ({ band }: Drawn) => dot(band![0]),
                x2: ({ band }: Drawn) => dot(band![1]),
                y: "key",
                insetTop: 3,
                insetBottom: 3,
                fill: LOOK.rule,
              }),
              Plot.tickX(withMean, {
                x: ({ mean }: Drawn) => dot(Number(mean!.value)),
                y: "key",
                stroke: LOOK.ink,
                strokeWidth: 1.5,
              }),
              Plot.dot(priced, {
                x: (each: Drawn) => dot(Number(each.cost!.value)),
                y: "key",
                r: 5,
                fill: (each: Drawn) => (standing.includes(each) ? LOOK.attention : LOOK.data),
                stroke: "white",
              }),
              Plot.text(rows, {
                x: COSTS.to,
                y: "key",
                dx: 8,
                textAnchor: "start",
                lineHeight: 1.2,
                text: (each: Drawn) => costLines(each, cost).join("\n"),
                fill: (each: Drawn) => (each.cost ? LOOK.ink : LOOK.muted),
              }),
            ]
          : []),
      ],
    },
  );
}

function drawnOf(row: Known, index: number): Drawn {
  const cost = isValued(row.cost) ? row.cost : undefined;
  const { peers } = row;
  const mean = isValued(peers?.mean) ? peers.mean : undefined;
  const band: Drawn["band"] =
    peers?.low != null && peers.high != null ? [Number(peers.low), Number(peers.high)] : undefined;
  const usual = band ? [peers!.low!, peers!.high!] : mean ? [mean.value, mean.value] : undefined;
  const side = !cost || !usual ? 0 : sideOf(cost, usual[0]!, usual[1]!);
  return { row, key: `${index} ${row.code}`, side, cost, mean, band };
}

/** As the printed numbers show it, so that a title never counts what reads as equal. */
function sideOf(cost: Valued, low: string, high: string): -1 | 0 | 1 {
  const { compare } = measureOf([cost]);
  return compare(cost.value, high) === 1 ? 1 : compare(cost.value, low) === -1 ? -1 : 0;
}

function linear(values: number[], { from, to }: { from: number; to: number }) {
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  return (value: number) => from + ((value - low) / span) * (to - from);
}

/** At most two lines of the column's width; what does not fit ends in an ellipsis. */
function nameLines(name: string): string[] {
  const lines = [""];
  for (const character of name) {
    const line = lines.at(-1)!;
    if (textWidth(line + character, TEXT) <= NAMES - 4) lines[lines.length - 1] = line + character;
    else if (lines.length === 1) lines.push(character);
    else return [lines[0]!, `${line.slice(0, -1)}…`];
  }
  return lines;
}

function costLines({ row, cost, mean, band, side }: Drawn, measure: Measure): string[] {
  if (!cost) return ["次均无数据"];
  const value = measure.label(cost.value);
  if (!mean && !band) return [value, "未比较"];
  if (mean && measure.label(mean.value) === value) return [value, `与${row.peers!.level}持平`];
  const word = !band || side === 0 ? "" : side === 1 ? "偏高" : "偏低";
  return [value, `${mean ? `比${row.peers!.level}${signed(overMean(cost, mean))}` : ""}${word}`];
}

const overMean = (cost: Valued, mean: Valued): string =>
  Number(mean.value) === 0 ? "0" : new Big(cost.value).div(mean.value).minus(1).toFixed();

function signed(fraction: string): string {
  const text = percent(fraction, 0);
  return Number(fraction) > 0 && text !== "0%" ? `+${text}` : text;
}

const farthest = (rows: Drawn[]): Drawn | undefined =>
  rows
    .filter(({ cost, mean }) => cost && mean)
    .toSorted((a, b) => Number(overMean(b.cost!, b.mean!)) - Number(overMean(a.cost!, a.mean!)))[0];

/** Those above their level's band; where only averages are known, the one farthest above its own. */
function outstanding(rows: Drawn[]): Drawn[] {
  const above = rows.filter(({ side }) => side === 1);
  const beyond = above.filter(({ band }) => band);
  const most = farthest(above);
  return beyond.length > 0 || !most ? beyond : [most];
}

function titleOf(subject: string, rows: Drawn[], spent: Measure): string {
  const called = ({ row: { name, code } }: Drawn) =>
    name.length > TITLED ? `${name.slice(0, TITLED - 1)}…` : name || code;
  const first = rows[0]!;
  const head = `${subject}最多的是${called(first)}（${spent.label(first.row.spending.value)}）`;
  const compared = rows.filter(({ cost, mean, band }) => cost && (mean || band));
  if (compared.length === 0) return head;
  const banded = compared.filter(({ band }) => band).length;
  const usual =
    banded === compared.length ? "同级第90百分位" : banded === 0 ? "同级平均" : "同级水平";
  const above = compared.filter(({ side }) => side === 1);
  const among = `${compared.length === rows.length ? "所列" : "可比的"}${compared.length}家`;
  if (above.length === 0) return `${head}；${among}次均费用均不高于${usual}`;
  const most = farthest(above);
  const by = most
    ? `，${called(most)}比${most.row.peers!.level}平均高${percent(overMean(most.cost!, most.mean!), 0)}`
    : "";
  return `${head}；${among}中${above.length}家次均费用高于${usual}${by}`;
}
