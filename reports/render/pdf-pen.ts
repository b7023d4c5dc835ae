import type { Line } from "./pdf-breaks.ts";
import { faced, type PdfFace, type PdfFonts, type Role } from "./pdf-faces.ts";

export interface Style {
  role: Role;
  size: number;
  color?: string;
}

/** Draws text into a document; `y` is the base line, lengths are points. */
export interface Pen {
  doc: PDFKit.PDFDocument;
  width: (text: string, style: Style) => number;
  text: (text: string, x: number, y: number, style: Style, spacing?: number) => void;
  /** The rim of letters, in the stroke that is set. */
  rim: (text: string, x: number, y: number, style: Style) => void;
  line: (line: Line, x: number, y: number, style: Style) => void;
}

/** From this space on, in ems, readers of the file take the space between cells for a blank. */
const LOOSE = 0.08;

const INK = "#000000";

/** A pen for one document. Each face is embedded once, cut to the characters drawn with it. */
export function penFor(doc: PDFKit.PDFDocument, faces: PdfFonts["faces"]): Pen {
  const names = new Map<PdfFace, string>();
  const advances = new Map<PdfFace, Map<string, number>>();

  const select = (face: PdfFace, size: number) => {
    let name = names.get(face);
    if (!name) {
      name = `face${names.size}`;
      names.set(face, name);
      doc.registerFont(name, face.ttf as Buffer);
    }
    doc.font(name, size);
  };

  const advance = (face: PdfFace, text: string): number => {
    let known = advances.get(face);
    if (!known) {
      known = new Map();
      advances.set(face, known);
    }
    let ems = known.get(text);
    if (ems === undefined) {
      select(face, 1000);
      ems = doc.widthOfString(text) / 1000;
      known.set(text, ems);
    }
    return ems;
  };

  const width = (text: string, { role, size }: Style): number => {
    let ems = 0;
    for (const run of faced(faces[role], text)) {
      for (const piece of run.text.match(/[\u0020-\u024f]+|./gsu)!) ems += advance(run.face, piece);
    }
    return ems * size;
  };

  const put = (
    words: string,
    x: number,
    y: number,
    style: Style,
    options: PDFKit.Mixins.TextOptions,
  ): void => {
    const spacing = options.characterSpacing ?? 0;
    let at = x;
    for (const run of faced(faces[style.role], words)) {
      select(run.face, style.size);
      doc.text(run.text, at, y, { ...options, lineBreak: false, baseline: "alphabetic" });
      at += width(run.text, style) + [...run.text].length * spacing;
    }
  };

  const text: Pen["text"] = (words, x, y, style, characterSpacing = 0) => {
    doc.fillColor(style.color ?? INK);
    put(words, x, y, style, { characterSpacing });
  };

  const rim: Pen["rim"] = (words, x, y, style) => put(words, x, y, style, { stroke: true });

  const line: Pen["line"] = ({ cells, gap }, x, y, style) => {
    const actual = cells.map((cell) => cell.text).join("");
    const isLoose = gap > LOOSE * style.size;
    if (isLoose) doc.markContent("Span", { actual });
    let at = x;
    let run = "";
    let from = x;
    const flush = () => {
      if (run !== "") text(run, from, y, style, gap);
      run = "";
    };
    for (const cell of cells) {
      const single = cell.text.length === 1;
      if (!single) {
        flush();
        text(cell.text, at, y, style);
      } else {
        if (run === "") from = at;
        run += cell.text;
      }
      at += cell.width + gap;
    }
    flush();
    if (isLoose) endOfActualText(doc);
  };

  return { doc, width, text, rim, line };
}

/**
 * Ends a span in the coordinates its letters were drawn in, y upwards: poppler takes the place of
 * ActualText from the state at its end.
 */
function endOfActualText(doc: PDFKit.PDFDocument): void {
  doc.save().transform(1, 0, 0, -1, 0, doc.page.height);
  doc.endMarkedContent();
  doc.restore();
}
