import {
  AlignmentType,
  Document as DocxDocument,
  type FileChild,
  Footer,
  HeadingLevel,
  ImageRun,
  type IParagraphOptions,
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
import { headGap, OFFICIAL, twips } from "./official-layout.ts";
import { renderPng } from "./png.ts";
import { titleLines } from "./title-lines.ts";

const { page, margin, area, pitch, pageNumber, tableTitle, note: noteType } = OFFICIAL;
/** From the foot of the page to the page number, whose dash then stands 7 mm below the type area. */
const FOOTER = 70;
const PAGE = {
  size: { width: twips(page.width), height: twips(page.height) },
  margin: {
    top: twips(margin.top),
    bottom: twips(margin.bottom),
    left: twips(margin.left),
    right: twips(margin.right),
    footer: twips(FOOTER),
    header: 851,
  },
};
const exactly = (points: number) =>
  ({ line: twips(points), lineRule: LineRuleType.EXACT }) as const;
const LINE = exactly(pitch);
/** 28 characters of 16 pt are 5 pt wider than 156 mm: each gives up a quarter point. */
const BODY = { font: FACE.body, size: SIZE.body, characterSpacing: -5 };
/** Two characters. */
const INDENT = { firstLine: twips(2 * OFFICIAL.body) };
/** The library counts 96 pixels to the inch; pictures are drawn at 300 dpi. */
const PIXEL = 96 / 72;
const CHART_PIXELS = 1843;

/** The official file: the same document gives the same bytes. */
export async function renderDocx(document: Document, fonts: Fonts): Promise<Uint8Array> {
  const [nextId, nextPicture] = [counter(), counter()];
  const written = (blocks: readonly Block[], signed = false) =>
    blocks.flatMap((block, index) =>
      rendered(block, fonts, nextId, nextPicture, signed && index === blocks.length - 1),
    );
  const body = [...head(document), ...written(document.blocks, true), ...signature(document)];
  const annexes = written(document.annexes ?? []);
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
          default: footer(AlignmentType.RIGHT, { right: twips(pageNumber.indent) }),
          even: footer(AlignmentType.LEFT, { left: twips(pageNumber.indent) }),
        },
        children: body,
      },
      ...(annexes.length > 0 ? [{ properties: { page: PAGE }, children: annexes }] : []),
    ],
  });
  const bytes = await Packer.toBuffer(file, undefined, [
    { path: "docProps/core.xml", data: corePart(document) },
    { path: "word/fontTable.xml", data: fontTable() },
  ]);
  return stableZip(bytes, document.issuedOn);
}

function counter(): () => number {
  let count = 0;
  return () => ++count;
}

function head({ title, issuer, issuedOn }: Document): Paragraph[] {
  const { size, line } = OFFICIAL.title;
  const lines = titleLines(title, area.width / size);
  const below = (text: string) =>
    new Paragraph({
      alignment: AlignmentType.CENTER,
      autoSpaceEastAsianText: false,
      spacing: LINE,
      children: [new TextRun({ text, font: FACE.level2, size: SIZE.body })],
    });
  return [
    new Paragraph({
      heading: HeadingLevel.TITLE,
      autoSpaceEastAsianText: false,
      alignment: AlignmentType.CENTER,
      spacing: exactly(line),
      children: lines.map(
        (text, i) =>
          new TextRun({
            text,
            break: i === 0 ? 0 : 1,
            font: FACE.title,
            size: SIZE.title,
            color: "000000",
          }),
      ),
    }),
    below(issuer),
    below(`（${dateInWords(issuedOn)}）`),
    new Paragraph({ spacing: exactly(headGap(lines.length)), children: [] }),
  ];
}

function rendered(
  block: Block,
  fonts: Fonts,
  nextId: () => number,
  nextPicture: () => number,
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
          spacing: {
            before: twips(tableTitle.before),
            line: twips(tableTitle.line),
            lineRule: LineRuleType.AT_LEAST,
          },
          children: [new TextRun({ text: block.title, font: FACE.level1, size: SIZE.tableTitle })],
        }),
        table(block, nextId),
        ...block.notes.map((runs, i) =>
          note([i === 0 ? "注：" : "　　", ...runs], nextId, i < block.notes.length - 1),
        ),
        new Paragraph({ spacing: exactly(10), children: [] }),
      ];
    case "chart":
      return [picture(block, fonts, nextPicture())];
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
    widowControl: false,
    alignment: AlignmentType.BOTH,
    autoSpaceEastAsianText: false,
    spacing: LINE,
    indent: INDENT,
    children: inline(runs, BODY, nextId),
  });
}

function note(runs: Run[], nextId: () => number, keepNext = false): Paragraph {
  return new Paragraph({
    keepNext,
    autoSpaceEastAsianText: false,
    spacing: { line: twips(noteType.line), lineRule: LineRuleType.AT_LEAST },
    indent: { left: twips(noteType.indent), hanging: twips(noteType.indent) },
    children: inline(runs, { font: FACE.body, size: SIZE.note }, nextId),
  });
}

function picture(chart: Chart, fonts: Fonts, number: number): Paragraph {
  const points = Math.min(area.width, (OFFICIAL.chartHeight * chart.width) / chart.height);
  const width = Math.floor(points * PIXEL);
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
          id: String(number),
          name: `chart-${number}`,
          title: chart.title,
          description: chart.alt,
        },
      }),
    ],
  });
}

/** The issuer stands centred over its date, and the date four characters from the edge. */
function signature({ signature: { issuer, issuedOn } }: Document): Paragraph[] {
  const date = dateInWords(issuedOn);
  const ems = (text: string) => text.length - 0.5 * (text.match(/\d/g)?.length ?? 0);
  const beside = 2 * OFFICIAL.dateIndent;
  const room = ems(date) * OFFICIAL.body + beside;
  const isLong = ems(issuer) * OFFICIAL.body > room;
  const line = (
    text: string,
    place: Pick<IParagraphOptions, "alignment" | "indent">,
    last = false,
  ) =>
    new Paragraph({
      ...place,
      autoSpaceEastAsianText: false,
      keepNext: !last,
      spacing: LINE,
      children: [new TextRun({ text, font: FACE.body, size: SIZE.body })],
    });
  const centred = { alignment: AlignmentType.CENTER, indent: { left: twips(area.width - room) } };
  const right = { alignment: AlignmentType.RIGHT };
  return [
    line("", right),
    line("", right),
    line(issuer, isLong ? right : centred),
    line(date, { ...right, indent: { right: twips(OFFICIAL.dateIndent) } }, true),
  ];
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
