import { readFileSync } from "node:fs";
import { read, utils, type WorkBook, type WorkSheet, write } from "@e965/xlsx";
import { writeXlsx } from "hucre";
import { expect, test } from "vitest";
import { cellText, numberText } from "../../pipelines/ingest/readers/cell.ts";
import { useDesk } from "./desk.ts";
import { zipOf } from "./zip-of.ts";

const desk = useDesk();

function bookOf(sheets: Record<string, WorkSheet>): WorkBook {
  const book = utils.book_new();
  for (const [name, sheet] of Object.entries(sheets)) utils.book_append_sheet(book, sheet, name);
  return book;
}

const bytesOf = (book: WorkBook) =>
  write(book, { type: "buffer", bookType: "xlsx", bookSST: true, compression: true }) as Buffer;

/** A workbook of one sheet with this XML; style 1 is yyyy年m月, 2 is #,##0.00, 3 is h:mm:ss. */
function rawBook(sheetXml: string, workbookXml = "", second = ""): Buffer {
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const rels = "http://schemas.openxmlformats.org/package/2006/relationships";
  return zipOf({
    "[Content_Types].xml":
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "_rels/.rels": `<Relationships xmlns="${rels}"><Relationship Id="rId1" Type="${rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${rel}">${workbookXml}<sheets><sheet name="职工 &amp; 居民" sheetId="1" r:id="rId1"/>${second && '<sheet name="二" sheetId="2" r:id="rId3"/>'}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${rels}"><Relationship Id="rId1" Type="${rel}/worksheet" Target="/xl/worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${rel}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="${rel}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>`,
    "xl/styles.xml": `<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;;@"/><numFmt numFmtId="177" formatCode="[Red]0!.0,&quot;万元&quot;"/></numFmts><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="4"/><xf numFmtId="21"/><xf numFmtId="177"/></cellXfs></styleSheet>`,
    "xl/worksheets/sheet1.xml": `<worksheet xmlns="${main}">${sheetXml}</worksheet>`,
    "xl/worksheets/sheet2.xml": `<worksheet xmlns="${main}">${second}</worksheet>`,
  });
}

test("a statement as counties send it: title, unit, two-row header, regions merged down", async () => {
  const sheet = utils.aoa_to_sheet([
    ["基金收支月报（2019年7月）"],
    ["单位：万元"],
    ["统筹区", "险种", "收入", null, "支出"],
    [null, null, "本月数", "本年累计", "本月数"],
    ["广州", "职工", 1234.56, 3.1, 0],
    [null, "居民", 0.1 + 0.2, -5, 1e21],
    ["备注", "=未审计"],
  ]);
  sheet["!merges"] = ["A1:XFD1", "A3:A4", "B3:B4", "C3:D3", "A5:A6"].map((ref) =>
    utils.decode_range(ref),
  );
  const { format, grids, notices } = await desk.open("月报.xlsx", bytesOf(bookOf({ 表一: sheet })));
  expect({ format, notices }).toEqual({ format: "xlsx", notices: [] });
  expect(grids[0]).toMatchObject({ sheet: "表一", width: 5, rows: 7 });
  const title = "基金收支月报（2019年7月）";
  const rows = await desk.rows(grids[0]);
  expect(rows).toEqual([
    [1, title, title, title, title, title],
    [2, "单位：万元", null, null, null, null],
    [3, "统筹区", "险种", "收入", "收入", "支出"],
    [4, "统筹区", "险种", "本月数", "本年累计", "本月数"],
    [5, "广州", "职工", "1234.56", "3.1", "0"],
    [6, "广州", "居民", "0.3", "-5", "1000000000000000000000"],
    [7, "备注", "=未审计", null, null, null],
  ]);
  expect(grids[0]?.head).toEqual(rows.map(([row, ...cells]) => ({ row, cells })));
});

