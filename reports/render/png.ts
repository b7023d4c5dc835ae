import { crc32, deflateSync } from "node:zlib";
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
  }).render();
  return withPalette(image.pixels, image.width, image.height) ?? image.asPng();
}

/** Colours a palette holds. */
const MOST = 256;
const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/**
 * Opaque pixels (RGBA) with a byte for each, a third of the size of their colours written out; null
 * where there are more colours than a byte can name. Charts have one or two hundred.
 */
function withPalette(pixels: Uint8Array, width: number, height: number): Uint8Array | null {
  const colours = new Uint32Array(new Uint8Array(pixels).buffer);
  const rows = new Uint8Array((width + 1) * height);
  const places = new Map<number, number>();
  const palette: number[] = [];
  for (let y = 0; y < height; y++) {
    const end = (y + 1) * width;
    for (let from = y * width, to = from; from < end; from = to) {
      const colour = colours[from]!;
      while (to < end && colours[to] === colour) to++;
      const place = places.get(colour) ?? places.size;
      if (place === MOST) return null;
      if (place === places.size) palette.push(...pixels.subarray(4 * from, 4 * from + 3));
      places.set(colour, place);
      rows.fill(place, from + y + 1, to + y + 1);
    }
  }
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint16(8, 0x0803);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", new Uint8Array(header.buffer)),
    chunk("PLTE", Uint8Array.from(palette)),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", new Uint8Array()),
  ]);
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + content.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  bytes.set(Buffer.from(type, "latin1"), 4);
  bytes.set(content, 8);
  view.setUint32(8 + content.length, crc32(bytes.subarray(4, 8 + content.length)));
  return bytes;
}
