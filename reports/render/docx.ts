import {
  AlignmentType,
  Document as DocxDocument,
  type FileChild,
  Footer,
  HeadingLevel,
  ImageRun,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
} from "docx";
import type { Block, Chart, Document, Heading, Run } from "../document.ts";
import { dateInWords } from "../format.ts";
import { inline } from "./docx-figure.ts";
import { FACE, fontTable, SIZE } from "./docx-fonts.ts";
import { corePart, stableZip } from "./docx-package.ts";
import { table } from "./docx-table.ts";
import type { Fonts } from "./fonts.ts";
import { renderPng } from "./png.ts";

/** GB/T 9704-2012: A4, type area 156 × 225 mm, 22 lines of 28 characters. In twips. */
const PAGE = {
  size: { width: 11906, height: 16838 },
  margin: { top: 2098, bottom: 1984, left: 1588, right: 1474, footer: 1400, header: 851 },
};
const LINE = { line: 580, lineRule: LineRuleType.EXACT } as const;
/** 28 characters of 16 pt are 5 pt wider than 156 mm: each gives up a quarter point. */
const BODY = { font: FACE.body, size: SIZE.body, characterSpacing: -5 };
/** Two characters of 三号. */
const INDENT = { firstLine: 640 };
/** 156 mm at 96 pixels to the inch, the unit of the library; pictures are drawn at 300 dpi. */
const CHART_WIDTH = 589;
const CHART_PIXELS = 1843;
/** 215 mm: a chart never runs past its page. */
const CHART_MOST = 812;

/** The official file: the same document gives the same bytes. */
export async function renderDocx(document: Document, fonts: Fonts): Promise<Uint8Array> {
  let id = 0;
  const nextId = () => ++id;
  const file = new DocxDocument({
    title: document.title,
    creator: document.issuer,
    evenAndOddHeaderAndFooters: true,
    styles: {
      default: {
        document: { run: { font: FACE.body, size: SIZE.body, language: { eastAsia: "zh-CN" } } },
      },
    },
    sections: [
      {
        properties: {
          page: PAGE,
        },
        footers: {
          default: footer(AlignmentType.RIGHT, { right: 280 }),
          even: footer(AlignmentType.LEFT, { left: 280 }),
        },
        children: [
          ...head(document),
          ...document.blocks.flatMap((block, index) =>
            rendered(block, fonts, nextId, index, index === document.blocks.length - 1),
          ),
          ...signature(document),
        ],
      },
    ],
  });
  const bytes = await Packer.toBuffer(file, undefined, [
    { path: "docProps/core.xml", data: corePart(document) },
    { path: "word/fontTable.xml", data: fontTable() },
  ]);
  return stableZip(bytes, document.issuedOn);
}

function head({ title, issuer, issuedOn }: Document): Paragraph[] {
  const centred = (text: string, font: typeof FACE.title, size: number, line: number) =>
    new Paragraph({
      alignment: AlignmentType.CENTER,
      autoSpaceEastAsianText: false,
      spacing: { line, lineRule: LineRuleType.EXACT },
      children: [new TextRun({ text, font, size })],
    });
  return [
    new Paragraph({
      heading: HeadingLevel.TITLE,
      autoSpaceEastAsianText: false,
      alignment: AlignmentType.CENTER,
      spacing: { line: 700, lineRule: LineRuleType.EXACT },
      children: [new TextRun({ text: title, font: FACE.title, size: SIZE.title, color: "000000" })],
    }),
    centred(issuer, FACE.level2, SIZE.body, 580),
    centred(`（${dateInWords(issuedOn)}）`, FACE.level2, SIZE.body, 580),
    new Paragraph({ spacing: LINE, children: [] }),
  ];
}

