import type { Figure } from "../../models/figure.ts";
import type { Column, Row, Run } from "../document.ts";
import { amount, bare, bareChance, columnScale, NO_VALUE, type Scale, words } from "../format.ts";
import { isChance, isForecast, isPoints, isQuotient } from "../titles.ts";
import { type BulletinFacts, isKnown, type Known } from "./bulletin-facts.ts";

/** A column of figures: its header, and the figure of a row that stands in it. */
export interface FigureColumn<Subject> {
  title: string;
  /** Where its amounts do not share the table's unit: 元 a head beside 万元. */
  scale?: Scale;
  /** Of its rates, where two are too many. */
  decimals?: number;
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
  const figures = valued
    .filter((column) => column.scale === undefined)
    .flatMap((column) => lines.map((line) => column.figure(line.subject)));
  const scale = columnScale(
    figures.flatMap((figure) => (figure?.unit === "yuan" && isKnown(figure) ? [figure.value] : [])),
  );
  return {
    scale,
    columns: [
      { title: first, unit: "", align: "left" },
      ...valued.map((column): Column => {
        const figure = lines.map((line) => column.figure(line.subject)).find(has);
        return {
          title: column.title,
          unit: figure ? unitOf(figure, column.scale ?? scale) : "",
          align: "right",
        };
      }),
    ],
    rows: lines.map((line) => ({
      kind: line.kind,
      cells: [
        [line.label],
        ...valued.map((c) => cell(facts, c.figure(line.subject), c.scale ?? scale, c.decimals)),
      ],
    })),
  };
}

const has = (figure: Figure | undefined): figure is Known =>
  figure !== undefined && isKnown(figure);

function unitOf(figure: Figure, scale: Scale): string {
  if (figure.unit === "yuan") return scale.unit;
  if (figure.unit === "months") return "个月";
  if (figure.unit === "persons") return "人";
  if (figure.unit === "visits") return "人次";
  if (figure.unit === "clues") return "条";
  if (figure.unit === "days") return "天";
  if (isQuotient(figure.metric)) return "";
  return isPoints(figure.metric) ? "百分点" : "%";
}

function printed({ metric, unit, value }: Known, scale: Scale, decimals?: number): string {
  if (unit === "yuan") return amount(value, scale);
  if (isChance(metric)) return bareChance(value);
  if (unit === "months" && isForecast(metric)) return bare(value, unit, 1);
  return isQuotient(metric) ? words({ metric, unit, value }) : bare(value, unit, decimals);
}

function cell(
  facts: BulletinFacts,
  figure: Figure | undefined,
  scale: Scale,
  decimals?: number,
): Run[] {
  if (!has(figure)) return [NO_VALUE];
  const text = printed(figure, scale, decimals);
  const run = { figure: figure.id, text };
  return facts.caveats.has(figure.id) ? [run, CAVEAT_MARK] : [run];
}
