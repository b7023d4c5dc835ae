import type { MovedFigure } from "../../models/publication.ts";
import { type Document, heading, paragraph, type Run, type Table } from "../document.ts";
import { dateInWords } from "../format.ts";
import { printedIn } from "../printed.ts";
import { differenceInWords, nameOf, valueInWords } from "./moved-figures.ts";

/** What a correction says beside its corrected figures. */
export interface CorrectionFacts {
  replaces: number;
  /** YYYY-MM-DD, printed under the version it takes the place of. */
  replacedOn: string;
  reason: string;
  moved: readonly MovedFigure[];
  /** The document's own region and month, which its figures need not name again. */
  region: string;
  period: string;
  /** Names of regions by code. */
  regions: Readonly<Record<string, string>>;
}

/** The document as a correction 更正: first what it replaces and why, last what became of each figure. */
export function corrected(document: Document, facts: CorrectionFacts): Document {
  const { replaces, replacedOn, reason } = facts;
  const table = correctionTable(document, facts);
  const opening = `本件为更正件，代替${dateInWords(replacedOn)}印发的同名文件（第${replaces}版），以本件为准。更正原因：${reason.replace(/。$/, "")}。`;
  const told = table
    ? `更正的数字共${table.rows.length}项，见文末“更正说明”。`
    : "更正不涉及文中印出的数字。";
  const blocks = [paragraph([opening + told]), ...document.blocks];
  if (table) blocks.push(heading(1, "更正说明"), table, paragraph([REST]));
  return { ...document, blocks };
}

const REST = "上表以外，原件印出的其他数字没有变动。";

/** 原公布 → 更正 → 差 → 原因 of every figure that reads differently now; null where none does. */
function correctionTable(document: Document, facts: CorrectionFacts): Table | null {
  const quoted = printedIn(document);
  const rows = facts.moved
    .map((figure) => ({
      figure,
      before: valueInWords(figure, figure.was),
      now: valueInWords(figure, figure.is),
      difference: differenceInWords(figure),
    }))
    .filter(({ before, now, difference }) => before !== now || /[1-9]/.test(difference))
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
    notes: [["差＝更正－原公布，按未舍入的数计算；“—”表示没有这个数。"]],
  };
}
