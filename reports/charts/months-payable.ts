import * as Plot from "@observablehq/plot";
import type { Figure } from "../../models/figure.ts";
import { addMonths, type Month } from "../../models/period.ts";
import type { Chart } from "../document.ts";
import { monthInWords, months } from "../format.ts";
import { LOOK } from "../look.ts";
import { type Band, breachWords, payableInWords } from "../warning.ts";
import { bandMarks } from "./bands.ts";
import { framed, TEXT, textWidth } from "./frame.ts";

export interface PayableRow {
  label: string;
  figure: Figure;
  band: Band | undefined;
}

export interface PayableBarsInput {
  rows: PayableRow[];
  month: Month;
  policy: string;
  source: string;
}

export interface PayableLineInput {
  label: string;
  /** One fund, one basis, any order; months without a figure are left as gaps. */
  history: Figure[];
  band: Band | undefined;
  policy: string;
  source: string;
}

const number = (figure: Figure): number => Number(figure.value);

/** One fund over months with its bands; null when fewer than three months are known. */
export function payableLineChart(input: PayableLineInput): Chart | null {
  const known = input.history
    .filter((figure) => figure.value !== null)
    .toSorted((a, b) => (a.period < b.period ? -1 : 1));
  const last = known.at(-1);
  const first = known[0];
  if (known.length < 3 || !last || !first) return null;
  const byMonth = new Map(known.map((figure) => [figure.period, figure]));
  const all: { at: Date; month: Month; value: number | null }[] = [];
  for (let month = first.period; month <= last.period; month = addMonths(month, 1)) {
    const figure = byMonth.get(month);
    all.push({ at: dateOf(month), month, value: figure ? number(figure) : null });
  }
  const { band } = input;
  const lonely = all.filter(
    (point, i) => point.value !== null && all[i - 1]?.value == null && all[i + 1]?.value == null,
  );
  const top = Math.max(...known.map(number), (band?.normalHigh ?? 0) * 1.15) * 1.08;
  const bottom = Math.min(0, ...known.map(number)) * 1.08;
  const breach = breachWords(last, band);
  const stroke = breach === "" ? LOOK.data : LOOK.attention;
  const text = months(last.value!);
  return framed(
    {
      title: `${input.label}${payableInWords(last)}${breach === "" ? bandPlace(last, band) : `，${breach}`}`,
      subtitle: `个月，${monthInWords(first.period)}至${monthInWords(last.period)}；${input.policy}`,
      source: input.source,
      figures: known.map((figure) => figure.id),
    },
    {
      height: 160,
      marginLeft: 40,
      marginRight: 20 + textWidth(text, TEXT + 1),
      marginTop: 12,
      marginBottom: 26,
      x: { type: "utc", axis: null },
      y: { domain: [bottom, top], axis: null },
      marks: [
        ...bandMarks(band, all, top),
        Plot.axisY({ ticks: 5, tickSize: 0, label: null }),
        Plot.ruleY([0], { stroke: LOOK.rule }),
        Plot.axisX(ticksOf(all.map((point) => point.month)), {
          tickFormat: (at: Date) =>
            at.getUTCMonth() === 0 ? `${at.getUTCFullYear()}年` : `${at.getUTCMonth() + 1}月`,
          label: null,
        }),
        Plot.lineY(all, { x: "at", y: "value", stroke: LOOK.data, strokeWidth: 2.5 }),
        Plot.dot(lonely, { x: "at", y: "value", fill: LOOK.data, r: 3 }),
        Plot.dot([all.at(-1)!], { x: "at", y: "value", fill: stroke, r: 4.5 }),
        Plot.text([all.at(-1)!], {
          x: "at",
          y: "value",
          text: () => text,
          dx: 10,
          textAnchor: "start",
          fill: stroke,
          fontSize: TEXT + 1,
        }),
      ],
    },
  );
}

function bandPlace(figure: Figure, band: Band | undefined): string {
  if (!band || band.normalLow === null || band.normalHigh === null) return "";
  const value = number(figure);
  if (value >= band.normalLow && value <= band.normalHigh) {
    return `，在${band.normalLow}—${band.normalHigh}个月的正常区间`;
  }
  return value > band.normalHigh ? `，高于${band.normalLow}—${band.normalHigh}个月的正常区间` : "";
}

const dateOf = (month: Month): Date => new Date(`${month}-01T00:00:00Z`);

/** Few ticks: every month up to 8, then quarters, half-years, years. */
function ticksOf(all: Month[]): Date[] {
  const step = all.length <= 8 ? 1 : all.length <= 18 ? 3 : all.length <= 48 ? 6 : 12;
  return all.filter((month) => (Number(month.slice(5)) - 1) % step === 0).map(dateOf);
}
