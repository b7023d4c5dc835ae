import { readFileSync } from "node:fs";
import path from "node:path";
import { type Figure, FigureBook } from "../../models/figure.ts";
import { metricOf } from "../../models/metrics/index.ts";
import type { IssuedFigure } from "../../models/publication.ts";
import type { Trace } from "../../models/trace.ts";
import { type Document, figuresIn } from "../../reports/document.ts";
import { printedIn } from "../../reports/printed.ts";
import { type Home, writeAtomically } from "../home.ts";
import { writeDocument } from "../publish/write-document.ts";
import { MODEL } from "./shelf.ts";
import type { FigurePolicy } from "./standpoint.ts";

/** All that the files of a version are rendered from, kept beside them. */
export interface DocumentModel {
  /** Of its files, without their endings. */
  name: string;
  document: Document;
  figures: Figure[];
  traces: Trace[];
  /** Names of the regions it speaks of, by code. */
  regions: Record<string, string>;
  /** The settings its figures were computed with. */
  policy: FigurePolicy;
}

export const readModel = (folder: string): DocumentModel =>
  JSON.parse(readFileSync(path.join(folder, MODEL), "utf8")) as DocumentModel;

export const writeModel = (folder: string, model: DocumentModel): void =>
  writeAtomically(path.join(folder, MODEL), `${JSON.stringify(model)}\n`);

/** Renders every format into a folder that is there; the same model gives the same bytes. */
export function renderModel(home: Home, model: DocumentModel, folder: string): Promise<string[]> {
  const { name, document, figures, traces, regions } = model;
  const quoted = {
    figures: new FigureBook(figures),
    traces: new Map(traces.map((trace) => [trace.figure, trace])),
    regions,
  };
  return writeDocument(document, quoted, folder, name, home);
}

/** The figures a document quotes, as its manifest lists them. */
export function issuedFigures({ document, figures }: DocumentModel): IssuedFigure[] {
  const book = new FigureBook(figures);
  const printed = printedIn(document);
  return figuresIn(document).flatMap((id) => {
    const figure = book.byId(id);
    if (!figure) return [];
    return [{ id, value: figure.value, unit: figure.unit, printed: printed.get(id) ?? [] }];
  });
}

/** Version of each metric the figures are of, by its id. */
export const metricVersions = (figures: readonly Figure[]): Record<string, number> =>
  Object.fromEntries(
    figures
      .flatMap((figure) => {
        const metric = metricOf(figure.metric);
        return metric ? [[metric.id, figure.version] as const] : [];
      })
      .sort(([a], [b]) => a.localeCompare(b)),
  );
