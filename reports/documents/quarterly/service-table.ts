import { yearEarlier } from "../../../models/period.ts";
import type { Run, Table } from "../../document.ts";
import { caveatNotes } from "../notes.ts";
import { type FigureColumn, figureTable, type Line } from "../table-cells.ts";
import type { QuarterlyFacts } from "./quarterly-facts.ts";
import { counted } from "./quotes.ts";
import type { ServiceColumn } from "./service-columns.ts";

/** Whose figures a row holds: a fund's, in a cut of its settlements, of a period. */
export interface Served {
  fund: string;
  basis: string;
  period: string;
}

/** A row for each subject, and last year's under it where any of its figures are known: for few rows. */
export function withLastYear(
  facts: QuarterlyFacts,
  columns: ServiceColumn[],
  rows: { label: string; fund: string; basis: string; isTotal?: boolean }[],
): Line<Served>[] {
  return rows.flatMap(({ label, fund, basis, isTotal }): Line<Served>[] => {
    const now = { fund, basis, period: facts.period };
    const then = { ...now, period: yearEarlier(facts.period) };
    const known = columns.some((column) => figureOf(facts, column, then));
    return [
      { label, subject: now, kind: isTotal ? "total" : "plain" },
      ...(known ? [{ label: "上年同期", subject: then, kind: "part" as const }] : []),
    ];
  });
}

/** Each column with its change against last year beside it: for many rows. */
export const withChanges = (columns: ServiceColumn[]): ServiceColumn[] =>
  columns.flatMap((column) => [column, { title: "同比", metric: `${column.metric}.yoy` }]);

/** A table of settlement figures; null when it would hold none. */
export function serviceTable(
  facts: QuarterlyFacts,
  title: string,
  first: string,
  columns: ServiceColumn[],
  lines: Line<Served>[],
  notes: Run[][] = [],
): Table | null {
  const filled = columns.map(
    (column): FigureColumn<Served> => ({
      title: column.title,
      ...(column.scale ? { scale: column.scale } : {}),
      figure: (subject) => figureOf(facts, column, subject),
    }),
  );
  const { scale: _, ...table } = figureTable(facts, first, filled, lines);
  if (table.columns.length === 1) return null;
  return { kind: "table", title, ...table, notes: [...notes, ...caveatNotes(facts, table.rows)] };
}

const figureOf = (facts: QuarterlyFacts, { metric }: ServiceColumn, { fund, ...where }: Served) =>
  counted(facts, metric, fund, where);
