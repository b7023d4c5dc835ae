import { parseHTML } from "linkedom";
import type { Pen } from "./pdf-pen.ts";

interface Node {
  localName: string;
  textContent: string | null;
  children: Iterable<Node>;
  getAttribute(name: string): string | null;
}

/** What an element and those inside it are painted with. */
type Paint = Record<string, string>;

const INHERITED = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "font-size",
  "font-weight",
  "text-anchor",
  "paint-order",
];
const PLAIN = new Set([
  ...INHERITED,
  ...["x", "y", "dx", "dy", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "d", "points"],
  ...["width", "height", "viewBox", "xmlns", "transform", "opacity"],
  ...[
    "role",
    "font-family",
    "font-variant",
    "aria-label",
    "aria-hidden",
    "class",
    "stroke-miterlimit",
  ],
]);
const SHAPES = new Set(["rect", "line", "path", "circle", "ellipse", "polyline", "polygon"]);
const SILENT = new Set(["title", "desc"]);

const parsed = (svg: string): Node =>
  parseHTML(`<html><body>${svg}</body></html>`).document.querySelector("svg") as unknown as Node;

/** Whether a drawing holds only what `drawSvg` draws: no clipping, gradients, patterns, style sheets. */
export function isPlainSvg(svg: string): boolean {
  const known = (node: Node): boolean =>
    SILENT.has(node.localName) ||
    ((["svg", "g", "text", "tspan"].includes(node.localName) || SHAPES.has(node.localName)) &&
      attributesOf(node).every((name) => PLAIN.has(name)) &&
      ["fill", "stroke"].every((name) => !node.getAttribute(name)?.startsWith("url(")) &&
      [...node.children].every(known));
  return known(parsed(svg));
}

const attributesOf = (node: Node): string[] =>
  (node as unknown as { getAttributeNames(): string[] }).getAttributeNames();

/** Draws a chart's SVG with its left top corner at x, y, scaled to a width: lines and text stay such. */
export function drawSvg(svg: string, pen: Pen, x: number, y: number, width: number): void {
  const root = parsed(svg);
  const scale = width / Number(root.getAttribute("width"));
  pen.doc.save().translate(x, y).scale(scale);
  draw(root, pen, { fill: "black", "font-size": "16" });
  pen.doc.restore();
}

function draw(node: Node, pen: Pen, outer: Paint): void {
  if (SILENT.has(node.localName)) return;
  const { doc } = pen;
  const paint = { ...outer };
  for (const name of INHERITED) {
    const value = node.getAttribute(name);
    if (value !== null) paint[name] = value;
  }
  const opacity = node.getAttribute("opacity");
  if (opacity !== null) {
    paint["fill-opacity"] = String(Number(paint["fill-opacity"] ?? 1) * Number(opacity));
    paint["stroke-opacity"] = String(Number(paint["stroke-opacity"] ?? 1) * Number(opacity));
  }
  doc.save();
  transform(doc, node.getAttribute("transform") ?? "");
  if (node.localName === "text") words(node, pen, paint);
  else if (SHAPES.has(node.localName)) shape(node, doc, paint);
  else for (const child of node.children) draw(child, pen, paint);
  doc.restore();
}

function transform(doc: PDFKit.PDFDocument, list: string): void {
  for (const [, name, inside] of list.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [a = 0, b, c, d = 0, e = 0, f = 0] = inside!.split(/[\s,]+/).map(Number);
    if (name === "translate") doc.translate(a, b ?? 0);
    else if (name === "scale") doc.scale(a, b ?? a, {});
    else if (name === "rotate") doc.rotate(a, { origin: [b ?? 0, c ?? 0] });
    else doc.transform(a, b ?? 0, c ?? 0, d, e, f);
  }
}

const isPainted = (color: string | undefined): color is string =>
  color !== undefined && color !== "none" && color !== "transparent";

