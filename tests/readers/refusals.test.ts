import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { utils, write } from "@e965/xlsx";
import { writeXlsx } from "hucre";
import { expect, test } from "vitest";
import { useDesk } from "./desk.ts";
import { zipOf } from "./zip-of.ts";

const desk = useDesk();
const bytes = (hex: string) => Buffer.concat([Buffer.from(hex, "hex"), Buffer.alloc(600)]);

test("each wrong kind of file is named and says what to do", async () => {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([["a", 1]]), "表");
  const xls = write(book, { type: "buffer", bookType: "biff8" }) as Buffer;
  const encrypted = await writeXlsx({
    sheets: [{ name: "表", rows: [["a", 1]] }],
    encryption: { password: "x", spinCount: 100 },
  });
  const cases: [string, string | Uint8Array, string][] = [
    ["旧.xls", xls, "旧版 Excel"],
    ["改名.xlsx", xls, "只是改了扩展名"],
    ["密.xlsx", encrypted, "已加密"],
    ["a.xlsb", write(book, { type: "buffer", bookType: "xlsb" }) as Buffer, ".xlsb"],
    ["a.ods", write(book, { type: "buffer", bookType: "ods" }) as Buffer, ".ods"],
    ["a.xlsx", zipOf({ "word/document.xml": "<w/>" }), "Word 文档"],
    ["a.zip", zipOf({ "月报.csv": "a,b" }), "压缩包"],
    ["b.xlsx", zipOf({ "xl/styles.xml": "<a/>" }), "已损坏"],
    ["a.pdf", "%PDF-1.7 ...", "PDF"],
    ["a.png", bytes("89504e470d0a1a0a"), "图片"],
    ["a.gz", bytes("1f8b0800"), "压缩包"],
    ["a.xls", "\ufeff<html xmlns:o='x'><table><tr><td>1</td></tr></table>", "HTML"],
    ["b.xls", "<table border=1><tr><td>1</td></tr></table>", "HTML"],
    [
      "c.xls",
      '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
      "2003",
    ],
    ["d.xls", "MIME-Version: 1.0\n", "MHTML"],
    ["空.csv", "", "0 字节"],
    ["白.csv", " \n\n,,\n\u3000\n", "只有空行"],
    ["~$月报.xlsx", bytes("06"), "临时锁文件"],
  ];
  for (const [name, content, words] of cases) {
    const refusal = await desk.refusal(name, content);
    expect(refusal.message, name).toContain(words);
    expect(refusal.where.file).toBe(name);
    expect(refusal.remedy, name).toMatch(/请/);
  }
});

test("a missing file, a folder and an unreadable file are told apart", async () => {
  await expect(desk.read(join(desk.inbox, "没有.csv"))).rejects.toThrow("找不到文件");
  mkdirSync(join(desk.inbox, "folder.csv"));
  await expect(desk.read(join(desk.inbox, "folder.csv"))).rejects.toThrow("文件夹");
  if (process.getuid?.() === 0) return;
  const path = desk.put("locked.csv", "a,b");
  chmodSync(path, 0o000);
  await expect(desk.read(path)).rejects.toThrow("没有权限");
});

test("the content decides, the extension only earns a notice", async () => {
  const reading = await desk.open("月报.xlsx", "a,b\n1,2\n");
  expect(reading.format).toBe("csv");
  expect(reading.notices[0]).toContain("与扩展名不符");
});

test("zip bombs are refused before and while unpacking", async () => {
  const workbook = { "xl/workbook.xml": "<workbook/>" };
  const big = Buffer.alloc(80 << 20, 0x20);
  const bomb = await desk.refusal("bomb.xlsx", zipOf({ ...workbook, "xl/a.xml": big }));
  expect(bomb.message).toMatch(/解压后有 80 MB.*倍/);
  const sheet = {
    "xl/workbook.xml":
      '<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels":
      '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": big,
  };
  for (const claimed of [1000, 0]) {
    const lying = await desk.refusal(
      "lie.xlsx",
      zipOf(sheet, { "xl/worksheets/sheet1.xml": claimed }),
    );
    expect(lying.message).toContain("内部结构有误");
  }
  const huge = await desk.refusal("huge.xlsx", zipOf(workbook, { "xl/workbook.xml": 2 ** 31 }));
  expect(huge.message).toContain("2048 MB，上限为 1024 MB");
});

test("a workbook cut short is refused", async () => {
  const whole = await writeXlsx({ sheets: [{ name: "表", rows: [["a", 1]] }] });
  const cut = await desk.refusal("cut.xlsx", whole.subarray(0, whole.length - 100));
  expect(cut.message).toContain("工作簿打不开");
});
