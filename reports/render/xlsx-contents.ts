import type { Document } from "../document.ts";
import { dateInWords } from "../format.ts";
import type { Line, Sheet } from "./xlsx-book.ts";
import { headLine, remark } from "./xlsx-lines.ts";

const WIDTHS = [6, 14, 84, 12];

const GUIDE = [
  "数字都是数值：单元格存放未舍入的值，按文中所印的单位和位数显示；“—”表示没有可公布的数值。",
  "合计与各行之和、当期结余与收支之差完全相等的，以公式给出，其余照录。",
  "点表中的数字，到“来源”中它所依据的来文单元格；“来源”可按编号、文件筛选。",
];

/** The cover: title, who issued it and when, and what the sheets hold. */
export function contentsSheet({ title, issuer, issuedOn }: Document, sheets: Sheet[]): Sheet {
  const lines = sheets.map(({ name, title: caption, count, chart }, i): Line => {
    return {
      height: 20,
      cells: [
        { value: i + 1, style: { align: "center" } },
        {
          value: name,
          style: { align: "left", colour: "data" },
          link: { sheet: name, row: 1, tip: caption },
        },
        { value: caption.replace(/^附?表\d+　/u, ""), style: { align: "left", wrap: true } },
        { value: `${count}行${chart ? "，有图" : ""}`, style: { align: "left" } },
      ],
    };
  });
  const centred = (value: string, face: "title" | "text", height: number): Line => ({
    spans: true,
    height,
    cells: [{ value, style: { face, align: "center", wrap: true } }],
  });
  return {
    name: "目录",
    title,
    count: sheets.length,
    widths: WIDTHS,
    head: 0,
    pinned: 0,
    lines: [
      centred(title, "title", 44),
      centred("附表", "title", 26),
      centred(`${issuer}　${dateInWords(issuedOn)}`, "text", 26),
      { cells: [] },
      headLine(["序号", "工作表", "内容", "篇幅"]),
      ...lines,
      { cells: [] },
      ...GUIDE.map((text, i) => remark(`${i === 0 ? "说明：" : "　　　"}${text}`, WIDTHS)),
    ],
  };
}