test("numbers read as Excel shows them: 15 digits, no exponent", () => {
  const cases: [number, string][] = [
    [1000 + 234.56 + 2e-13, "1234.56"],
    [0.1 + 0.2, "0.3"],
    [3.1, "3.1"],
    [-0.00000015, "-0.00000015"],
    [1e-7, "0.0000001"],
    [1.5e22, "15000000000000000000000"],
    [123456789012345, "123456789012345"],
    [99999999999.99, "99999999999.99"],
    [0, "0"],
  ];
  for (const [value, text] of cases) expect(numberText(value)).toBe(text);
});

test("dates read ISO, clocks as clocks, and a number in a date's clothes as a number", () => {
  const day = (serial: number) =>
    new Date(Date.UTC(1899, 11, 30) + Math.round(serial * 86_400_000));
  expect(cellText(day(43647))).toBe("2019-07-01");
  expect(cellText(day(43647.5))).toBe("2019-07-01 12:00:00");
  expect(cellText(day(43647.9999999999))).toBe("2019-07-02");
  expect(cellText(day(20190731))).toBe("20190731");
  expect(cellText(new Date(Date.UTC(1899, 11, 31, 8, 30)))).toBe("08:30:00");
  expect(cellText("2019-07-01T00:00:00.000")).toBe("2019-07-01");
});

test("formats, errors, booleans, formulas, inline text and places come through raw XML", async () => {
  const book = rawBook(
    `<cols><col min="1" max="16384" width="9"/></cols><dimension ref="A1:XFD1048576"/><sheetData>
     <row r="3"><c r="B3" s="1"><v>43647</v></c><c r="C3" s="2"><v>43647</v></c><c r="D3" s="3"><v>0.5</v></c><c r="E3" s="4"><v>12345</v></c></row>
     <row r="4"><c r="B4" t="e"><v>#REF!</v></c><c r="C4" t="b"><v>1</v></c><c r="D4" t="str"><f>A1&amp;""</f><v></v></c><c r="XFD4" s="2"/></row>
     <row r="5"><c r="B5"><f>SUM(C3:C4)</f><v>7.5</v></c><c r="C5" s="2"><f>C3*2</f></c><c r="D5"><f t="shared" si="0"/><v/></c></row>
     <row r="6"><c r="B6" t="inlineStr"><is><r><t>统筹</t></r><r><t xml:space="preserve">区 </t></r></is></c><c r="C6" t="inlineStr"><is><t>a&#10;b_x000D_&lt;</t></is></c></row>
     <row r="1048576"><c r="A1048576" s="1"/></row></sheetData>`,
  );
  const { grids, notices } = await desk.open("raw.xlsx", book);
  expect(grids[0]).toMatchObject({ sheet: "职工 & 居民", width: 5, rows: 4 });
  expect(await desk.rows(grids[0])).toEqual([
    [3, null, "2019-07-01", "43647", "12:00:00", "12345"],
    [4, null, "#REF!", "TRUE", null, null],
    [5, null, "7.5", null, null, null],
    [6, null, "统筹区 ", "a\nb\n<", null, null],
  ]);
  expect(notices).toHaveLength(1);
  expect(notices[0]).toMatch(/2 个公式没有保存计算结果.*C5/);
});

test("the 1904 calendar is honoured", async () => {
  const row = '<sheetData><row r="1"><c r="A1" s="1"><v>42185</v></c></row></sheetData>';
  const { grids } = await desk.open("mac.xlsx", rawBook(row, '<workbookPr date1904="1"/>'));
  expect(await desk.rows(grids[0])).toEqual([[1, "2019-07-01"]]);
});

test("a sheet of formatted blanks to its last column and row costs little", async () => {
  const blanks = Array.from({ length: 2000 }, (_, i) => `<c r="${utils.encode_col(i)}1" s="2"/>`);
  const row = blanks.join("").replaceAll(/r="([A-Z]+)1"/g, 'r="$1#"');
  const rows = Array.from(
    { length: 150 },
    (_, i) => `<row r="${i + 2}">${row.replaceAll("#", String(i + 2))}</row>`,
  );
  const book = rawBook(
    `<sheetData><row r="1"><c r="A1" t="str"><v>a</v></c></row>${rows.join("")}</sheetData>`,
  );
  const { grids } = await desk.open("blank.xlsx", book);
  expect(grids[0]).toMatchObject({ width: 1, rows: 1 });
});

