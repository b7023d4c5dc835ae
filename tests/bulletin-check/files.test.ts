import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Document, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from "docx";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Bulletin } from "../../models/bulletin-check/block.ts";
import { checkBulletin } from "../../models/bulletin-check/index.ts";
import { pastedBulletin, readBulletin } from "../../pipelines/bulletin-text/index.ts";
import { reportDocument } from "../../pipelines/documents/report.ts";
import { initHome, openHome, writeAtomically } from "../../pipelines/home.ts";
import { load } from "../../pipelines/ingest/load.ts";
import { run } from "../../pipelines/run.ts";
import { REPOSITORY } from "../published/oracle.ts";

const CITY = path.join(REPOSITORY, "tests/bulletin-check/fixtures/city-2019-07.txt");
const HEAD = ["基金", "收入（万元）", "支出（万元）", "当期结余（万元）", "完成预算（%）"];
const ROWS = [
  ["职工", "4799.27", "3861.57", "937.30", "—"],
  ["居民", "5813.17", "5696.34", "116.83", "—"],
  ["合计", "10612.44", "9557.91", "1054.53", "—"],
];
const FALL = "次均费用由5247.24元下降5160.41元，降幅1.68%。";
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "fundwatch-bulletin-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Uint8Array): string {
  const at = path.join(folder, name);
  writeFileSync(at, content);
  return at;
}

const flagged = (bulletin: Bulletin) =>
  checkBulletin(bulletin)
    .findings.filter(({ verdict }) => verdict === "inconsistent")
    .map(({ printed, expected_words }) => `${printed} → ${expected_words}`);

function fundwatch(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [path.join(REPOSITORY, "bin/fundwatch.mjs"), "check-bulletin", ...args],
      (error, out, err) => resolve({ status: Number(error?.code ?? 0), out, err }),
    );
    child.stdin!.end(FALL);
  });
}

describe("kinds of files", () => {
  test("a Word document: paragraphs, content of tracked changes, tables", async () => {
    const cell = (text: string) => new TableCell({ children: [new Paragraph(text)] });
    const document = new Document({
      sections: [
        {
          children: [
            new Paragraph("2024年1—6月医保基金收支情况"),
            new Paragraph({
              children: [
                new TextRun("次均费用由5247.24元"),
                new TextRun("下降5160.41元，降幅1.68%。"),
              ],
            }),
            new Table({
              rows: [HEAD, ...ROWS].map((row) => new TableRow({ children: row.map(cell) })),
            }),
          ],
        },
      ],
    });
    const at = file("通报.docx", await Packer.toBuffer(document));
    const bulletin = await readBulletin(at);
    expect(bulletin.blocks.at(-1)).toEqual({ kind: "table", rows: [HEAD, ...ROWS] });
    expect(flagged(bulletin).sort()).toEqual(
      ["1.68% → 1.65%", "937.30万元 → 937.69—937.71万元"].sort(),
    );
  });

  test("a page: merged headers, hidden text left out", async () => {
    const rows = ROWS.map(
      (row) =>
        `<tr>${row
          .slice(0, 4)
          .map((cell) => `<td>${cell}</td>`)
          .join("")}</tr>`,
    );
    const html = `<!doctype html><html><body><h1>2024年1—6月医保基金收支情况</h1>
      <p style="display:none">职工医保基金当期结余1万元。</p><script>var a = "支出9亿元";</script>
      <table><tr><th rowspan="2">基金</th><th colspan="3">金额（万元）</th></tr>
      <tr><th>收入</th><th>支出</th><th>当期结余</th></tr>${rows.join("")}</table></body></html>`;
    const bulletin = await readBulletin(file("通报.html", html));
    expect(bulletin.blocks.find(({ kind }) => kind === "table")).toMatchObject({
      rows: [
        ["基金", "金额（万元）", "金额（万元）", "金额（万元）"],
        ["基金", "收入", "支出", "当期结余"],
        [],
        [],
        [],
      ].map((row, i) => (i < 2 ? row : ROWS[i - 2]!.slice(0, 4))),
    });
    expect(flagged(bulletin)).toEqual(["937.30万元 → 937.69—937.71万元"]);
  });

  test("a page that is laid out with tables is read as text, the table within it as a table", async () => {
    const row = (cells: string[]) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
    const page = `<html><body><table><tr><td>首页</td><td>
      <p>一、2024年1—6月收支</p><p>${FALL}</p>
      <table>${[HEAD, ...ROWS].map(row).join("")}</table></td></tr></table></body></html>`;
    const { blocks } = await readBulletin(file("版式.html", page));
    expect(blocks).toEqual([
      { kind: "text", text: "首页" },
      { kind: "text", text: "一、2024年1—6月收支" },
      { kind: "text", text: FALL },
      { kind: "table", rows: [HEAD, ...ROWS] },
    ]);
    const article = `${FALL}次均费用高。住院率高。`;
    for (const rows of [[[FALL]], [["正文", FALL]], [["导航"], [article, "2"]]]) {
      const html = `<html><body><table>${rows.map(row).join("")}</table></body></html>`;
      expect(flagged(await readBulletin(file("版式.html", html)))).toEqual(["1.68% → 1.65%"]);
    }
  });

  test("cells that are merged too far add no rows; lines of a cell stay apart; hidden cells are left out", async () => {
    const html = `<table><tr><th>基<br>金</th><th>收入</th></tr>
      <tr><td rowspan="5">职工</td><td>1200<br>3400</td></tr>
      <tr><td style="display: none">9</td><td>4799.27<script>1</script></td></tr></table>`;
    const { blocks } = await readBulletin(file("合并.html", html));
    expect(blocks).toEqual([
      {
        kind: "table",
        rows: [
          ["基金", "收入"],
          ["职工", "1200 3400"],
          ["职工", "4799.27"],
        ],
      },
    ]);
  });

  test("Word and pasted text laid out in rows and columns", async () => {
    const cell = (...children: (Paragraph | Table)[]) => new TableCell({ children });
    const table = (cells: TableCell[][]) =>
      new Table({ rows: cells.map((children) => new TableRow({ children })) });
    const inner = table([HEAD, ...ROWS].map((row) => row.map((text) => cell(new Paragraph(text)))));
    const outer = table([[cell(new Paragraph("一")), cell(new Paragraph(FALL), inner)]]);
    const bytes = await Packer.toBuffer(new Document({ sections: [{ children: [outer] }] }));
    const { blocks } = await readBulletin(file("版式.docx", bytes));
    expect(blocks).toContainEqual({ kind: "text", text: FALL });
    expect(blocks).toContainEqual({ kind: "table", rows: [HEAD, ...ROWS] });
    const pasted = pastedBulletin(Buffer.from(`一\t${FALL}\n二\t基金运行平稳。`));
    expect(flagged(pasted)).toEqual(["1.68% → 1.65%"]);
  });

  test("text in UTF-8, GBK and UTF-16; tables pasted with tabs", async () => {
    const gbk = Buffer.from(
      "tM6++bfR08PTyTUyNDcuMjTUqs/CvbU1MTYwLjQx1KqjrL21t/kxLjY4JaGj",
      "base64",
    );
    expect(new TextDecoder("gb18030").decode(gbk)).toBe(FALL);
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(FALL, "utf16le")]);
    for (const bytes of [gbk, utf16])
      expect(flagged(pastedBulletin(bytes))).toEqual(["1.68% → 1.65%"]);
    const tabs = [HEAD, ...ROWS].map((row) => row.join("\t")).join("\r\n");
    expect(flagged(pastedBulletin(Buffer.from(`2024年1—6月收支\n${tabs}`)))).toEqual([
      "937.30万元 → 937.69—937.71万元",
    ]);
  });

  test.each([
    ["扫描件.pdf", "%PDF-1.7 …", "不能读 PDF"],
    ["旧.doc", Buffer.from("d0cf11e0a1b11ae1", "hex"), "旧版 Word"],
    ["坏.docx", "PK\u0003\u0004 坏的", "不是 Word 文档"],
    ["空.txt", " \n ", "没有读到文字"],
    ["乱.txt", Buffer.from([0xff, 0xff, 0x00, 0x80]), "不是文本"],
  ])("%s is refused with a remedy", async (name, content, message) => {
    const refusal = readBulletin(file(name, content));
    await expect(refusal).rejects.toThrow(message);
    await expect(refusal).rejects.toHaveProperty(
      "remedy",
      expect.stringMatching(/\.docx|\.txt|UTF-8/),
    );
  });
});

