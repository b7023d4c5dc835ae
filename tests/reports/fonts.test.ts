import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { loadFonts } from "../../pipelines/publish/fonts.ts";
import { missingCharacters } from "../../reports/render/fonts.ts";

test("the main faces hold digits, punctuation and the rare characters of county names", async () => {
  const fonts = await loadFonts();
  expect(fonts.faces.map((face) => face.weight)).toEqual([400, 700]);
  const text =
    "0123456789%.—−「」『』×÷（）()：；，。、“”《》〔〕· 溆濮衢睢鄠盱眙亳泸儋郫埇鄄莒郯邳沭嵊滁歙黟婺岷";
  expect(missingCharacters(fonts, text)).toEqual([]);
  expect(missingCharacters(fonts, text, 700)).toEqual([]);
  expect(missingCharacters(fonts, "瀍≥①")).toEqual(["瀍", "≥", "①"]);
});

test("rarer characters come from the small files", async () => {
  const text = "瀍河回族区罗城仫佬族自治县≥①→";
  const fonts = await loadFonts(text);
  expect(fonts.faces.length).toBeGreaterThan(2);
  expect(missingCharacters(fonts, text)).toEqual([]);
});

test("the files on disk are the fonts in memory, regular and bold apart", async () => {
  const { faces } = await loadFonts();
  for (const face of faces)
    expect(Buffer.from(face.ttf).equals(await readFile(face.file))).toBe(true);
  expect(Buffer.from(faces[0]!.ttf).equals(Buffer.from(faces[1]!.ttf))).toBe(false);
});