function shape(node: Node, doc: PDFKit.PDFDocument, paint: Paint): void {
  const { fill, stroke } = paint;
  const filled = isPainted(fill) && node.localName !== "line";
  if (filled) doc.fillColor(fill, Number(paint["fill-opacity"] ?? 1));
  if (isPainted(stroke)) pencil(doc, stroke, paint);
  if (!filled && !isPainted(stroke)) return;
  outline(node, doc);
  if (filled && isPainted(stroke)) doc.fillAndStroke();
  else if (filled) doc.fill();
  else doc.stroke();
}

function pencil(doc: PDFKit.PDFDocument, stroke: string, paint: Paint): void {
  doc.strokeColor(stroke, Number(paint["stroke-opacity"] ?? 1));
  doc.lineWidth(Number(paint["stroke-width"] ?? 1));
  doc.lineCap((paint["stroke-linecap"] ?? "butt") as "butt");
  doc.lineJoin((paint["stroke-linejoin"] ?? "miter") as "miter");
  const dashes = (paint["stroke-dasharray"] ?? "").match(/[\d.]+/g)?.map(Number) ?? [];
  if (dashes.length > 0) doc.dash(dashes as unknown as number, {});
}

function outline(node: Node, doc: PDFKit.PDFDocument): void {
  const at = (name: string) => Number(node.getAttribute(name) ?? 0);
  const points = () => (node.getAttribute("points") ?? "").match(/-?[\d.]+/g)?.map(Number) ?? [];
  switch (node.localName) {
    case "rect": {
      const radius = at("rx") || at("ry");
      if (radius > 0) doc.roundedRect(at("x"), at("y"), at("width"), at("height"), radius);
      else doc.rect(at("x"), at("y"), at("width"), at("height"));
      return;
    }
    case "line":
      doc.moveTo(at("x1"), at("y1")).lineTo(at("x2"), at("y2"));
      return;
    case "circle":
      doc.circle(at("cx"), at("cy"), at("r"));
      return;
    case "ellipse":
      doc.ellipse(at("cx"), at("cy"), at("rx"), at("ry"));
      return;
    case "path":
      doc.path(node.getAttribute("d") ?? "");
      return;
    default: {
      const [x = 0, y = 0, ...rest] = points();
      doc.moveTo(x, y);
      for (let i = 0; i < rest.length; i += 2) doc.lineTo(rest[i]!, rest[i + 1]!);
      if (node.localName === "polygon") doc.closePath();
    }
  }
}

/** A text, or its lines where it holds tspans; a white rim (paint-order) is drawn below the letters. */
function words(node: Node, pen: Pen, paint: Paint): void {
  const size = Number.parseFloat(paint["font-size"]!);
  const length = (of: Node, name: string) => {
    const value = of.getAttribute(name) ?? "0";
    return Number.parseFloat(value) * (value.endsWith("em") ? size : 1);
  };
  const spans = [...node.children];
  let y = length(node, "y") + length(node, "dy");
  for (const span of spans.length > 0 ? spans : [node]) {
    const text = span.textContent ?? "";
    const x = length(span.getAttribute("x") === null ? node : span, "x") + length(node, "dx");
    if (span !== node) {
      if (span.getAttribute("y") !== null) y = length(span, "y");
      y += length(span, "dy");
    }
    const isBold = Number(paint["font-weight"]) >= 600 || paint["font-weight"] === "bold";
    const style = { role: isBold ? "chartBold" : "chart", size, color: paint.fill! } as const;
    const shift = { middle: 0.5, end: 1 }[paint["text-anchor"] ?? ""] ?? 0;
    const left = x - shift * pen.width(text, style);
    const { stroke } = paint;
    if (isPainted(stroke)) {
      pencil(pen.doc, stroke, paint);
      pen.rim(text, left, y, style);
    }
    pen.doc.fillOpacity(Number(paint["fill-opacity"] ?? 1));
    pen.text(text, left, y, style);
  }
}
