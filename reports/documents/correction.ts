import type { MovedFigure } from "../../models/publication.ts";
import {
  type Block,
  blocksOf,
  type Document,
  documentText,
  heading,
  paragraph,
  type Run,
  type Table,
  textOf,
} from "../document.ts";
import { dateInWords } from "../format.ts";
import { printedIn } from "../printed.ts";
import { changeInWords, nameOf } from "./moved-figures.ts";

/** What a correction says beside its corrected figures. */
export interface CorrectionFacts {
  replaces: number;
  /** YYYY-MM-DD, printed under the version it takes the place of. */
  replacedOn: string;
  reason: string;
  moved: readonly MovedFigure[];
  /** The document as it was issued before, without what made it a correction. */
  original: Document;
  /** The runs that made the figures of either. */
  runs: readonly string[];
  /** The document's own region and month, which its figures need not name again. */
  region: string;
  period: string;
  /** Names of regions by code. */
  regions: Readonly<Record<string, string>>;
}

/** The document as a correction 更正: first what it replaces and why, last what became of each figure. */
export function corrected(document: Document, facts: CorrectionFacts): Document {
  const { replaces, replacedOn, reason, moved, original, runs } = facts;
  const ids = new Set(moved.map(({ id }) => id));
  const isRestAlike = saidBeside(ids, document, runs) === saidBeside(ids, original, runs);
  const table = correctionTable(document, facts);
  const opening = `${OPENING}${dateInWords(replacedOn)}印发的同名文件（第${replaces}版），以本件为准。更正原因：${reason.replace(/。$/, "")}。`;
  const told = table
    ? `更正的数字共${table.rows.length}项，见文末“更正说明”。`
    : isRestAlike
      ? "更正不涉及文中印出的数字。"
      : `更正不涉及文中有编号的数字；${UNNUMBERED}`;
  const blocks = [paragraph([opening + told]), ...document.blocks];
  if (table)
    blocks.push(
      heading(1, CLOSING),
      table,
      paragraph([isRestAlike ? REST : `上表以外有编号的数字没有变动；${UNNUMBERED}`]),
    );
  return { ...document, blocks };
}

/** The document without what `corrected` put before and after it. */
export function uncorrected(document: Document): Document {
  const [first, ...rest] = document.blocks;
  if (first?.kind !== "paragraph" || !textOf(first.runs).startsWith(OPENING)) return document;
  const end = rest.findLastIndex((block) => block.kind === "heading" && block.text === CLOSING);
  return { ...document, blocks: end === -1 ? rest : rest.slice(0, end) };
}

/** All the text of a document but its date, the runs that made it, and what some figures print. */
export function saidBeside(
  figures: ReadonlySet<string>,
  document: Document,
  runs: readonly string[],
): string {
  const blocks = blocksOf(document).map((block) => silenced(block, figures));
  const text = documentText({ ...document, issuedOn: "", blocks, annexes: [] });
  return runs.reduce((said, run) => said.replaceAll(`运行${run}`, "运行"), text);
}

function silenced(block: Block, figures: ReadonlySet<string>): Block {
  const quiet = (runs: Run[]): Run[] =>
    runs.map((run) =>
      typeof run === "string" || !figures.has(run.figure) ? run : { ...run, text: "" },
    );
  if (block.kind === "chart")
    return block.figures.some((id) => figures.has(id)) ? { ...block, title: "", svg: "" } : block;
  if (block.kind === "table") {
    const rows = block.rows.map((row) => ({ ...row, cells: row.cells.map(quiet) }));
    return { ...block, rows, notes: block.notes.map(quiet) };
  }
  return block.kind === "heading" ? block : { ...block, runs: quiet(block.runs) };
}

const OPENING = "本件为更正件，代替";
const CLOSING = "更正说明";
const REST = "上表以外，原件印出的其他数字没有变动。";
const UNNUMBERED = "未编号的文字、数字以本件为准。";

/** 原公布 → 更正 → 差 → 原因 of every figure that reads differently now; null where none does. */
function correctionTable(document: Document, facts: CorrectionFacts): Table | null {
  const quoted = printedIn(document);
  const rows = facts.moved
    .flatMap((figure) => {
      const change = changeInWords(figure);
      return change ? [{ figure, ...change }] : [];
    })
    .map(({ figure, before, now, difference }) => {
      const run: Run = quoted.has(figure.id) ? { figure: figure.id, text: now } : now;
      const cells = [[nameOf(figure.id, facts)], [before], [run], [difference], [figure.cause]];
      return { kind: "plain" as const, cells };
    });
  if (rows.length === 0) return null;
  return {
    kind: "table",
    title: "原公布数与更正数对照",
    columns: [
      { title: "指标", unit: "", align: "left" },
      { title: "原公布", unit: "", align: "right" },
      { title: "更正", unit: "", align: "right" },
      { title: "差", unit: "", align: "right" },
      { title: "原因", unit: "", align: "left" },
    ],
    rows,
    notes: [["差＝更正－原公布，按未舍入的数计算；“—”表示没有这个数，或原件没有引用。"]],
  };
}
