import * as Plot from "@observablehq/plot";
import Big from "big.js";
import type { Figure } from "../../models/figure.ts";
import type { Chart } from "../document.ts";
import { amount, columnScale, roundingShows, type Scale, yuan } from "../format.ts";
import { LOOK } from "../look.ts";
import { framed, TEXT, textWidth, WIDTH } from "./frame.ts";
import { isValued, type Valued } from "./measure.ts";

/** One factor and what its move did to the whole, in yuan. */
export interface Contribution {
  label: string;
  /** The verbs of its moves: 上升 and 下降. */
  up: string;
  down: string;
  figure: Figure | undefined;
}

export interface WaterfallInput {
  /** What changed, in the title: 居民住院统筹支出. */
  subject: string;
  before: Figure | undefined;
  now: Figure | undefined;
  change: Figure | undefined;
  contributions: Contribution[];
  span: string;
  source: string;
}

interface Step {
  label: string;
  from: Big;
  to: Big;
  value: string;
  fill: string;
}

type Known = Contribution & { figure: Valued };

/** From last year's amount, the zero line, factor by factor to this year's. */
export function waterfallChart(input: WaterfallInput): Chart | null {
  const { before, now, change } = input;
  const parts = input.contributions.filter((each): each is Known => isValued(each.figure));
  if (!isValued(change) || parts.length < 2 || parts.length < input.contributions.length)
    return null;
  const values = parts.map(({ figure }) => figure.value);
  const scale = scaleOf([change.value, ...values]);
  const print = (value: string) => (scale ? `${amount(value, scale)}${scale.unit}` : yuan(value));
  const finding = findingOf(input.subject, change, parts, print);
  const steps = stepsOf(change, parts, finding.driver);
  const ends = steps.flatMap(({ from, to }) => [Number(from), Number(to)]);
  const low = Math.min(0, ...ends);
  const high = Math.max(0, ...ends) === low ? low + 1 : Math.max(0, ...ends);
  const label = (step: Step) => signed(step.value, print);
  const marginLeft = 12 + Math.max(...steps.map((step) => textWidth(step.label, TEXT)));
  const marginRight = 14 + Math.max(...steps.map((step) => textWidth(label(step), TEXT)));
  const at = (x: number) =>
    marginLeft + ((x - low) / (high - low)) * (WIDTH - marginLeft - marginRight);
  const named = (x: number, text: string, place: "top" | "bottom") =>
    Plot.text([x], {
      x: () => x,
      frameAnchor: place,
      dy: place === "top" ? -20 : 20,
      text: () => text,
      textAnchor: at(x) > WIDTH / 2 ? "end" : "start",
    });
  const total = Number(change.value);
  const rounded = scale && roundingShows(values, change.value, scale);
  return framed(
    {
      title: finding.title,
      subtitle: `${input.span}累计与上年同期相比；各条接着上一条的终点画，+为增支，−为减支`,
      source: `${input.source}${rounded ? "因四舍五入，分项和与合计略有差异。" : ""}`,
      figures: [before, now, change, ...parts.map(({ figure }) => figure)]
        .filter(isValued)
        .map(({ id }) => id),
    },
    {
      height: 62 + steps.length * 27,
      marginLeft,
      marginRight,
      marginTop: 30,
      marginBottom: 32,
      x: { domain: [low, high], axis: null },
      y: {
        domain: steps.map((step) => step.label),
        padding: 0.32,
        label: null,
        tickSize: 0,
      },
      marks: [
        Plot.ruleX([0], { stroke: LOOK.muted, insetTop: -8 }),
        Plot.link(steps.slice(0, -1), {
          x1: (step: Step) => Number(step.to),
          x2: (step: Step) => Number(step.to),
          y1: "label",
          y2: (_: Step, i: number) => steps[i + 1]!.label,
          stroke: LOOK.muted,
        }),
        Plot.barX(steps, {
          x1: (step: Step) => Number(step.from),
          x2: (step: Step) => Number(step.to),
          y: "label",
          fill: "fill",
        }),
        Plot.text(steps, {
          x: (step: Step) => Math.max(Number(step.from), Number(step.to)),
          y: "label",
          text: label,
          dx: 6,
          textAnchor: "start",
          stroke: "white",
          strokeWidth: 4,
          fill: LOOK.ink,
        }),
        named(0, `上年同期${isValued(before) ? yuan(before.value) : ""}`, "top"),
        named(total, `本期${isValued(now) ? yuan(now.value) : ""}`, "bottom"),
      ],
    },
  );
}

function stepsOf(change: Valued, parts: Known[], driver: Known | undefined): Step[] {
  let running = new Big(0);
  const steps = parts.map((part): Step => {
    const from = running;
    running = running.plus(part.figure.value);
    const isMore = running.gte(from);
    const fill = part === driver ? LOOK.attention : isMore ? LOOK.data : LOOK.soft;
    return { label: part.label, from, to: running, value: part.figure.value, fill };
  });
  const whole = { from: new Big(0), to: new Big(change.value), value: change.value };
  return [...steps, { label: "合计增减", ...whole, fill: LOOK.muted }];
}

/** One unit for all; null where in it the smallest move would be printed as nothing. */
function scaleOf(values: string[]): Scale | null {
  const sizes = values.map((value) => new Big(value).abs()).filter((size) => size.gt(0));
  if (!sizes.some((size) => size.gte(1e8))) return columnScale(values);
  return sizes.some((size) => size.lt(5e5)) ? null : { unit: "亿元", decimals: 2 };
}

type Print = (value: string) => string;

function signed(value: string, print: Print): string {
  const printed = print(value);
  return new Big(value).gt(0) && /[1-9]/.test(printed) ? `+${printed}` : printed;
}

/** Says who moved the whole; a driver is only coloured where spending rose because of it. */
function findingOf(
  subject: string,
  change: Valued,
  parts: Known[],
  print: Print,
): { title: string; driver?: Known } {
  const seen = ({ value }: Valued) => (/[1-9]/.test(print(value)) ? Math.sign(Number(value)) : 0);
  const way = seen(change);
  const ranked = parts
    .filter(({ figure }) => seen(figure) !== 0)
    .toSorted((a, b) => Number(b.figure.value) - Number(a.figure.value));
  const size = print(new Big(change.value).abs().toFixed());
  const head =
    way === 0
      ? `${subject}与上年同期持平`
      : `${subject}比上年同期${way > 0 ? "增加" : "减少"}${size}`;
  if (ranked.length === 0) return { title: way === 0 ? `${head}，各项因素均未变动` : head };
  const cause = ({ label, up, down, figure }: Known) =>
    `${label}${seen(figure) > 0 ? up : down}（${signed(figure.value, print)}）`;
  const most = ranked[0]!;
  const least = ranked.at(-1)!;
  const largest = Math.max(...ranked.map(({ figure }) => Math.abs(Number(figure.value))));
  const isCancelled = way === 0 || largest > 2 * Math.abs(Number(change.value));
  if (isCancelled && seen(most.figure) > 0 && seen(least.figure) < 0)
    return { title: `${head}，${cause(most)}与${cause(least)}大体抵消` };
  const driver = way > 0 ? most : least;
  if (way === 0 || seen(driver.figure) !== way) return { title: head };
  const title = `${head}，主要因${cause(driver)}`;
  return way > 0 ? { title, driver } : { title };
}
