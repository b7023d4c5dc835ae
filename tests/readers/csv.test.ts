import { expect, test } from "vitest";
import { useDesk } from "./desk.ts";

const desk = useDesk();

const utf16le = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");
/** 统筹区,金额 / 广州,1.50 in GB18030. */
const GBK = Buffer.from("cdb3b3efc7f82cbdf0b6ee0d0ab9e3d6dd2c312e35300d0a", "hex");

test("a plain file keeps its text, its rows and its columns", async () => {
  const reading = await desk.open("a.csv", "统筹区,金额\n广州, 1,234 \n深圳,0012.50\n");
  expect(reading).toMatchObject({ format: "csv", encoding: "utf-8", notices: [] });
  const [grid] = reading.grids;
  expect(grid).toMatchObject({ sheet: "", width: 3, rows: 3 });
  expect(await desk.rows(grid)).toEqual([
    [1, "统筹区", "金额", null],
    [2, "广州", " 1", "234 "],
    [3, "深圳", "0012.50", null],
  ]);
  expect(grid?.head[2]).toEqual({ row: 3, cells: ["深圳", "0012.50", null] });
});

test("encodings: marked UTF-8, UTF-16 in both orders, GB18030", async () => {
  const expected = [
    [1, "统筹区", "金额"],
    [2, "广州", "1.50"],
  ];
  const text = "统筹区,金额\r\n广州,1.50\r\n";
  for (const [encoding, content] of [
    ["utf-8", Buffer.from(`\ufeff${text}`)],
    ["utf-16le", utf16le(text)],
    ["utf-16be", utf16le(text).swap16()],
    ["gb18030", GBK],
  ] as const) {
    const reading = await desk.open("e.csv", content);
    expect(reading.encoding).toBe(encoding);
    expect(await desk.rows(reading.grids[0])).toEqual(expected);
  }
});

test("GB18030 over many chunks, with a four-byte character", async () => {
  const line = Buffer.concat([GBK.subarray(13, 17), Buffer.from("2c8139ef302c", "hex"), GBK]);
  const content = Buffer.concat(Array.from({ length: 60_000 }, () => line));
  const { grids } = await desk.open("big.csv", content);
  expect(grids[0]).toMatchObject({ width: 4, rows: 120_000 });
  const rows = await desk.rows(grids[0]);
  expect(new Set(rows.map((row) => row.slice(1).join("|")))).toEqual(
    new Set(["广州|㐁|统筹区|金额", "广州|1.50||"]),
  );
});

test("blank lines and lines of bare commas keep their numbers", async () => {
  const { grids } = await desk.open("b.csv", "\n\na,b\n,,,\n \t,\u3000\n1,2\n\n\n");
  expect(grids[0]).toMatchObject({ width: 2, rows: 2 });
  expect(await desk.rows(grids[0])).toEqual([
    [3, "a", "b"],
    [6, "1", "2"],
  ]);
});

test("ragged rows are padded; trailing empty columns are not counted", async () => {
  const { grids } = await desk.open("r.csv", `标题${",".repeat(16_000)}\na,b,c\n1\n1,2,3,4,,\n`);
  expect(await desk.rows(grids[0])).toEqual([
    [1, "标题", null, null, null],
    [2, "a", "b", "c", null],
    [3, "1", null, null, null],
    [4, "1", "2", "3", "4"],
  ]);
});

test("quotes: delimiters, doubled quotes, line breaks, stray quotes", async () => {
  const text = [
    `a,"x,y","他说""好"""`,
    `b,"第一行\r\n第二行\n第三行",""`,
    `c,5"管,"XX"医院`,
    `d,"",'单引号'`,
    `\\N,#,NULL`,
  ].join("\r\n");
  const { grids } = await desk.open("q.csv", text);
  expect(await desk.rows(grids[0])).toEqual([
    [1, "a", "x,y", '他说"好"'],
    [2, "b", "第一行\n第二行\n第三行", null],
    [3, "c", '5"管', "XX医院"],
    [4, "d", null, "'单引号'"],
    [5, "\\N", "#", "NULL"],
  ]);
});

test('="0001" reads 0001, bare or quoted as Excel writes it', async () => {
  const { grids } = await desk.open("f.csv", `="0001",="a,b",=1+1\n"=""0002""",x,=\n`);
  expect(await desk.rows(grids[0])).toEqual([
    [1, "0001", "a,b", "=1+1"],
    [2, "0002", "x", "="],
  ]);
});

