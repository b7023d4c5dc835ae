import * as Plot from "@observablehq/plot";
import { LOOK } from "../look.ts";
import type { Band } from "../warning.ts";

interface Point {
  at: Date;
  value: number | null;
}

/** The levels of months payable behind a line, each named where the line leaves room. */
export function bandMarks(band: Band | undefined, line: Point[], top: number): Plot.Markish[] {
  if (!band) return [];
  const { below, normalLow, normalHigh, excess } = band;
  const name = (level: number, text: string, dy: number) =>
    Plot.text([level], {
      x: () => quietPlace(line, level),
      y: () => level,
      text: () => text,
      dx: 6,
      dy,
      textAnchor: "start",
      fill: LOOK.muted,
    });
  return [
    ...(normalLow !== null && normalHigh !== null
      ? [
          Plot.rectY([0], { y1: normalLow, y2: normalHigh, fill: LOOK.band }),
          name(normalHigh, `正常${normalLow}—${normalHigh}`, 11),
        ]
      : []),
    ...(below !== null
      ? [
          Plot.ruleY([below], { stroke: LOOK.attention, strokeDasharray: "5,4" }),
          name(below, `低于${below}为不足`, 11),
        ]
      : []),
    ...(excess !== null && excess <= top
      ? [
          Plot.ruleY([excess], { stroke: LOOK.muted, strokeDasharray: "2,4" }),
          name(excess, `高于${excess}为偏高`, -9),
        ]
      : []),
  ];
}

/** A label is about a quarter of the plot wide: the start where the line stays farthest away. */
function quietPlace(line: Point[], level: number): Date {
  const wide = Math.ceil(line.length / 4);
  const room = (start: number) =>
    Math.min(
      ...line
        .slice(start, start + wide)
        .map(({ value }) => (value === null ? 99 : Math.abs(value - level))),
    );
  let best = 0;
  for (let start = 1; start + wide <= line.length; start++) {
    if (room(start) > room(best)) best = start;
  }
  return line[best]!.at;
}
