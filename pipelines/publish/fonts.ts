import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import subsetFont from "subset-font";
import { type FontFace, type Fonts, missingCharacters } from "../../reports/render/fonts.ts";
import { partsWith, unpackedFont } from "./font-files.ts";
import { coverage } from "./font-tables.ts";

const PACKAGE = "@fontsource/noto-sans-sc";
const { version } = createRequire(import.meta.url)(`${PACKAGE}/package.json`) as {
  version: string;
};

const loaded = new Map<string, Promise<FontFace>>();

/**
 * Noto Sans SC, regular and bold, as TrueType. The main files hold the 7,900 common characters;
 * pass the text to be drawn and the small files with its rarer ones (瀍, 仫, ①, ≥) are added, and
 * pictures read files cut to what this process draws. The unpacked files are kept in `directory`.
 */
export async function loadFonts(
  text = "",
  directory = join(tmpdir(), `fundwatch-fonts-${version}`),
): Promise<Fonts> {
  const load = (part: string) =>
    Promise.all([face(part, 400, directory), face(part, 700, directory)]);
  const main = { faces: await load("chinese-simplified") };
  const parts = partsWith(PACKAGE, missingCharacters(main, text));
  const faces = [...main.faces, ...(await Promise.all(parts.map(load))).flat()];
  if (text === "") return { faces };
  return { faces: await Promise.all(faces.map((each) => cutTo(each, text))) };
}

interface Cut {
  file: string;
  characters: Set<string>;
  written: Promise<void>;
}

const cuts = new Map<FontFace, Cut>();
let folder: string | undefined;

/**
 * The face with a small file for pictures, which are drawn twice as fast from it. The file only grows,
 * so whoever still draws from it loses nothing; the folder goes when the process ends.
 */
async function cutTo(face: FontFace, text: string): Promise<FontFace> {
  folder ??= ownFolder();
  const cut = cuts.get(face) ?? {
    file: join(folder, `${cuts.size}.ttf`),
    characters: new Set(" "),
    written: Promise.resolve(),
  };
  cuts.set(face, cut);
  const grown = cut.written.then(() => grow(cut, face, text));
  cut.written = grown.catch(() => undefined);
  await grown;
  return { ...face, file: cut.file };
}

/** A folder that goes when the process ends, or, if it was killed, when the next one begins. */
function ownFolder(): string {
  const ours = `fundwatch-pictures-${hostname()}-`;
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(ours))) {
    const [pid] = name.slice(ours.length).split("-");
    if (!isRunning(Number(pid))) removeIfOurs(join(tmpdir(), name));
  }
  const made = mkdtempSync(join(tmpdir(), `${ours}${process.pid}-`));
  process.once("exit", () => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Folders of other users are theirs to remove. */
function removeIfOurs(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch (error) {
    if (!["EACCES", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function grow(cut: Cut, face: FontFace, text: string): Promise<void> {
  const more = [...new Set(text)].filter(
    (character) => !cut.characters.has(character) && face.covers(character.codePointAt(0)!),
  );
  if (more.length === 0 && existsSync(cut.file)) return;
  const characters = new Set([...cut.characters, ...more]);
  const ttf = await subsetFont(Buffer.from(face.ttf), [...characters].join(""), {
    targetFormat: "sfnt",
  });
  await replace(cut.file, ttf);
  cut.characters = characters;
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
  const ttf = await unpackedFont(`${PACKAGE}/files/${name}.woff2`);
  const written = await readFile(file).catch(() => null);
  if (!written?.equals(ttf)) await replace(file, ttf);
  return ttf;
}

async function replace(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const side = `${file}.${process.pid}`;
  await writeFile(side, bytes);
  await rename(side, file);
}
