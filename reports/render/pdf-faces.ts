import type { Fonts } from "./fonts.ts";

/** A TrueType or OpenType font and the characters it can draw. */
export interface PdfFace {
  ttf: Uint8Array;
  covers: (codePoint: number) => boolean;
}

/** Where a face is used: 仿宋 of the text, 小标宋 of the title, 楷体, 黑体, 宋体 of the page number, charts. */
export type Role = "body" | "title" | "kai" | "hei" | "song" | "chart" | "chartBold";

export interface PdfFonts {
  /** For every role its faces: the first that covers a character draws it. */
  faces: Record<Role, PdfFace[]>;
  /** For charts that are put in as pictures. */
  pictures: Fonts;
}

/** Runs of a text, each with the face that draws it: the first that can, else the first of all. */
export function faced(faces: readonly PdfFace[], text: string): { face: PdfFace; text: string }[] {
  const runs: { face: PdfFace; text: string }[] = [];
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const face = faces.find(({ covers }) => covers(code)) ?? faces[0]!;
    const last = runs.at(-1);
    if (last?.face === face) last.text += character;
    else runs.push({ face, text: character });
  }
  return runs;
}