function rendered(
  block: Block,
  fonts: Fonts,
  nextId: () => number,
  index: number,
  last: boolean,
): FileChild[] {
  switch (block.kind) {
    case "heading":
      return [titled(block)];
    case "paragraph":
      return [text(block.runs, nextId, last)];
    case "note":
      return [note(block.runs, nextId)];
    case "table":
      return [
        new Paragraph({
          alignment: AlignmentType.CENTER,
          keepNext: true,
          autoSpaceEastAsianText: false,
          spacing: { before: 160, line: 400, lineRule: LineRuleType.AT_LEAST },
          children: [new TextRun({ text: block.title, font: FACE.level1, size: 24 })],
        }),
        table(block, nextId),
        ...block.notes.map((runs, i) =>
          note(i === 0 ? ["注：", ...runs] : ["　　", ...runs], nextId),
        ),
        new Paragraph({ spacing: { line: 200, lineRule: LineRuleType.EXACT }, children: [] }),
      ];
    case "chart":
      return [picture(block, fonts, index)];
  }
}

const LEVELS = [
  { font: FACE.level1, heading: HeadingLevel.HEADING_1 },
  { font: FACE.level2, heading: HeadingLevel.HEADING_2 },
  { font: FACE.body, heading: HeadingLevel.HEADING_3 },
] as const;

function titled(block: Heading): Paragraph {
  const { font, heading } = LEVELS[block.level - 1]!;
  return new Paragraph({
    heading,
    keepNext: true,
    spacing: { ...LINE, before: 0, after: 0 },
    indent: INDENT,
    children: [new TextRun({ text: block.text, font, size: SIZE.body, color: "000000" })],
  });
}

/** The last paragraph stays with the signature, which never stands on a page of its own. */
function text(runs: Run[], nextId: () => number, last: boolean): Paragraph {
  return new Paragraph({
    keepNext: last,
    keepLines: last,
    alignment: AlignmentType.BOTH,
    autoSpaceEastAsianText: false,
    spacing: LINE,
    indent: INDENT,
    children: inline(runs, BODY, nextId),
  });
}

function note(runs: Run[], nextId: () => number): Paragraph {
  return new Paragraph({
    autoSpaceEastAsianText: false,
    spacing: { line: 280, lineRule: LineRuleType.AT_LEAST },
    indent: { left: 360, hanging: 360 },
    children: inline(runs, { font: FACE.body, size: SIZE.small }, nextId),
  });
}

function picture(chart: Chart, fonts: Fonts, index: number): Paragraph {
  const width = Math.min(CHART_WIDTH, Math.floor((CHART_MOST * chart.width) / chart.height));
  const height = Math.round((width * chart.height) / chart.width);
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { before: 120, after: 120, line: 240, lineRule: LineRuleType.AUTO },
    children: [
      new ImageRun({
        type: "png",
        data: renderPng(chart.svg, fonts, CHART_PIXELS),
        transformation: { width, height },
        altText: {
          id: String(index + 1),
          name: `chart-${index + 1}`,
          title: chart.title,
          description: chart.alt,
        },
      }),
    ],
  });
}

function signature({ signature: { issuer, issuedOn } }: Document): Paragraph[] {
  return ["", "", issuer, dateInWords(issuedOn)].map(
    (line) =>
      new Paragraph({
        alignment: AlignmentType.RIGHT,
        autoSpaceEastAsianText: false,
        keepNext: line !== dateInWords(issuedOn),
        spacing: LINE,
        indent: { right: 1280 },
        children: [new TextRun({ text: line, font: FACE.body, size: SIZE.body })],
      }),
  );
}

function footer(
  alignment: (typeof AlignmentType)["LEFT" | "RIGHT"],
  indent: { left?: number; right?: number },
): Footer {
  return new Footer({
    children: [
      new Paragraph({
        alignment,
        indent,
        children: [
          new TextRun({
            font: FACE.page,
            size: SIZE.footer,
            children: ["— ", PageNumber.CURRENT, " —"],
          }),
        ],
      }),
    ],
  });
}
