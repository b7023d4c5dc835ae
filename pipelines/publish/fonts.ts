import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FontFace, type Fonts, missingCharacters } from "../../reports/render/fonts.ts";

const require = createRequire(import.meta.url);
const PACKAGE = "@fontsource/noto-sans-sc";
const { decompress } = require("wawoff2") as { decompress: (woff2: Buffer) => Promise<Uint8Array> };
const { version } = require(`${PACKAGE}/package.json`) as { version: string };

const loaded = new Map<string, Promise<FontFace>>();

/**
 * Noto Sans SC, regular and bold, as TrueType. The main files hold the 7,900 common characters;
 * pass the text to be drawn and the small files with its rarer ones (瀍, 仫, ①, ≥) are added.
 * The unpacked files are kept in `directory`.
 */
export async function loadFonts(
  text = "",
  directory = join(tmpdir(), `fundwatch-fonts-${version}`),
): Promise<Fonts> {
  const load = (part: string) =>
    Promise.all([face(part, 400, directory), face(part, 700, directory)]);
  const main = { faces: await load("chinese-simplified") };
  const parts = partsWith(missingCharacters(main, text));
  return { faces: [...main.faces, ...(await Promise.all(parts.map(load))).flat()] };
}

function face(part: string, weight: 400 | 700, directory: string): Promise<FontFace> {
  const name = `noto-sans-sc-${part}-${weight}-normal`;
  const file = join(directory, `${name}.ttf`);
  let promise = loaded.get(file);
  if (!promise) {
    promise = unpack(name, file).then((ttf) => ({ weight, ttf, file, covers: coverage(ttf) }));
    promise.catch(() => loaded.delete(file));
    loaded.set(file, promise);
  }
  return promise;
}

async function unpack(name: string, file: string): Promise<Uint8Array> {
  const ttf = await decompressed(require.resolve(`${PACKAGE}/files/${name}.woff2`));
  const written = await readFile(file).catch(() => null);
  if (!written?.equals(ttf)) {
    await mkdir(join(file, ".."), { recursive: true });
    const side = `${file}.${process.pid}`;
    await writeFile(side, ttf);
    await rename(side, file);
  }
  return ttf;
}

let queue: Promise<unknown> = Promise.resolve();

/** One at a time: wawoff2 answers with a view of memory that its next call moves. */
function decompressed(file: string): Promise<Uint8Array> {
  const turn = queue.then(async () => Uint8Array.from(await decompress(await readFile(file))));
  queue = turn.catch(() => undefined);
  return turn;
}

/** The package's numbered parts that hold these characters, by its own list of ranges. */
function partsWith(characters: string[]): string[] {
  if (characters.length === 0) return [];
  const ranges = require(`${PACKAGE}/unicode.json`) as Record<string, string>;
  const holds = (list: string, code: number) =>
    list.split(",").some((range) => {
      const [from, to = from] = range.replace(/^U\+/, "").split("-");
      return Number.parseInt(from!, 16) <= code && code <= Number.parseInt(to!, 16);
    });
  const parts = characters.map((character) =>
    Object.entries(ranges).find(([, list]) => holds(list, character.codePointAt(0)!)),
  );
  return [...new Set(parts.flatMap((part) => (part ? [part[0].replace(/[[\]]/g, "")] : [])))];
}

/** Reads the character map (`cmap`, formats 4 and 12) of a TrueType file. */
function coverage(ttf: Uint8Array): (codePoint: number) => boolean {
  const view = new DataView(ttf.buffer, ttf.byteOffset, ttf.byteLength);
  const spans: [number, number][] = [];
  const tables = view.getUint16(4);
  for (let i = 0; i < tables; i++) {
    if (view.getUint32(12 + 16 * i) !== 0x636d6170) continue;
    const cmap = view.getUint32(20 + 16 * i);
    for (let j = 0; j < view.getUint16(cmap + 2); j++) {
      readSpans(view, cmap + view.getUint32(cmap + 8 + 8 * j), spans);
    }
  }
  const codes = new Set<number>();
  for (const [from, to] of spans) for (let code = from; code <= to; code++) codes.add(code);
  return (codePoint) => codes.has(codePoint);
}

function readSpans(view: DataView, table: number, spans: [number, number][]): void {
  const format = view.getUint16(table);
  if (format === 12) {
    for (let i = 0; i < view.getUint32(table + 12); i++) {
      const group = table + 16 + 12 * i;
      spans.push([view.getUint32(group), view.getUint32(group + 4)]);
    }
  }
  if (format === 4) {
    const size = view.getUint16(table + 6);
    for (let i = 0; i < size / 2; i++) {
      const to = view.getUint16(table + 14 + 2 * i);
      if (to !== 0xffff) spans.push([view.getUint16(table + 16 + size + 2 * i), to]);
    }
  }
}