test("line ends: LF, CRLF, CR, none at the end", async () => {
  for (const end of ["\n", "\r\n", "\r"]) {
    const { grids } = await desk.open("l.csv", ["a,b", "", '"x","y"', "1,2"].join(end));
    expect(await desk.rows(grids[0])).toEqual([
      [1, "a", "b"],
      [3, "x", "y"],
      [4, "1", "2"],
    ]);
  }
});

test("delimiters are told apart, and sep= decides", async () => {
  for (const delimiter of [",", "\t", ";", "|"]) {
    const lines = ["2019年7月 单位：万元, 审计", "a;1|x", `"p${delimiter}q"`, "地址, 备注"];
    const text = [`月报`, ...lines.map((line) => [line, "1", "2"].map(quote).join(delimiter))];
    const { grids } = await desk.open("d.csv", text.join("\n"));
    expect(grids[0]?.width).toBe(3);
    expect(grids[0]?.head[3]?.cells).toEqual([`"p${delimiter}q"`, "1", "2"]);
  }
  const doubled = Array.from({ length: 9 }, () => '"他说""a,b,c,d""";="1,2"').join("\n");
  expect((await desk.open("dd.csv", doubled)).grids[0]?.head[0]?.cells).toEqual([
    '他说"a,b,c,d"',
    "1,2",
  ]);
  const { grids } = await desk.open("s.csv", "sep=;\na,b;c\n1,2;3\n");
  expect(await desk.rows(grids[0])).toEqual([
    [2, "a,b", "c"],
    [3, "1,2", "3"],
  ]);
});

test("a quote that is never closed is named by its line", async () => {
  const atEnd = await desk.refusal("u.csv", `a,b\n1,2\n3,"x\n4,5\n`);
  expect(atEnd.where).toMatchObject({ file: "u.csv", row: 3, column: "2" });
  const swallowing = await desk.refusal("v.csv", `a,b\n1,"x\n2,y\n3,"z"\n`);
  expect(swallowing.where).toMatchObject({ row: 2, column: "2" });
  expect(swallowing.message).toContain("双引号没有配对");
  const endless = await desk.refusal("w.csv", `a,b\n1,"x\n${"2,y\n".repeat(1_000_000)}`);
  expect(endless.where.row).toBe(2);
});

test("damaged text is refused at its byte, not read as garbage", async () => {
  const utf8 = Buffer.from(`统筹区,金额\n${"广州市医疗保障局,1\n".repeat(5)}`);
  const cut = Buffer.concat([utf8, Buffer.from("深圳").subarray(0, 4), Buffer.from(",2\n")]);
  const damaged = await desk.refusal("x.csv", cut);
  expect(damaged.message).toContain(`第 ${utf8.length + 5} 字节`);
  const neither = await desk.refusal(
    "y.csv",
    Buffer.concat([GBK, Buffer.from("\xff\xff,1\n", "latin1")]),
  );
  expect(neither.message).toContain(`第 ${GBK.length + 1} 字节`);
  expect((await desk.refusal("z.csv", "a,b\n1,\0\n")).message).toContain("NUL");
  expect((await desk.refusal("z.csv", utf16le("a,b\n1,2\n").subarray(2))).message).toContain(
    "UTF-16",
  );
});

test("characters that the readers use as separators become spaces", async () => {
  const { grids } = await desk.open("c.csv", 'a\u001fb,"c\u001ed"\n');
  expect(await desk.rows(grids[0])).toEqual([[1, "a b", "c d"]]);
});

test("row numbers stay right across chunks and threads", async () => {
  const lines = Array.from({ length: 300_000 }, (_, i) => (i % 7 === 3 ? "" : `"r${i + 1}",x`));
  const { grids } = await desk.open("n.csv", lines.join("\n"));
  const wrong = await desk.connection.runAndReadAll(
    `select count(*), count(*) filter (c0 <> 'r' || row_no) from ${grids[0]?.table}`,
  );
  expect(wrong.getRows()).toEqual([[257_143n, 0n]]);
});

test("a cell longer than DuckDB's usual line is read", async () => {
  const { grids } = await desk.open("long.csv", `a,${"长".repeat(900_000)},b\n1,2,3\n`);
  expect((await desk.rows(grids[0])).map((row) => String(row[2]).length)).toEqual([900_000, 1]);
});

test("a row of megabytes and a table of too many columns are refused", async () => {
  expect((await desk.refusal("m.csv", `a\n${"x".repeat(9 << 20)}\n`)).where.row).toBe(2);
  expect((await desk.refusal("w.csv", `a\n${"x,".repeat(17_000)}\n`)).message).toContain(
    "16384 列",
  );
});

function quote(text: string): string {
  return /[",;|\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