test("our own bulletin contradicts itself nowhere, as .docx and as .html", async () => {
  const root = path.join(folder, "home");
  initHome(root);
  const region = { code: "620700", name: "××市" };
  writeAtomically(
    openHome(root).configFile,
    JSON.stringify({ bureau: "××市医疗保障局", region: region.code, regions: [region] }),
  );
  const home = openHome(root);
  const now = () => new Date("2019-08-14T09:00:00+08:00");
  await load(home, [path.join(REPOSITORY, "samples/city-2019-07")], { now });
  await run(home, { now, selection: ["tag:sql", "tag:model"] });
  const { files } = await reportDocument(
    home,
    "document.monthly-bulletin",
    { period: "2019-07", issuedOn: "2019-08-14" },
    { now },
  );
  const readable = files.filter((name) => /\.(?:docx|html)$/.test(name));
  expect(readable).toHaveLength(2);
  for (const name of readable) {
    const { findings } = checkBulletin(await readBulletin(name));
    const wrong = findings.filter(({ verdict }) => !["consistent", "remark"].includes(verdict));
    expect(wrong.map(({ text, formula }) => `${text} ${formula}`)).toEqual([]);
    expect(findings.length).toBeGreaterThan(20);
  }
});

describe("the command", () => {
  test("says what is wrong first, and ends with 3", async () => {
    const { status, out } = await fundwatch(CITY);
    expect(status).toBe(3);
    const lines = out.split("\n");
    expect(lines[0]).toMatch(
      /^city-2019-07\.txt：读到 \d+ 个数，核对相符 \d+ 个，没有可对照的 \d+ 个$/,
    );
    expect(lines[2]).toBe("对不上（1）");
    expect(out).toContain("印的是 7.34个月，应为 8.37—8.41个月");
    expect(out).not.toContain("99.01%】");
  });

  test("gives programs every check, and 0 where nothing is wrong", async () => {
    const right = file(
      "right.txt",
      "截至7月底，居民医保基金收入8.14亿元，完成预算8.22亿元的99.01%。",
    );
    const { status, out } = await fundwatch(right, "--json");
    expect(status).toBe(0);
    expect(JSON.parse(out)).toEqual([
      expect.objectContaining({
        verdict: "consistent",
        printed: "99.01%",
        expected: { low: 98.9057, high: 99.148 },
        formula: expect.stringContaining("8.14亿元 ÷ 8.22亿元"),
        explanation: "",
      }),
    ]);
  });

  test("reads pasted text, and refuses what is not there", async () => {
    expect((await fundwatch("-")).out).toContain("降幅【1.68%】");
    const { status, err } = await fundwatch(path.join(folder, "没有.txt"));
    expect([status, err]).toEqual([3, expect.stringContaining("没有文件")]);
  });
});
