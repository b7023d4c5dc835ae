import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { configSchema, DEFAULT_CONFIG } from "../../models/config.ts";
import { loadPdfFonts } from "../../pipelines/publish/pdf-fonts.ts";
import { renderPdf } from "../../reports/render/pdf.ts";
import { official } from "./official-document.ts";

const root = mkdtempSync(path.join(tmpdir(), "fundwatch-fonts-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const own = (files: Partial<typeof DEFAULT_CONFIG.fonts>) => ({
  ...DEFAULT_CONFIG.fonts,
  ...files,
});

/** A font as the only one of a collection: the same tables, moved by the head of the collection. */
function collection(ttf: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(16 + ttf.length);
  const view = new DataView(bytes.buffer);
  bytes.set(ttf, 16);
  [0x74746366, 0x00010000, 1, 16].forEach((value, i) => {
    view.setUint32(4 * i, value);
  });
  for (let i = 0; i < view.getUint16(20); i++) {
    const offset = 16 + 12 + 16 * i + 8;
    view.setUint32(offset, view.getUint32(offset) + 16);
  }
  return bytes;
}

test("every role has a face for the rare characters of county names", async () => {
  const text = "瀍河回族区罗城仫佬族自治县≥①—";
  const { faces } = await loadPdfFonts(text);
  for (const role of Object.values(faces))
    for (const character of text)
      expect(role.some(({ covers }) => covers(character.codePointAt(0)!))).toBe(true);
});

test("fonts are loaded once", async () => {
  const [first, second] = [await loadPdfFonts("基金"), await loadPdfFonts("基金")];
  expect(second.faces.body[0]).toBe(first.faces.body[0]);
});

test("the bureau's own files come first, and ours draw what they lack", async () => {
  const { faces } = await loadPdfFonts("");
  writeFileSync(path.join(root, "own.ttf"), faces.kai[0]!.ttf);
  writeFileSync(path.join(root, "own.ttc"), collection(faces.title[0]!.ttf));
  const files = own({ fangsong: "own.ttf", xiaobiaosong: path.join(root, "own.ttc") });
  const fonts = await loadPdfFonts("", files, root);
  expect(Buffer.from(fonts.faces.body[0]!.ttf).equals(faces.kai[0]!.ttf)).toBe(true);
  expect(fonts.faces.body.slice(1)).toEqual(faces.body);
  expect(fonts.faces.hei).toEqual(faces.hei);
  expect(fonts.faces.title[0]!.covers("基".codePointAt(0)!)).toBe(true);
  const pdf = Buffer.from(await renderPdf(official({ blocks: [] }), fonts)).toString("latin1");
  expect(pdf).toContain("NotoSerifSC");
  expect(pdf).toContain("LXGWWenKai");
});

test("a file that is not there or no font is named with its key", async () => {
  await expect(loadPdfFonts("", own({ heiti: "gone.ttf" }), root)).rejects.toThrow(
    /配置 fonts\.heiti 的字体文件 .*gone\.ttf 不存在/,
  );
  writeFileSync(path.join(root, "text.ttf"), "这不是字体文件");
  await expect(loadPdfFonts("", own({ kaiti: "text.ttf" }), root)).rejects.toThrow(
    /fonts\.kaiti .*text\.ttf 读不出来/,
  );
  writeFileSync(path.join(root, "short.ttf"), "");
  await expect(loadPdfFonts("", own({ songti: "short.ttf" }), root)).rejects.toThrow(/读不出来/);
});

test("the config takes font files and nothing else", () => {
  const fonts = { ...DEFAULT_CONFIG.fonts, fangsong: "C:/Windows/Fonts/simfang.TTF" };
  expect(configSchema.parse({ fonts }).fonts.fangsong).toBe("C:/Windows/Fonts/simfang.TTF");
  expect(configSchema.parse({ fonts: { songti: "simsun.ttc" } }).fonts.kaiti).toBeNull();
  const wrong = configSchema.safeParse({ fonts: { kaiti: "楷体_GB2312" } });
  expect(wrong.error?.issues[0]?.message).toBe("应为 .ttf、.otf 或 .ttc 字体文件的路径");
});
