import { Resvg } from "@resvg/resvg-js";
import { FAMILY } from "../look.ts";
import type { Fonts } from "./fonts.ts";

/** A chart as a picture, `width` pixels wide on white. Throws where the text would be lost. */
export function renderPng(svg: string, fonts: Fonts, width: number): Uint8Array {
  if (fonts.faces.length === 0) throw new Error("no fonts: a picture would be drawn without text");
  const image = new Resvg(svg, {
    background: "white",
    fitTo: { mode: "width", value: width },
    font: {
      loadSystemFonts: false,
      fontFiles: fonts.faces.map((face) => face.file),
      defaultFontFamily: FAMILY,
      sansSerifFamily: FAMILY,
    },
  });
  return image.render().asPng();
}
