import type { FigureBook } from "../../models/figure.ts";
import { blocksOf, type Document, type FigureRun, type Run, textOf } from "../document.ts";
import { figureTitle } from "../titles.ts";
import type { Line, Sheet, Style } from "./xlsx-book.ts";
import { caption, fitted, headLine, heightOf, type Places } from "./xlsx-lines.ts";
import { exactNumber, printedNumber } from "./xlsx-number.ts";
import { UNITS } from "./xlsx-sources.ts";

const TITLE = "正文所引的数字";
const TITLES = ["章节", "句子", "指标", "打印值", "精确值", "单位", "编号"];

interface Saying {
  chapter: string;
  sentence: string;
  run: FigureRun;
}

/** Every figure of the running text with the sentence it stands in; null when there is none. */
export function textSheet(document: Document, figures: FigureBook, at: Places): Sheet | null {
  const sayings = sayingsOf(document);
  if (sayings.length === 0) return null;
  const widths = [
    fitted(
      sayings.map(({ chapter }) => chapter),
      12,
      22,
    ),
    58,
    fitted(
      sayings.map(({ run }) => figureTitle(run.figure)),
      12,
      26,
    ),
    14,
    20,
    6,
    fitted(
      sayings.map(({ run }) => run.figure),
      20,
      56,
    ),
  ];
  const lines = sayings.map((saying, i) => line(saying, sayings[i - 1], figures, at, widths));
  const under = "打印值是数值，只按正文所印的单位和位数显示；精确值未舍入。";
  return {
    name: "正文数字",
    title: TITLE,
    count: lines.length,
    widths,
    head: 3,
    pinned: 0,
    filter: true,
    lines: [...caption(TITLE, under, widths), headLine(TITLES), ...lines],
  };
}

function line(
  { chapter, sentence, run }: Saying,
  previous: Saying | undefined,
  figures: FigureBook,
  at: Places,
  widths: number[],
): Line {
  const figure = figures.byId(run.figure);
  const printed = printedNumber(figure, run.text);
  const exact = figure ? exactNumber(figure) : { value: "" };
  const link = at(run.figure);
  const ruled = previous?.sentence !== sentence;
  const left: Style = { align: "left" };
  const said: Style = ruled ? { ...left, wrap: true } : { ...left, colour: "muted" };
  return {
    ruled,
    height: Math.max(
      ...[chapter, sentence].map((text, i) => heightOf(ruled ? text : "", widths[i]!)),
    ),
    cells: [
      { value: chapter, style: said },
      { value: sentence, style: said },
      { value: figureTitle(run.figure), style: left },
      { value: printed?.value ?? run.text, style: { align: "right", format: printed?.format } },
      { value: exact.value, style: { align: "right", format: exact.format } },
      { value: figure ? UNITS[figure.unit] : "", style: { align: "center" } },
      { value: run.figure, style: { ...left, colour: "data" }, ...(link ? { link } : {}) },
    ],
  };
}

function sayingsOf(document: Document): Saying[] {
  let chapter = "";
  return blocksOf(document).flatMap((block): Saying[] => {
    if (block.kind === "heading") chapter = block.text;
    if (block.kind === "paragraph" || block.kind === "note")
      return inSentences(chapter, block.runs);
    if (block.kind === "table")
      return block.notes.flatMap((runs) => inSentences(`${block.title} 注`, runs));
    return [];
  });
}

function inSentences(chapter: string, runs: readonly Run[]): Saying[] {
  return sentences(runs).flatMap((sentence) =>
    sentence.flatMap((run): Saying[] =>
      typeof run === "string" ? [] : [{ chapter, sentence: textOf(sentence).trim(), run }],
    ),
  );
}

function sentences(runs: readonly Run[]): Run[][] {
  const found: Run[][] = [[]];
  for (const run of runs) {
    if (typeof run !== "string") found.at(-1)!.push(run);
    else
      run.split(/(?<=。)/u).forEach((piece, i) => {
        if (i > 0) found.push([]);
        found.at(-1)!.push(piece);
      });
  }
  return found;
}
