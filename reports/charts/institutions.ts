import * as Plot from "@observablehq/plot";
import Big from "big.js";
import type { Figure } from "../../models/figure.ts";
import type { Chart } from "../document.ts";
import { percent } from "../format.ts";
import { LOOK } from "../look.ts";
import { framed, TEXT, textWidth } from "./frame.ts";
import { isValued, type Measure, measureOf, type Valued } from "./measure.ts";

/** What institutions of the same level cost per admission. */
export interface Peers {
  /** 三级, 二级 … */
  level: string;
  mean: Figure;
}

export interface InstitutionBar {
  code: string;
  /** Empty where no directory names it. */
  name: string;
  spending: Figure | undefined;
  cost: Figure | undefined;
  /** Undefined where too few admissions or an unknown level forbid a comparison. */
  peers: Peers | undefined;
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
  cost: Valued | undefined;
  mean: Valued | undefined;
}

interface Compared extends Drawn {
  cost: Valued;
  mean: Valued;
}

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
  const rows = known.map(drawnOf);
  const spent = measureOf(rows.map(({ row }) => row.spending));
  const costs = rows.flatMap(({ cost, mean }) => [cost, mean].filter(isValued));
  const cost = costs.length > 0 ? measureOf(costs) : undefined;
  const bar = linear([0, ...rows.map(({ row }) => Number(row.spending.value))], BARS);
  const dot = linear([0, ...costs.map(({ value }) => Number(value))], COSTS);
  const priced = rows.filter(({ cost }) => cost);
  const withMean = rows.filter(isCompared);
  const farthest = farthestAbove(rows);
  const head = (x: number, text: string) =>
    Plot.text([text], {
      x: () => x,
      frameAnchor: "top",
      dy: -16,
      text: () => text,
      textAnchor: "start",
      fill: LOOK.muted,
    });
  const legend = withMean.length > 0 ? "；竖线为同等级平均" : "";
  return framed(
    {
      title: titleOf(input.subject, rows, spent),
      subtitle: `${input.span}累计${legend}`,
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
              Plot.tickX(withMean, {
                x: ({ mean }: Compared) => dot(Number(mean.value)),
                y: "key",
                stroke: LOOK.ink,
                strokeWidth: 1.5,
              }),
              Plot.dot(priced, {
                x: (each: Drawn) => dot(Number(each.cost!.value)),
                y: "key",
                r: 5,
                fill: (each: Drawn) => (each === farthest ? LOOK.attention : LOOK.data),
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
  const mean = isValued(row.peers?.mean) ? row.peers.mean : undefined;
  return { row, key: `${index} ${row.code}`, cost, mean };
}

const isCompared = (each: Drawn): each is Compared =>
  each.cost !== undefined && each.mean !== undefined;

/** Those that read as dearer than their level: a title never counts what is printed as equal. */
const aboveMean = (rows: Drawn[]): Compared[] =>
  rows
    .filter(isCompared)
    .filter(({ cost, mean }) => measureOf([cost]).compare(cost.value, mean.value) === 1);

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
    else return [lines[0]!, `${[...line].slice(0, -1).join("")}…`];
  }
  return lines;
}

function costLines(each: Drawn, measure: Measure): string[] {
  if (!each.cost) return ["次均无数据"];
  const value = measure.label(each.cost.value);
  if (!isCompared(each)) return [value, "未比较"];
  const { level } = each.row.peers!;
  if (measure.label(each.mean.value) === value) return [value, `与${level}持平`];
  return [value, `比${level}${signed(overMean(each))}`];
}

const overMean = ({ cost, mean }: Compared): string =>
  Number(mean.value) === 0 ? "0" : new Big(cost.value).div(mean.value).minus(1).toFixed();

function signed(fraction: string): string {
  const text = percent(fraction, 0);
  return Number(fraction) > 0 && text !== "0%" ? `+${text}` : text;
}

/** The one whose cost exceeds its level's average most: it stands out. */
const farthestAbove = (rows: Drawn[]): Compared | undefined =>
  aboveMean(rows).toSorted((a, b) => Number(overMean(b)) - Number(overMean(a)))[0];

function titleOf(subject: string, rows: Drawn[], spent: Measure): string {
  const called = ({ row: { name, code } }: Drawn) =>
    [...name].length > TITLED ? `${[...name].slice(0, TITLED - 1).join("")}…` : name || code;
  const first = rows[0]!;
  const head = `${subject}最多的是${called(first)}（${spent.label(first.row.spending.value)}）`;
  const compared = rows.filter(isCompared);
  if (compared.length === 0) return head;
  const among = `${compared.length === rows.length ? "所列" : "可比的"}${compared.length}家`;
  const most = farthestAbove(rows);
  if (!most) return `${head}；${among}次均费用均不高于同级平均`;
  const by = `${called(most)}比${most.row.peers!.level}平均高${percent(overMean(most), 0)}`;
  return `${head}；${among}中${aboveMean(rows).length}家次均费用高于同级平均，${by}`;
}
