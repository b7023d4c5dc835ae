import type { Chart } from "../document.ts";
import type { Fonts } from "./fonts.ts";
import { OFFICIAL } from "./official-layout.ts";
import type { Box } from "./pdf-flow.ts";
import type { Pen } from "./pdf-pen.ts";
import { drawSvg, isPlainSvg } from "./pdf-svg.ts";
import { element, tagged } from "./pdf-tags.ts";
import { renderPng } from "./png.ts";

/** Above and below a chart, in points. */
const GAP = 6;
/** 156 mm at 300 dpi. */
const PIXELS = 1843;

/** A chart as wide as the type area, as lines and text; what lines cannot say becomes a picture. */
export function chartBoxes(chart: Chart, pen: Pen, pictures: Fonts): Box[] {
  const { area, margin, chartHeight } = OFFICIAL;
  const width = Math.min(area.width, (chartHeight * chart.width) / chart.height);
  const height = (width * chart.height) / chart.width;
  const left = margin.left + (area.width - width) / 2;
  const figure = element(pen.doc, "Figure", { alt: chart.alt });
  const gap: Box = { height: GAP, space: "fixed", draw: () => {} };
  const draw = (y: number) =>
    tagged(pen.doc, figure, "Figure", () => {
      if (isPlainSvg(chart.svg)) drawSvg(chart.svg, pen, left, y, width);
      else pen.doc.image(Buffer.from(renderPng(chart.svg, pictures, PIXELS)), left, y, { width });
    });
  return [gap, { height, draw }, gap];
}
