import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { unpackedFont } from "../../pipelines/publish/font-files.ts";

/** A line of a page and its edges; lengths are points from the top left corner. */
export interface PrintedLine {
  text: string;
  left: number;
  right: number;
  top: number;
}

const run = (program: string, args: string[], env = process.env): Buffer =>
  execFileSync(program, args, { stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 28, env });

/** Text in reading order, page by page, without page numbers. */
export function pageTexts(file: string): string[] {
  const pages = run("pdftotext", ["-layout", file, "-"]).toString().split("\f").slice(0, -1);
  return pages.map((page) => page.replace(/^ *— ?\d+ ?— *$/m, ""));
}

/** The lines of every page from top to bottom, words put together. */
export function printedLines(file: string): PrintedLine[][] {
  const xml = run("pdftotext", ["-bbox", file, "-"]).toString();
  return xml
    .split("<page ")
    .slice(1)
    .map((page) => {
      const lines = new Map<number, PrintedLine>();
      const word = /<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)<\/word>/g;
      for (const [, xMin, yMin, xMax, yMax, text] of page.matchAll(word)) {
        const [left, right, top] = [Number(xMin), Number(xMax), Number(yMin)];
        const row = Math.round((top + Number(yMax)) / 8);
        const at = [row, row - 1, row + 1].find((key) => lines.has(key)) ?? row;
        const line = lines.get(at);
        if (line)
          Object.assign(line, { text: line.text + text, right, top: Math.min(line.top, top) });
        else lines.set(at, { text: text!, left, right, top });
      }
      return [...lines.values()].toSorted((a, b) => a.top - b.top);
    });
}

/** Sizes and names of the fonts in which texts are set. */
export function fontsOf(file: string): { text: string; size: number; face: string }[] {
  const args = ["-xml", "-i", "-stdout", "-zoom", "3", "-fontfullname", file];
  const xml = run("pdftohtml", args).toString();
  const specs = new Map(
    [...xml.matchAll(/<fontspec id="(\d+)" size="(-?\d+)" family="([^"]*)"/g)].map(
      ([, id, size, face]) => [id, { size: Number(size) / 3, face: face! }],
    ),
  );
  const text = /<text [^>]*font="(\d+)">(.*?)<\/text>/g;
  return [...xml.matchAll(text)].map(([, id, inside]) => ({
    text: inside!.replace(/<[^>]*>/g, ""),
    ...specs.get(id)!,
  }));
}

/** Where a page has ink, in points: columns of a band between two heights, or rows of a band between two columns. */
export function ink(
  file: string,
  page: number,
  band: { x: [number, number]; y: [number, number] },
) {
  const dpi = 288;
  const at = (points: number) => Math.round((points * dpi) / 72);
  const pgm = run("pdftoppm", ["-gray", "-r", `${dpi}`, "-f", `${page}`, "-l", `${page}`, file]);
  const [header, width] = /^P5\s+(\d+)\s+\d+\s+255\s/.exec(pgm.toString("latin1", 0, 40))!;
  const columns = new Set<number>();
  const rows = new Set<number>();
  for (let y = at(band.y[0]); y < at(band.y[1]); y++)
    for (let x = at(band.x[0]); x < at(band.x[1]); x++)
      if (pgm[header.length + y * Number(width) + x]! < 128) {
        columns.add((x * 72) / dpi);
        rows.add((y * 72) / dpi);
      }
  const ends = (set: Set<number>) => [Math.min(...set), Math.max(...set)] as const;
  return { columns: ends(columns), rows: ends(rows) };
}

/** A .docx as LibreOffice prints it, in 思源宋体 throughout, whatever faces the machine has. */
export async function printed(docx: Uint8Array, folder: string): Promise<string> {
  const fonts = path.join(folder, "fonts");
  mkdirSync(fonts, { recursive: true });
  for (const weight of [400, 700]) {
    const face = `noto-serif-sc-chinese-simplified-${weight}-normal`;
    const file = `@fontsource/noto-serif-sc/files/${face}.woff2`;
    writeFileSync(path.join(fonts, `${face}.ttf`), await unpackedFont(file));
  }
  const config = path.join(folder, "fonts.conf");
  writeFileSync(
    config,
    `<fontconfig><dir>${fonts}</dir><cachedir>${path.join(folder, "cache")}</cachedir></fontconfig>`,
  );
  writeFileSync(path.join(folder, "printed.docx"), docx);
  const office = `-env:UserInstallation=${pathToFileURL(path.join(folder, "office"))}`;
  const convert = ["--convert-to", "pdf", "--outdir", folder, path.join(folder, "printed.docx")];
  run("soffice", [office, "--headless", ...convert], { ...process.env, FONTCONFIG_FILE: config });
  return path.join(folder, "printed.pdf");
}
