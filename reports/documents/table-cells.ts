import type { Figure } from "../../models/figure.ts";
import type { Column, Row, Run } from "../document.ts";
import { amount, bare, columnScale, NO_VALUE, type Scale } from "../format.ts";
import { isPoints } from "../titles.ts";
import { type BulletinFacts, isKnown } from "./bulletin-facts.ts";

/** A column of figures: its header, and the figure of a row that stands in it. */
export interface FigureColumn<Subject> {
  title: string;
  figure: (subject: Subject) => Figure | undefined;
}

export interface Line<Subject> {
  label: string;
  subject: Subject;
  kind: Row["kind"];
}

/** Marks a number that rests on a batch accepted despite a failed check. */
export const CAVEAT_MARK = "*";

/** Columns without a value but in the total are left out; amounts share one unit and one precision. */
export function figureTable<Subject>(
  facts: BulletinFacts,
  first: string,
  columns: FigureColumn<Subject>[],
  lines: Line<Subject>[],
): { columns: Column[]; rows: Row[]; scale: Scale } {
  const valued = columns.filter((column) =>
    lines.some((line) => line.kind !== "total" && has(column.figure(line.subject))),
  );
  const figures = valued.flatMap((column) => lines.map((line) => column.figure(line.subject)));
  const scale = columnScale(
    figures.flatMap((figure) => (figure?.unit === "yuan" && isKnown(figure) ? [figure.value] : [])),
  );
  return {
    scale,
    columns: [
      { title: first, unit: "", align: "left" },
      ...valued.map((column): Column => {
        const figure = lines.map((line) => column.figure(line.subject)).find(has);
        return { title: column.title, unit: figure ? unitOf(figure, scale) : "", align: "right" };
      }),
    ],
    rows: lines.map((line) => ({
      kind: line.kind,
      cells: [[line.label], ...valued.map((c) => cell(facts, c.figure(line.subject), scale))],
    })),
  };
}

const has = (figure: Figure | undefined): figure is Figure & { value: string } =>
  figure !== undefined && isKnown(figure);

function unitOf(figure: Figure, scale: Scale): string {
  if (figure.unit === "yuan") return scale.unit;
  if (figure.unit === "months") return "个月";
  if (figure.unit === "persons") return "人";
  if (figure.unit === "visits") return "人次";
  if (figure.unit === "days") return "天";
  return isPoints(figure.metric) ? "百分点" : "%";
}

function cell(facts: BulletinFacts, figure: Figure | undefined, scale: Scale): Run[] {
  if (!has(figure)) return [NO_VALUE];
  const { unit, value } = figure;
  const text = unit === "yuan" ? amount(value, scale) : bare(value, unit);
  const run = { figure: figure.id, text };
  return facts.caveats.has(figure.id) ? [run, CAVEAT_MARK] : [run];
}
