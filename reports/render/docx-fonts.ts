import type { IFontAttributesProperties } from "docx";
import { OFFICIAL } from "./official-layout.ts";

/** In half points. */
export const SIZE = {
  title: 2 * OFFICIAL.title.size,
  body: 2 * OFFICIAL.body,
  footer: 2 * OFFICIAL.pageNumber.size,
  tableTitle: 2 * OFFICIAL.tableTitle.size,
  note: 2 * OFFICIAL.note.size,
} as const;

const LATIN = "Times New Roman";

const face = (eastAsia: string): IFontAttributesProperties => ({
  ascii: LATIN,
  hAnsi: LATIN,
  cs: LATIN,
  eastAsia,
});

/** Faces of GB/T 9704-2012, by the names Windows knows them by. */
export const FACE = {
  title: face("方正小标宋简体"),
  body: face("仿宋_GB2312"),
  level1: face("黑体"),
  level2: face("楷体_GB2312"),
  page: { ascii: "宋体", hAnsi: "宋体", cs: "宋体", eastAsia: "宋体" },
} as const;

/** What a machine without the licensed fonts takes instead. */
const INSTEAD: [string, string][] = [
  ["方正小标宋简体", "方正小标宋_GBK,华文中宋,宋体,SimSun"],
  ["仿宋_GB2312", "仿宋,FangSong,华文仿宋"],
  ["楷体_GB2312", "楷体,KaiTi,华文楷体"],
  ["黑体", "SimHei,微软雅黑"],
  ["宋体", "SimSun"],
];

/** The part word/fontTable.xml: each font with its replacements. */
export function fontTable(): string {
  const fonts = INSTEAD.map(
    ([name, alternatives]) =>
      `<w:font w:name="${name}"><w:altName w:val="${alternatives}"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>`,
  );
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${fonts.join("")}</w:fonts>`;
}
