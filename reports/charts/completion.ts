import * as Plot from "@observablehq/plot";
import type { Figure } from "../../models/figure.ts";
import type { Chart } from "../document.ts";
import { bare, percent, points, signOf } from "../format.ts";
import { LOOK } from "../look.ts";
import { framed, TEXT, textWidth } from "./frame.ts";

export interface CompletionBar {
  label: string;
  completion: Figure | undefined;
  ahead: Figure | undefined;
  /** The whole of which the others are parts; drawn last, in the soft colour. */
  whole: boolean;
}

export interface CompletionInput {
  /** Who spends, in the title: 居民基金支出. Empty when the bars are themselves funds. */
  subject: string;
  bars: CompletionBar[];
  even: Figure | undefined;
  span: string;
  source: string;
}

/** Rows that fit on a page at 9 pt. */
const MOST = 40;

const value = (figure: Figure | undefined): number | null =>
  figure?.value == null ? null : Number(figure.value);

/** Expenditure completion against the even-progress line; the most ahead on top. */
export function completionChart(input: CompletionInput): Chart | null {
  const known = input.bars.filter((bar) => value(bar.completion) !== null);
  if (known.length < 2) return null;
  const order = (bar: CompletionBar) => (bar.whole ? -1e8 : (value(bar.completion) ?? -1e6));
  const sorted = input.bars.toSorted((a, b) => order(b) - order(a));
  const bars = sorted.length > MOST ? [...sorted.slice(0, MOST - 1), sorted.at(-1)!] : sorted;
  const cut = bars.length < sorted.length ? `；共${sorted.length}行，只画前${MOST}行` : "";
  const even = value(input.even);
  const worst = sorted
    .filter((bar) => !bar.whole && bar.ahead && signOf(bar.ahead) === 1)
    .toSorted((a, b) => value(b.ahead)! - value(a.ahead)!)[0];
  const longest = Math.max(...known.map((bar) => value(bar.completion)!), even ?? 0);
  const label = (bar: CompletionBar) =>
    bar.completion?.value == null
      ? "无数据"
      : `${percent(bar.completion.value)}${aheadLabel(bar.ahead)}`;
  const marginLeft = 12 + Math.max(...bars.map((bar) => textWidth(bar.label, TEXT)));
  const chart = framed(
    {
      title: title(input, sorted, worst),
      subtitle: `${input.span}累计支出占年度预算，%${even === null ? "" : `；竖线为均衡进度${percent(input.even!.value!)}；+、−为超出、低于它的百分点`}${cut}`,
      source: input.source,
      figures: [...bars.flatMap((bar) => [bar.completion, bar.ahead]), input.even].flatMap(
        (figure) => (figure?.value == null ? [] : [figure.id]),
      ),
    },
    {
      height: 52 + bars.length * (bars.length > 20 ? 18 : 21),
      marginLeft,
      marginTop: 26,
      marginBottom: 26,
      marginRight: 128,
      x: {
        domain: [Math.min(0, ...known.map((bar) => value(bar.completion)!)), longest],
        axis: null,
      },
      y: { domain: bars.map((bar) => bar.label), padding: 0.28, label: null, tickSize: 0 },
      marks: [
        Plot.barX(
          bars.filter((bar) => value(bar.completion) !== null),
          {
            x: (bar: CompletionBar) => value(bar.completion),
            y: "label",
            fill: (bar: CompletionBar) =>
              bar === worst ? LOOK.attention : bar.whole ? LOOK.soft : LOOK.data,
          },
        ),
        Plot.axisX({
          ticks: 4,
          tickSize: 0,
          label: null,
          tickFormat: (tick: number) => percent(String(tick), 0),
        }),
        even === null ? null : Plot.ruleX([even], { stroke: LOOK.ink, strokeWidth: 1.5 }),
        even === null
          ? null
          : Plot.text([even], {
              x: (x: number) => x,
              frameAnchor: "top",
              dy: -18,
              text: () => "均衡进度",
            }),
        Plot.text(bars, {
          x: (bar: CompletionBar) => besideLine(value(bar.completion), even),
          y: "label",
          text: label,
          dx: 6,
          textAnchor: "start",
          fill: (bar: CompletionBar) => (value(bar.completion) === null ? LOOK.muted : LOOK.ink),
          stroke: "white",
          strokeWidth: 4,
        }),
      ],
    },
  );
  return chart;
}

/** A label that would stand on the line of even progress moves to its right. */
function besideLine(completion: number | null, even: number | null): number {
  if (completion === null) return 0;
  return even !== null && completion < even && completion > even * 0.55 ? even : completion;
}

function aheadLabel(ahead: Figure | undefined): string {
  if (ahead?.value == null) return "";
  const number = bare(ahead.value, "ratio");
  return signOf(ahead) === 1 ? ` +${number}` : ` ${number}`;
}

function title(
  { subject }: CompletionInput,
  bars: CompletionBar[],
  worst: CompletionBar | undefined,
): string {
  const parts = bars.filter((bar) => !bar.whole);
  const judged = parts.filter((bar) => bar.ahead?.value != null);
  const ahead = judged.filter((bar) => signOf(bar.ahead!) === 1);
  const kind = subject === "" ? "项基金" : "个地区";
  const lead = subject === "" ? "" : `${subject}：`;
  if (worst) {
    const verb = subject === "" ? "支出超均衡进度" : "超均衡进度";
    const all = ahead.length === parts.length && parts.length > 1;
    const rest = all
      ? `，${parts.length}${kind}全部超前`
      : parts.length > 1
        ? `，${parts.length}${kind}中${ahead.length}${kind.slice(0, 1)}超前`
        : "";
    return `${lead}${worst.label}${verb}${points(worst.ahead!.value!)}${rest}`;
  }
  const fastest = parts.find((bar) => value(bar.completion) !== null);
  const completion = fastest ? percent(fastest.completion!.value!) : "";
  if (judged.length === parts.length && fastest) {
    return `${lead}支出均未超均衡进度，最快的${fastest.label}完成预算的${completion}`;
  }
  return fastest ? `${lead}${fastest.label}支出完成预算的${completion}` : `${lead}支出预算完成率`;
}
