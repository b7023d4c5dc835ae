import * as Plot from "@observablehq/plot";
import type { Chart } from "../document.ts";
import { monthInWords, months } from "../format.ts";
import { LOOK } from "../look.ts";
import { bandInWords, breachOf, breachWords, payableInWords } from "../warning.ts";
import { framed, TEXT, textWidth } from "./frame.ts";
import type { PayableBarsInput, PayableRow } from "./months-payable.ts";

const number = (row: PayableRow): number => Number(row.figure.value);

const RANK = { short: 0, low: 1, excess: 2 } as const;

/** One bar per fund with its own band; for when too few months are known to draw a line. */
export function payableBarsChart(input: PayableBarsInput): Chart | null {
  const rows = input.rows.filter((row) => row.figure.value !== null);
  if (rows.length === 0) return null;
  const end = endOf(rows);
  const bounded = (row: PayableRow) => Math.min(number(row), end);
  const broken = rows.filter((row) => number(row) > end);
  const label = (row: PayableRow) => {
    const breach = breachOf(row.figure, row.band);
    const word = breach === "short" ? " 不足" : breach === "low" ? " 偏低" : breach ? " 偏高" : "";
    return `${months(row.figure.value!)}${word}`;
  };
  const banded = rows.filter(
    (row) => row.band && row.band.normalLow !== null && row.band.normalHigh !== null,
  );
  const ranges = new Set(rows.flatMap((row) => (row.band ? [bandInWords(row.band)] : [])));
  const shown =
    ranges.size === 0
      ? ""
      : ranges.size === 1 && rows.every((row) => row.band)
        ? `；浅色带：${[...ranges][0]}`
        : "；浅色带为各基金正常区间";
  return framed(
    {
      title: title(rows),
      subtitle: `个月，${monthInWords(input.month)}底；${input.policy}${shown}${broken.length > 0 ? "；斜线处截断，以标注数字为准" : ""}`,
      source: input.source,
      figures: rows.map((row) => row.figure.id),
    },
    {
      height: 40 + rows.length * 34,
      marginLeft: 12 + Math.max(...rows.map((row) => textWidth(row.label, TEXT))),
      marginTop: 8,
      marginBottom: 28,
      marginRight: 130,
      x: { domain: [Math.min(0, ...rows.map(number)), end], axis: null },
      y: { domain: rows.map((row) => row.label), padding: 0.2, label: null, tickSize: 0 },
      marks: [
        Plot.barX(banded, {
          x1: (row: PayableRow) => row.band!.normalLow,
          x2: (row: PayableRow) => Math.min(row.band!.normalHigh!, end),
          y: "label",
          fill: LOOK.rule,
        }),
        Plot.barX(rows, {
          x1: 0,
          x2: bounded,
          y: "label",
          insetTop: 7,
          insetBottom: 7,
          fill: (row: PayableRow) => (breachOf(row.figure, row.band) ? LOOK.attention : LOOK.data),
        }),
        Plot.text(broken, {
          x: () => end * 0.93,
          y: "label",
          text: () => "//",
          fill: "white",
          fontSize: 18,
        }),
        Plot.ruleX([0], { stroke: LOOK.muted }),
        Plot.axisX({ ticks: 5, tickSize: 0, label: null }),
        Plot.text(rows, {
          x: (row: PayableRow) => besideBand(row, bounded(row), end),
          y: "label",
          text: label,
          dx: 6,
          textAnchor: "start",
          fill: LOOK.ink,
        }),
      ],
    },
  );
}

/** A label that would stand on the band of normal months moves to its right. */
function besideBand(row: PayableRow, bar: number, end: number): number {
  const high = Math.min(row.band?.normalHigh ?? 0, end);
  return Math.max(0, bar, high);
}

/** One fund far beyond the rest would flatten them: its bar is then cut and marked. */
function endOf(rows: PayableRow[]): number {
  const sizes = rows.map(number).toSorted((a, b) => b - a);
  const levels = rows.map((row) => row.band?.excess ?? row.band?.normalHigh ?? 0);
  const second = Math.max(sizes[1] ?? sizes[0]!, ...levels, 1);
  return sizes[0]! > second * 4 ? second * 1.8 : Math.max(sizes[0]!, ...levels, 1);
}

function title(rows: PayableRow[]): string {
  const breached = rows
    .filter((row) => breachOf(row.figure, row.band))
    .toSorted((a, b) => RANK[breachOf(a.figure, a.band)!] - RANK[breachOf(b.figure, b.band)!]);
  const worst = breached[0];
  if (worst) {
    return `${worst.label}基金${payableInWords(worst.figure)}，${breachWords(worst.figure, worst.band)}`;
  }
  const least = rows.toSorted((a, b) => number(a) - number(b))[0]!;
  const more = rows.length > 1 ? "，为各基金最少" : "";
  return `${least.label}基金${payableInWords(least.figure)}${more}`;
}