test("hidden and empty sheets are skipped with a notice; a merged number is pointed out", async () => {
  const merged = utils.aoa_to_sheet([
    ["区", "数"],
    ["甲", 5],
    ["乙", null],
  ]);
  merged["!merges"] = [utils.decode_range("B2:B3")];
  const book = bookOf({
    底稿: utils.aoa_to_sheet([["x"]]),
    月报: merged,
    Sheet3: utils.aoa_to_sheet([]),
  });
  book.Workbook = { Sheets: [{ Hidden: 1 }, { Hidden: 0 }, { Hidden: 0 }] };
  const { grids, notices } = await desk.open("h.xlsx", bytesOf(book));
  expect(grids.map((grid) => grid.sheet)).toEqual(["月报"]);
  expect((await desk.rows(grids[0]))[2]).toEqual([3, "乙", "5"]);
  expect(notices.join()).toMatch(/“底稿”是隐藏的.*合并单元格里是数字.*空工作表已跳过：Sheet3/);
  const none = bookOf({ 甲: utils.aoa_to_sheet([["x"]]), 乙: utils.aoa_to_sheet([]) });
  none.Workbook = { Sheets: [{ Hidden: 2 }, { Hidden: 0 }] };
  expect((await desk.refusal("n.xlsx", bytesOf(none))).remedy).toContain("隐藏");
});

test("a workbook damaged in its second sheet leaves no table behind", async () => {
  const good = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>';
  const bad = '<sheetData><row r="9999999"><c r="A9999999"><v>1</v></c></row></sheetData>';
  const tables = "select count(*) from duckdb_tables() where temporary";
  const before = (await desk.connection.runAndReadAll(tables)).getRows();
  const refusal = await desk.refusal("half.xlsx", rawBook(good, "", bad));
  expect(refusal.message).toContain("工作簿打不开");
  expect((await desk.connection.runAndReadAll(tables)).getRows()).toEqual(before);
});

test("a second library reads the same text in every cell", async () => {
  const dates = ["2019-07-01", "2019-12-31", "2020-02-29"].map(
    (day) => new Date(`${day}T00:00:00Z`),
  );
  const rows = Array.from({ length: 400 }, (_, i) => [
    `结算${i}`,
    i % 3 === 0 ? null : `00${i}`,
    (i * 137) / 100,
    i % 2 === 0,
    i % 5 === 0 ? null : (dates[i % 3] ?? null),
    `含 <&> "引号" 'x' ${i}\n第二行`,
    -i * 1e6,
  ]);
  const first = bytesOf(bookOf({ 一: utils.aoa_to_sheet(rows.map((row) => row.slice(0, 4))) }));
  const second = await writeXlsx({
    sheets: [
      { name: "甲", rows, columns: [{}, {}, {}, {}, { numFmt: "yyyy-mm-dd" }] },
      { name: "乙", rows: rows.slice(0, 9) },
    ],
  });
  for (const [name, content] of [
    ["x1.xlsx", first],
    ["x2.xlsx", second],
  ] as const) {
    const { grids } = await desk.open(name, content);
    const other = read(readFileSync(`${desk.inbox}/${name}`), { UTC: true, cellDates: true });
    expect(grids.map((grid) => grid.sheet)).toEqual(other.SheetNames);
    for (const grid of grids) {
      const sheet = other.Sheets[grid.sheet] as WorkSheet;
      const theirs = utils.sheet_to_json<unknown[]>(sheet, {
        header: 1,
        raw: true,
        defval: null,
        UTC: true,
      });
      const ours = (await desk.rows(grid)).map((row) => row.slice(1));
      expect(ours).toEqual(theirs.map((row) => row.map(textOf)));
    }
  }
});

function textOf(value: unknown): string | null {
  if (value === null) return null;
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === "boolean" ? String(value).toUpperCase() : String(value);
}
