import { readFile } from "node:fs/promises";
import path from "node:path";
import { DEFAULT_CONFIG, type FontFiles } from "../../models/config.ts";
import { UserError } from "../../models/errors.ts";
import type { PdfFace, PdfFonts } from "../../reports/render/pdf-faces.ts";
import { partsWith, unpackedFont } from "./font-files.ts";
import { coverage, firstOfCollection } from "./font-tables.ts";
import { loadFonts } from "./fonts.ts";

const SERIF = "@fontsource/noto-serif-sc";
const KAI = "@fontsource/lxgw-wenkai/files/lxgw-wenkai-latin-500-normal.woff2";

const loaded = new Map<string, Promise<PdfFace>>();

/**
 * Faces for .pdf: the bureau's own files where the config names them, paths from `root` on, and behind
 * them what comes along: 思源宋体 for 仿宋, 小标宋 and 宋体, 思源黑体 for 黑体, 霞鹜文楷 for 楷体. Rarer
 * characters of `text` are found in the small files of 思源宋体 and 思源黑体. A file is read once.
 */
export async function loadPdfFonts(
  text: string,
  own: FontFiles = DEFAULT_CONFIG.fonts,
  root = ".",
): Promise<PdfFonts> {
  const [serif, title, kai, pictures] = await Promise.all([
    serifFaces(400, text),
    serifFaces(700, text),
    once(KAI, () => unpackedFont(KAI)),
    loadFonts(text),
  ]);
  const chart = pictures.faces.filter(({ weight }) => weight === 400);
  const chartBold = pictures.faces.filter(({ weight }) => weight === 700);
  const ownFirst = async (key: keyof FontFiles, faces: PdfFace[]) => {
    const file = own[key];
    return file === null ? faces : [await ownFace(key, path.resolve(root, file)), ...faces];
  };
  return {
    faces: {
      body: await ownFirst("fangsong", serif),
      title: await ownFirst("xiaobiaosong", title),
      kai: await ownFirst("kaiti", [kai, ...serif]),
      hei: await ownFirst("heiti", chart),
      song: await ownFirst("songti", serif),
      chart,
      chartBold,
    },
    pictures,
  };
}

async function serifFaces(weight: 400 | 700, text: string): Promise<PdfFace[]> {
  const part = (key: string) => {
    const file = `${SERIF}/files/noto-serif-sc-${key}-${weight}-normal.woff2`;
    return once(file, () => unpackedFont(file));
  };
  const main = await part("chinese-simplified");
  const missing = [...new Set(text)].filter(
    (character) => character > " " && !main.covers(character.codePointAt(0)!),
  );
  return [main, ...(await Promise.all(partsWith(SERIF, missing).map(part)))];
}

async function ownFace(key: keyof FontFiles, file: string): Promise<PdfFace> {
  try {
    return await once(file, async () => firstOfCollection(await readFile(file)));
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    throw new UserError(
      `配置 fonts.${key} 的字体文件 ${file} ${isMissing ? "不存在" : "读不出来，可能不是字体文件"}`,
      "请改为本机的 .ttf、.otf 或 .ttc 文件；写 null 则用随程序附带的字体。",
    );
  }
}

function once(file: string, bytes: () => Promise<Uint8Array>): Promise<PdfFace> {
  let promise = loaded.get(file);
  if (!promise) {
    promise = bytes().then((ttf) => ({ ttf, covers: coverage(ttf) }));
    promise.catch(() => loaded.delete(file));
    loaded.set(file, promise);
  }
  return promise;
}
