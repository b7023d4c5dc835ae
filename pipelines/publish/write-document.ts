import path from "node:path";
import type { FigureBook } from "../../models/figure.ts";
import { FORMATS, type Format } from "../../models/publication.ts";
import type { Trace } from "../../models/trace.ts";
import { type Document, documentText } from "../../reports/document.ts";
import { type Home, writeAtomically } from "../home.ts";

/** What a document quotes: its figures, and where each comes from. */
export interface Quoted {
  figures: FigureBook;
  traces: ReadonlyMap<string, Trace>;
  /** Names of the regions it speaks of, by code. */
  regions?: Readonly<Record<string, string>>;
}

type Renderer = (document: Document, quoted: Quoted, home: Home) => Promise<Uint8Array | string>;

/** Each loads what it needs when it is first asked for: drawing takes long to load. */
const RENDERERS: Record<Format, Renderer> = {
  async docx(document) {
    const { renderDocx } = await import("../../reports/render/docx.ts");
    return renderDocx(document, await pictureFonts(document));
  },
  async pdf(document, _, home) {
    const [{ renderPdf }, { loadPdfFonts }] = await Promise.all([
      import("../../reports/render/pdf.ts"),
      import("./pdf-fonts.ts"),
    ]);
    const fonts = await loadPdfFonts(documentText(document), home.config.fonts, home.root);
    return renderPdf(document, fonts);
  },
  async html(document, { traces }) {
    const { renderHtml } = await import("../../reports/render/html.ts");
    return renderHtml(document, traces, await pictureFonts(document));
  },
  async xlsx(document, { figures, traces, regions }) {
    const { renderXlsx } = await import("../../reports/render/xlsx.ts");
    return renderXlsx(document, figures, traces, regions);
  },
};

async function pictureFonts(document: Document) {
  const { loadFonts } = await import("./fonts.ts");
  return loadFonts(documentText(document));
}

/** Writes a document into a folder that is there, in every format or those named; returns the files' names. */
export async function writeDocument(
  document: Document,
  quoted: Quoted,
  folder: string,
  name: string,
  home: Home,
  formats: readonly Format[] = FORMATS,
): Promise<string[]> {
  const files: string[] = [];
  for (const format of formats) {
    const file = `${name}.${format}`;
    writeAtomically(path.join(folder, file), await RENDERERS[format](document, quoted, home));
    files.push(file);
  }
  return files;
}
