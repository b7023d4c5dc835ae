import PDFDocument from "pdfkit";
import type { Block, Document, Heading } from "../document.ts";
import { dateInWords } from "../format.ts";
import { headGap, OFFICIAL } from "./official-layout.ts";
import { chartBoxes } from "./pdf-chart.ts";
import type { PdfFonts } from "./pdf-faces.ts";
import { type Box, paginate } from "./pdf-flow.ts";
import { baseOf } from "./pdf-lines.ts";
import { type Pen, penFor, type Style } from "./pdf-pen.ts";
import { tableBoxes } from "./pdf-table.ts";
import { artifact, element, tagged } from "./pdf-tags.ts";
import { bodyBoxes, centred, noteBoxes } from "./pdf-text.ts";
import { titleLines } from "./title-lines.ts";

const KAI: Style = { role: "kai", size: OFFICIAL.body };
const BODY: Style = { role: "body", size: OFFICIAL.body };
const LEVELS: Style[] = [{ role: "hei", size: OFFICIAL.body }, KAI, BODY];
const { margin, area, page, pageNumber } = OFFICIAL;
const CENTRE = margin.left + area.width / 2;

/** The official file as pages, for print and for reading: the same document gives the same bytes. */
export async function renderPdf(document: Document, fonts: PdfFonts): Promise<Uint8Array> {
  const doc = new PDFDocument({
    size: [page.width, page.height],
    margin: 0,
    autoFirstPage: false,
    font: null as never,
    tagged: true,
    lang: "zh-CN",
    pdfVersion: "1.7",
    displayTitle: true,
    info: {
      Title: document.title,
      Author: document.issuer,
      Creator: "Fundwatch",
      Producer: "Fundwatch",
      CreationDate: new Date(`${document.issuedOn}T00:00:00Z`),
    },
  });
  const bytes = gather(doc);
  const pen = penFor(doc, fonts.faces);
  const outline = outlineOf(doc);
  const top = head(document, pen);
  const drawn = (blocks: readonly Block[]) =>
    blocks.flatMap((block) => boxesOf(block, pen, fonts, outline));
  const body = [...top, ...withSignature(drawn(document.blocks)), ...signature(document, pen)];
  const annexes = drawn(document.annexes ?? []);
  const pages = [body, annexes]
    .filter((boxes) => boxes.length > 0)
    .flatMap((boxes) => paginate(boxes, area.height, OFFICIAL.pitch));
  pages.forEach((placed, i) => {
    doc.addPage();
    for (const { box, y } of placed) box.draw(margin.top + y);
    numberPage(pen, i + 1);
  });
  doc.end();
  return bytes;
}

function gather(doc: PDFKit.PDFDocument): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    doc.on("data", (part: Buffer) => parts.push(part));
    doc.on("end", () => resolve(Buffer.concat(parts)));
    doc.on("error", reject);
  });
}

function head({ title, issuer, issuedOn }: Document, pen: Pen): Box[] {
  const { size, line } = OFFICIAL.title;
  const style: Style = { role: "title", size };
  const root = element(pen.doc, "H1");
  const lines = titleLines(title, area.width / size).map((words): Box => {
    const left = CENTRE - pen.width(words, style) / 2;
    return {
      height: line,
      draw: (y) =>
        tagged(pen.doc, root, "H1", () => pen.text(words, left, y + baseOf(line, size), style)),
    };
  });
  return [
    ...lines,
    centred(issuer, pen, KAI, CENTRE),
    centred(`（${dateInWords(issuedOn)}）`, pen, KAI, CENTRE),
    { height: headGap(lines.length), draw: () => {} },
  ];
}

function boxesOf(block: Block, pen: Pen, fonts: PdfFonts, outline: Outline): Box[] {
  switch (block.kind) {
    case "heading":
      return headingBoxes(block, pen, outline);
    case "paragraph":
      return bodyBoxes(block.runs, pen, BODY);
    case "note":
      return noteBoxes(block.runs, pen);
    case "table":
      return tableBoxes(block, pen);
    case "chart":
      return chartBoxes(block, pen, fonts.pictures);
  }
}

type Outline = (level: number, text: string, y: number) => void;

/** Bookmarks on the page that is drawn, each below the last of a higher level. */
function outlineOf(doc: PDFKit.PDFDocument): Outline {
  const above: PDFKit.PDFOutline[] = [doc.outline];
  return (level, text, y) => {
    const at = { expanded: true, fit: false, top: y, left: page.width, zoom: 0 };
    const parent = above.slice(0, level).at(-1)!;
    above.splice(level, above.length, parent.addItem(text, at));
  };
}

/** A heading is never the last line of its page. */
function headingBoxes({ level, text }: Heading, pen: Pen, outline: Outline): Box[] {
  return bodyBoxes([text], pen, LEVELS[level - 1]!, `H${level + 1}`).map((box, i) => ({
    ...box,
    keepNext: true,
    draw: (y) => {
      if (i === 0) outline(level, text, y);
      box.draw(y);
    },
  }));
}

/** Its last two lines, so that no signature stands on a page alone. */
const withSignature = (body: Box[]): Box[] =>
  body.map((box, i) => (i >= body.length - 2 ? { ...box, keepNext: true } : box));

function signature({ signature: { issuer, issuedOn } }: Document, pen: Pen): Box[] {
  const date = dateInWords(issuedOn);
  const right = margin.left + area.width;
  const middle = right - OFFICIAL.dateIndent - pen.width(date, BODY) / 2;
  const issuerMiddle = Math.min(middle, right - pen.width(issuer, BODY) / 2);
  const blank: Box = { height: OFFICIAL.pitch, space: "optional", draw: () => {} };
  return [
    blank,
    blank,
    { ...centred(issuer, pen, BODY, issuerMiddle), onGrid: true, keepNext: true },
    { ...centred(date, pen, BODY, middle), onGrid: true },
  ];
}

/** 「— 1 —」: odd pages right, even pages left, one character from the edge. */
function numberPage(pen: Pen, number: number): void {
  const style: Style = { role: "song", size: pageNumber.size };
  const words = `— ${number} —`;
  const x =
    number % 2 === 1
      ? margin.left + area.width - pageNumber.indent - pen.width(words, style)
      : margin.left + pageNumber.indent;
  const y = margin.top + area.height + pageNumber.below + pageNumber.size * 0.38;
  artifact(pen.doc, "Pagination", () => pen.text(words, x, y, style));
}
