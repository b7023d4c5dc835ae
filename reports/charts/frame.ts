import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { Chart } from "../document.ts";
import { FAMILY, LOOK } from "../look.ts";

/** At 156 mm a chart is printed 0.69 pt to the unit, so 13.2 is 小五 (9 pt). */
export const WIDTH = 640;
export const TEXT = 13.5;

export interface Captions {
  /** The finding, in one sentence with its number. */
  title: string;
  /** Unit, period, policy. */
  subtitle: string;
  source: string;
  /** Ids of the figures drawn. */
  figures: string[];
}

/** Lays title, unit line and source line around a plot; returns one self-contained SVG. */
export function framed(captions: Captions, options: Plot.PlotOptions & { height: number }): Chart {
  const head = [
    ...lines(captions.title, 19).map((text) => ({ text, size: 19, bold: true })),
    ...lines(captions.subtitle, TEXT).map((text) => ({ text, size: TEXT, bold: false })),
  ];
  let y = 4;
  const texts = head.map(({ text, size, bold }) => {
    y += size * 1.4;
    return textAt(text, y - size * 0.25, size, bold ? LOOK.ink : LOOK.muted, bold);
  });
  const top = y + 8;
  const plot = `<g transform="translate(0,${top})" text-anchor="middle" font-size="${TEXT}" fill="${LOOK.ink}">${drawn(options)}</g>`;
  y = top + options.height + 6;
  for (const text of lines(captions.source, TEXT)) {
    y += TEXT * 1.45;
    texts.push(textAt(text, y - 4, TEXT, LOOK.muted, false));
  }
  const height = Math.ceil(y + 4);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="${FAMILY}" role="img" aria-label="${escapeXml(captions.title)}">${plot}${texts.join("")}</svg>`;
  const { title, figures } = captions;
  const alt = `${title}。${captions.subtitle}`;
  return { kind: "chart", title, alt, svg: shortNumbers(svg), width: WIDTH, height, figures };
}

function drawn(options: Plot.PlotOptions): string {
  const { document } = parseHTML("<html></html>");
  const { style, ...rest } = options;
  const plot = Plot.plot({ ...rest, width: WIDTH, document: document as never }) as unknown as {
    innerHTML: string;
  };
  return plot.innerHTML
    .replace(/<style>.*?<\/style>/gs, "")
    .replaceAll("currentColor", LOOK.ink)
    .replaceAll("var(--plot-background)", "white");
}

const textAt = (text: string, y: number, size: number, fill: string, bold: boolean): string =>
  `<text x="0" y="${y}" font-size="${size}"${bold ? ' font-weight="700"' : ""} fill="${fill}">${escapeXml(text)}</text>`;

/** Breaks a text where it would run past the chart's width, after punctuation where one is near. */
function lines(text: string, size: number): string[] {
  const out: string[] = [];
  let line = "";
  for (const piece of text.match(/（?(?:[\d.%−]+[个百分点亿万元月]*|.)[，。；：、）]*/gu) ?? []) {
    if (textWidth(line + piece, size) <= WIDTH - 4) {
      line += piece;
      continue;
    }
    const whole = /^(.*[，；。：])(.{1,14})$/u.exec(line);
    out.push(whole ? whole[1]! : line);
    line = (whole ? whole[2]! : "") + piece;
  }
  return line === "" ? out : [...out, line];
}

/** Width of a text as Noto Sans SC sets it: Chinese, % and dashes one em, Latin and digits over half. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) width += /[^%—…\u2e80-\u{10ffff}]/u.test(character) ? 0.57 : 1;
  return width * size;
}

/** Stable output on every machine: no number in the drawing has more than three decimals. */
const shortNumbers = (svg: string): string =>
  svg.replace(/-?\d+\.\d{4,}/g, (number) => String(Number(Number(number).toFixed(3)) || 0));

export const escapeXml = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
