import { parseHTML } from "linkedom";
import { textWidth, WIDTH } from "../../../reports/charts/frame.ts";
import type { Chart } from "../../../reports/document.ts";

/** A line of text where it stands in the chart, in its units. */
export interface Box {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
  size: number;
}

/** What of an element of linkedom is read here; the project has no types of a browser. */
interface Node {
  textContent: string | null;
  parentElement: Node | null;
  getAttribute(name: string): string | null;
  querySelectorAll(name: string): Iterable<Node>;
}

/** 小五 at the width of the type area. */
const SMALLEST = 9 / (((156 / 25.4) * 72) / WIDTH);

/** Every line of text of a chart with its place, as anchors and transforms put it. */
export function placedTexts(chart: Chart): Box[] {
  const { document } = parseHTML(chart.svg);
  return [...(document as unknown as Node).querySelectorAll("text")].flatMap((node) => {
    const spans = [...node.querySelectorAll("tspan")];
    const size = Number(inherited(node, "font-size"));
    let y = 0;
    return (spans.length > 0 ? spans : [node]).map((span) => {
      const own = span.getAttribute("y");
      y = (own === null ? y : lengthOf(own, size)) + lengthOf(span.getAttribute("dy"), size);
      return boxOf(span, y, size);
    });
  });
}

/** Every filled bar from left to right edge, in the order drawn. */
export function drawnBars(chart: Chart): { from: number; to: number; fill: string }[] {
  const { document } = parseHTML(chart.svg);
  return [...(document as unknown as Node).querySelectorAll("rect")].map((node) => {
    const from = Number(node.getAttribute("x"));
    const to = from + Number(node.getAttribute("width"));
    return { from, to, fill: inherited(node, "fill") };
  });
}

/** What a reader of the printed chart would stumble over, each in words; empty when it is clean. */
export function flaws(chart: Chart): string[] {
  const boxes = placedTexts(chart).filter(({ text }) => text !== "");
  const touching = boxes.flatMap((a, i) =>
    boxes
      .slice(i + 1)
      .filter(
        (b) =>
          Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
          Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1,
      )
      .map((b) => `${a.text} stands on ${b.text}`),
  );
  const outside = boxes
    .filter(
      ({ left, right, top, bottom }) =>
        left < -1 || right > WIDTH + 1 || top < 0 || bottom > chart.height,
    )
    .map(({ text }) => `${text} is outside`);
  const small = boxes
    .filter(({ size }) => !(size >= SMALLEST))
    .map(({ text }) => `${text} is small`);
  const broken = chart.svg.match(/\d\.\d{4}|NaN|undefined|Infinity|system-ui/g) ?? [];
  return [...touching, ...outside, ...small, ...broken];
}

function boxOf(span: Node, y: number, size: number): Box {
  const anchor = inherited(span, "text-anchor");
  const text = span.textContent ?? "";
  const width = textWidth(text, size);
  const moves = ancestors(span).flatMap((node) => [
    ...(node.getAttribute("transform") ?? "").matchAll(/translate\(([-\d.]+),?\s*([-\d.]*)\)/g),
  ]);
  const sum = (part: 1 | 2) => moves.reduce((total, move) => total + Number(move[part]), 0);
  const x = sum(1) + Number(inherited(span, "x"));
  const left = anchor === "middle" ? x - width / 2 : anchor === "end" ? x - width : x;
  const line = sum(2) + y;
  return {
    text,
    left,
    right: left + width,
    top: line - size * 0.8,
    bottom: line + size * 0.1,
    size,
  };
}

const ancestors = (node: Node | null): Node[] =>
  node ? [node, ...ancestors(node.parentElement)] : [];

const inherited = (node: Node, name: string): string =>
  ancestors(node)
    .map((each) => each.getAttribute(name))
    .find((value) => value !== null) ?? "";

const lengthOf = (text: string | null, size: number): number =>
  text?.endsWith("em") ? Number.parseFloat(text) * size : Number(text ?? 0);
