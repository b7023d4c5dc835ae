/** One TrueType font: a weight and the characters it can draw. */
export interface FontFace {
  weight: 400 | 700;
  ttf: Uint8Array;
  /** The same on disk, or a cut of it with the text's characters: pictures read fonts by path only. */
  file: string;
  covers: (codePoint: number) => boolean;
}

/** Fonts of the family `FAMILY` of `look.ts`. Earlier faces come first where two cover a character. */
export interface Fonts {
  faces: FontFace[];
}

/** Characters of a text that no face of a weight can draw. */
export function missingCharacters(fonts: Fonts, text: string, weight: 400 | 700 = 400): string[] {
  const faces = fonts.faces.filter((face) => face.weight === weight);
  return [...new Set(text)].filter(
    (character) =>
      character.codePointAt(0)! > 0x20 &&
      !faces.some((face) => face.covers(character.codePointAt(0)!)),
  );
}
