import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { inflateSync } from "node:zlib";
import { Resvg } from "@resvg/resvg-js";
import { beforeAll, expect, test } from "vitest";
import { loadFonts } from "../../pipelines/publish/fonts.ts";
import { flowChart } from "../../reports/documents/bulletin-charts.ts";
import { FAMILY } from "../../reports/look.ts";
import type { Fonts } from "../../reports/render/fonts.ts";
import { renderPng } from "../../reports/render/png.ts";
import { city } from "./city.ts";

const { svg } = flowChart(city())!;
const WIDTH = 700;
let whole: Fonts;
let cut: Fonts;

beforeAll(async () => {
  whole = await loadFonts();
  cut = await loadFonts(svg);
});

interface Picture {
  width: number;
  height: number;
  /** RGBA. */
  pixels: Uint8Array;
}

/** A picture with a palette, its rows unfiltered, as pixels. */
function decoded(png: Uint8Array): Picture {
  const bytes = Buffer.from(png);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const type = bytes.toString("latin1", at + 4, at + 8);
    chunks.set(type, bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  }
  const header = chunks.get("IHDR")!;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  expect([...header.subarray(8)]).toEqual([8, 3, 0, 0, 0]);
  const palette = chunks.get("PLTE")!;
  const rows = inflateSync(chunks.get("IDAT")!);
  const pixels = new Uint8Array(4 * width * height).fill(255);
  for (let y = 0; y < height; y++) {
    expect(rows[y * (width + 1)]).toBe(0);
    for (let x = 0; x < width; x++) {
      const place = 3 * rows[y * (width + 1) + x + 1]!;
      pixels.set(palette.subarray(place, place + 3), 4 * (y * width + x));
    }
  }
  return { width, height, pixels };
}

function drawn(source: string): Picture & { asPng: () => Uint8Array } {
  return new Resvg(source, {
    background: "white",
    fitTo: { mode: "width", value: WIDTH },
    font: {
      loadSystemFonts: false,
      fontFiles: whole.faces.map(({ file }) => file),
      defaultFontFamily: FAMILY,
      sansSerifFamily: FAMILY,
    },
  }).render();
}

test("a chart's picture has a palette and is, pixel by pixel, what was drawn", () => {
  const image = drawn(svg);
  const picture = decoded(renderPng(svg, whole, WIDTH));
  expect([picture.width, picture.height]).toEqual([image.width, image.height]);
  expect(Buffer.from(picture.pixels).equals(image.pixels)).toBe(true);
});

test("fonts cut to the text draw the same picture from a fiftieth of the bytes", () => {
  const same = Buffer.from(renderPng(svg, cut, WIDTH)).equals(renderPng(svg, whole, WIDTH));
  expect(same).toBe(true);
  const sizes = cut.faces.map(({ file, ttf }) => readFileSync(file).length / ttf.length);
  expect(Math.max(...sizes)).toBeLessThan(0.02);
});

test("other texts only add to the cut: what was loaded before still draws", async () => {
  const before = Buffer.from(renderPng(svg, cut, WIDTH));
  await Promise.all([loadFonts("溆濮衢睢鄠盱眙亳泸儋郫埇鄄莒郯邳沭"), loadFonts("嵊滁歙黟婺岷")]);
  expect(before.equals(renderPng(svg, cut, WIDTH))).toBe(true);
  const late = svg.replace("示例市", "溆浦县");
  const fonts = await loadFonts(late);
  expect(Buffer.from(renderPng(late, fonts, WIDTH)).equals(renderPng(late, whole, WIDTH))).toBe(
    true,
  );
});

test("a folder of cuts that a killed process left is swept, and none is left at the end", () => {
  const temporary = mkdtempSync(path.join(tmpdir(), "fundwatch-cuts-"));
  const left = () => readdirSync(temporary).filter((name) => name.startsWith("fundwatch-pictures"));
  const program = (last: string) => [
    ...["--import", "tsx", "--input-type=module", "-e"],
    `const { loadFonts } = await import("./pipelines/publish/fonts.ts"); await loadFonts("医保"); ${last}`,
  ];
  const env = { ...process.env, TMPDIR: temporary };
  try {
    spawnSync(process.execPath, program("process.kill(process.pid, 'SIGKILL')"), { env });
    expect(left()).toHaveLength(1);
    const { status } = spawnSync(process.execPath, program(""), { env });
    expect(status).toBe(0);
    expect(left()).toEqual([]);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
});

test("more colours than a palette holds are written out", () => {
  const shaded = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 10" width="700" height="10"><defs><linearGradient id="g"><stop offset="0" stop-color="#000000"/><stop offset=".5" stop-color="#ff0000"/><stop offset="1" stop-color="#ffffff"/></linearGradient></defs><rect width="700" height="10" fill="url(#g)"/></svg>`;
  expect(Buffer.from(renderPng(shaded, whole, WIDTH)).equals(drawn(shaded).asPng())).toBe(true);
});
