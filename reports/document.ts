import type { Sheet } from "./render/xlsx-book.ts";

/** A printed number that is a figure: its id and the words it is printed in. */
export interface FigureRun {
  figure: string;
  text: string;
}

/** A piece of running text. */
export type Run = string | FigureRun;

export interface Heading {
  kind: "heading";
  level: 1 | 2 | 3;
  /** `numberBlocks` puts its number before it. */
  text: string;
}

export interface Paragraph {
  kind: "paragraph";
  runs: Run[];
}

export interface Column {
  title: string;
  /** Printed under the title: 万元, %, 百分点, 个月. */
  unit: string;
  align: "left" | "right" | "center";
}

export interface Row {
  cells: Run[][];
  /** `part` rows are 其中 rows, indented; `total` rows are set apart by a rule. */
  kind: "plain" | "part" | "total";
}

export interface Table {
  kind: "table";
  title: string;
  columns: Column[];
  rows: Row[];
  notes: Run[][];
}

/** What chart functions return. */
export interface Chart {
  kind: "chart";
  title: string;
  alt: string;
  svg: string;
  width: number;
  height: number;
  figures: string[];
  /** What it draws that is no figure: a line for each of its columns over the categories of the first. */
  drawn?: { unit: string; columns: string[]; rows: [category: string, ...(number | null)[]][] };
}

export interface Note {
  kind: "note";
  runs: Run[];
}

export type Block = Heading | Paragraph | Table | Chart | Note;

/** One document, rendered by every renderer in the same order and words. */
export interface Document {
  title: string;
  issuer: string;
  /** YYYY-MM-DD. */
  issuedOn: string;
  blocks: Block[];
  signature: { issuer: string; issuedOn: string };
  /** 附表、附录: after the signature, on a page of their own. */
  annexes?: Block[];
  /** 测算表: sheets of the .xlsx alone, whose formulas can be followed cell by cell. */
  workings?: Sheet[];
}

/** Its blocks in the order they are read: the body, then what is annexed. */
export const blocksOf = ({
  blocks,
  annexes = [],
}: Pick<Document, "blocks" | "annexes">): Block[] => [...blocks, ...annexes];

/** Running text with figures in it: say`收入${run}`. Lists of runs are laid in place. */
export function say(strings: TemplateStringsArray, ...parts: (Run | Run[])[]): Run[] {
  const runs: Run[] = [];
  strings.forEach((text, index) => {
    if (text !== "") runs.push(text);
    const part = parts[index];
    if (part !== undefined) runs.push(...(Array.isArray(part) ? part : [part]));
  });
  return joinText(runs);
}

/** The pieces with a separator between them; empty pieces are left out. */
export function join(pieces: Run[][], separator: string): Run[] {
  const said = pieces.filter((piece) => piece.length > 0);
  return joinText(said.flatMap((piece, index) => (index === 0 ? piece : [separator, ...piece])));
}

function joinText(runs: Run[]): Run[] {
  const joined: Run[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (run === "") continue;
    if (typeof run === "string" && typeof last === "string") joined[joined.length - 1] = last + run;
    else joined.push(run);
  }
  return joined;
}

export const textOf = (runs: readonly Run[]): string =>
  runs.map((run) => (typeof run === "string" ? run : run.text)).join("");

export const heading = (level: 1 | 2 | 3, text: string): Heading => ({
  kind: "heading",
  level,
  text,
});

export const paragraph = (runs: Run[]): Paragraph => ({ kind: "paragraph", runs });

const DIGITS = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

function chinese(count: number): string {
  const tens = Math.floor(count / 10);
  const ones = count % 10;
  if (tens === 0) return DIGITS[ones]!;
  return `${tens === 1 ? "" : DIGITS[tens]}十${ones === 0 ? "" : DIGITS[ones]}`;
}

/** The blocks with 一、（一）1. before their headings and 表1 before tables, counted in order. */
export function numberBlocks(blocks: Block[]): Block[] {
  const counts = [0, 0, 0];
  let tables = 0;
  return blocks.map((block) => {
    if (block.kind === "table") return { ...block, title: `表${++tables}　${block.title}` };
    if (block.kind !== "heading") return block;
    counts[block.level - 1]!++;
    counts.fill(0, block.level);
    const count = counts[block.level - 1]!;
    const number = [`${chinese(count)}、`, `（${chinese(count)}）`, `${count}. `][block.level - 1]!;
    return { ...block, text: number + block.text };
  });
}

/** Its running text, piece by piece; a chart has none. */
export function runsOf(block: Block): Run[] {
  if (block.kind === "paragraph" || block.kind === "note") return block.runs;
  if (block.kind === "table")
    return [...block.rows.flatMap((r) => r.cells.flat()), ...block.notes.flat()];
  return [];
}

/** Every figure a document quotes, each once, in order of appearance. */
export function figuresIn(document: Pick<Document, "blocks" | "annexes">): string[] {
  const ids = blocksOf(document).flatMap((block) =>
    block.kind === "chart"
      ? block.figures
      : runsOf(block).flatMap((run) => (typeof run === "string" ? [] : [run.figure])),
  );
  return [...new Set(ids)];
}

/** All the text of a document, line by line: for comparing documents and for choosing glyphs. */
export function documentText(document: Document): string {
  const { title, issuer, issuedOn, signature } = document;
  const lines = [title, issuer, issuedOn, signature.issuer];
  for (const block of blocksOf(document)) {
    if (block.kind === "heading") lines.push(block.text);
    else if (block.kind === "chart") lines.push(block.title, block.svg.replace(/<[^>]*>/g, " "));
    else if (block.kind === "table") {
      lines.push(block.title, block.columns.map((c) => c.title + c.unit).join(" "));
      lines.push(...block.rows.map((row) => row.cells.map(textOf).join(" ")));
      lines.push(...block.notes.map(textOf));
    } else lines.push(textOf(block.runs));
  }
  return lines.join("\n");
}
