import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type CellObject, utils, type WorkBook, type WorkSheet } from "@e965/xlsx";
import { beforeAll, describe, expect, test } from "vitest";
import { FigureBook } from "../../models/figure.ts";
import type { SourceCell, Trace } from "../../models/trace.ts";
import { type Block, type Document, figuresIn } from "../../reports/document.ts";
import { monthlyBulletin } from "../../reports/documents/monthly-bulletin.ts";
import { renderXlsx } from "../../reports/render/xlsx.ts";
import { spreadsheets } from "../programs.ts";
import { city, cityFigures, figure } from "./city.ts";
import { cellsOf, opened, printedInXlsx } from "./printed-numbers/xlsx.ts";
import { unzip } from "./unzip.ts";

const REGIONS = { "620700": "示例市", "620725": "山丹县" };
/** Counties whose income adds up to the city's, to the fen; their spending does not. */
const COUNTY = ["620725", "620722"].flatMap((region, i) => [
  figure("income_ytd", "resident", i === 0 ? "400000000.01" : "413999999.99", { region }),
  figure("expenditure_ytd", "resident", i === 0 ? "235000000" : "199999999.99", { region }),
  figure("current_balance", "resident", i === 0 ? "165000000.01" : "214000000", { region }),
]);
const figures = new FigureBook([...cityFigures(), ...COUNTY]);
const document = monthlyBulletin(city({ figures }));
const traced = figuresIn(document)[0]!;

const cell = (text: string): SourceCell => ({
  batch: "b1",
  file: "基金收支月报_2019-07.xlsx",
  sha256: "ab",
  sheet: "职工",
  row: 7,
  column: "C",
  header: "本年累计",
  text,
  unit: "万元",
  meaning: "收入",
  amount_yuan: "306000000",
});
const trace: Trace = {
  figure: traced,
  title: "职工",
  value: "1",
  unit: "yuan",
  policy: "",
  hops: [
    { kind: "metric", name: "models/metrics/current-balance.ts", text: "当期结余＝收入−支出" },
    { kind: "mart", name: "sql/marts/fund_month.sql", text: "marts.fund_month" },
  ],
  cells: [cell("#N/A"), cell("=1+1")],
  caveats: ["合计不符；接受理由：已电话核实"],
};

const traces = new Map([[traced, trace]]);
let bytes: Uint8Array;
let book: WorkBook;

beforeAll(async () => {
  bytes = await renderXlsx(document, figures, traces, REGIONS);
  book = opened(bytes);
});

const at = (sheet: WorkSheet, ref: string): CellObject | undefined => sheet[ref] as CellObject;
const textOf = (name: string, ref: string): unknown => at(book.Sheets[name]!, ref)?.v;
const tableOf = (title: string): string =>
  book.SheetNames.find((name) => String(textOf(name, "A1")).includes(title))!;

test("equal documents are equal bytes, dated by the document", async () => {
  const again = await renderXlsx(document, figures, traces, REGIONS);
  expect(Buffer.from(again).equals(Buffer.from(bytes))).toBe(true);
  const core = (await unzip(bytes)).get("docProps/core.xml")!.toString();
  expect(core.match(/2019-08-14T00:00:00Z/g)).toHaveLength(2);
});

test("the contents lead to every sheet", () => {
  const [first, ...others] = book.SheetNames;
  expect(first).toBe("目录");
  const targets = cellsOf(book.Sheets.目录!).flatMap(({ cell }) => cell.l?.Target ?? []);
  expect(targets).toEqual(others.map((name) => `#'${name}'!A1`));
  const count = (kind: Block["kind"]) => document.blocks.filter((b) => b.kind === kind).length;
  expect(others.filter((name) => name.startsWith("表"))).toHaveLength(count("table"));
  expect(others.filter((name) => name.startsWith("图"))).toHaveLength(count("chart"));
  expect(others.slice(-3)).toEqual(["正文数字", "来源", "口径说明"]);
});

describe("a table", () => {
  const sheet = () => book.Sheets[tableOf("居民基金分地区情况")]!;
  const rowOf = (label: string): number =>
    cellsOf(sheet()).find(({ cell, column }) => column === 0 && cell.v === label)!.row + 1;

  test("holds amounts in its unit, in full", () => {
    const row = rowOf("山丹县");
    expect(at(sheet(), `B${row}`)).toMatchObject({ t: "n", v: 40000.000001, w: "40,000" });
    expect(at(sheet(), "B3")?.v).toBe("收入\n（万元）");
  });

  test("sums only what adds up to the fen", () => {
    const total = rowOf("全市");
    expect(at(sheet(), `B${total}`)).toMatchObject({ f: `SUM(B4:B${total - 1})`, v: 81400 });
    expect(at(sheet(), `C${total}`)).toMatchObject({ t: "n", v: 43500 });
    expect(at(sheet(), `C${total}`)?.f).toBeUndefined();
    const places = cellsOf(sheet()).flatMap(({ cell }) => cell.f ?? []);
    expect(places).toContain(`B${total}-C${total}`);
  });

  test("shows a dash where there is no number", () => {
    expect(at(sheet(), `B${rowOf("甘州区")}`)).toMatchObject({ t: "s", v: "—" });
  });

  test("prints across A4 on one page's width, its header on every page", async () => {
    const parts = await unzip(bytes);
    const xml = parts.get("xl/worksheets/sheet2.xml")!.toString();
    expect(xml).toMatch(
      /<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/,
    );
    expect(xml).toMatch(/<pane xSplit="1" ySplit="3"[^>]*state="frozen"/);
    expect(parts.get("xl/workbook.xml")!.toString()).toContain(
      '<definedName name="_xlnm.Print_Titles" localSheetId="1">表1!$1:$3</definedName>',
    );
  });
});

describe("sources", () => {
  const rows = () => utils.sheet_to_json<string[]>(book.Sheets.来源!, { header: 1, range: 2 });

  test("list every figure of the document, and each of its cells", () => {
    const [head, ...lines] = rows();
    expect(head!.slice(0, 3)).toEqual(["编号", "指标", "统筹区"]);
    expect(new Set(lines.map(([id]) => id))).toEqual(new Set(figuresIn(document)));
    const own = lines.filter(([id]) => id === traced);
    expect(own.map((line) => line[head!.indexOf("原文")])).toEqual(["#N/A", "=1+1"]);
    expect(own[0]![head!.indexOf("采用说明")]).toContain("已电话核实");
    expect(book.Sheets.来源!["!autofilter"]?.ref).toMatch(/^A3:S\d+$/);
  });

  test("take texts of the bureau as texts, whatever they look like", () => {
    const texts = cellsOf(book.Sheets.来源!).filter(({ cell }) => cell.v === "#N/A");
    expect(texts.map(({ cell }) => cell.t)).toEqual(["s"]);
    expect(cellsOf(book.Sheets.来源!).flatMap(({ cell }) => cell.f ?? [])).toEqual([]);
  });

  test("say how a number was computed", () => {
    const found = cellsOf(book.Sheets.口径说明!).map(({ cell }) => cell.v);
    expect(found).toContain("models/metrics/current-balance.ts");
    expect(found).toContain("sql/marts/fund_month.sql");
  });
});

describe("a chart", () => {
  const history = ["2019-03", "2019-04", "2019-07"].map((period, i) =>
    figure("months_payable", "employee", `${8 + i}.5`, { period, basis: "budget" }),
  );
  const drawn: Document = {
    ...document,
    blocks: [
      {
        kind: "chart",
        title: "职工基金可支付10.50个月",
        alt: "职工基金可支付10.50个月。个月，2019年3月至2019年7月",
        svg: "<svg/>",
        width: 640,
        height: 200,
        figures: history.map(({ id }) => id),
      },
    ],
  };

  test("has its figures under it, months without one between them, and draws them", async () => {
    const file = await renderXlsx(drawn, new FigureBook(history), new Map());
    const sheet = opened(file).Sheets.图1!;
    const values = cellsOf(sheet).filter(({ column, row }) => column === 2 && row > 2);
    expect(values.map(({ cell }) => cell.w)).toEqual(["值", "8.50", "9.50", "—", "—", "10.50"]);
    const [first, last] = [values[1]!.ref.slice(1), values.at(-1)!.ref.slice(1)];
    const xml = (await unzip(file)).get("xl/charts/chart1.xml")!.toString();
    expect(xml).toContain("<c:lineChart>");
    expect(xml).toContain(`$C$${first}:$C$${last}`);
    expect(xml).toContain(`$B$${first}:$B$${last}`);
  });

  test("names regions, and bars of amounts start at zero", async () => {
    const xml = [...(await unzip(bytes))].find(([name]) => /charts\/chart\d/.test(name))![1];
    expect(xml.toString()).toContain('<c:min val="0"/>');
    const names = cellsOf(book.Sheets.图1!).map(({ cell }) => cell.v);
    expect(names).toContain("山丹县");
    expect(names).toContain("620722");
  });
});

const soffice = spreadsheets();

/** Lines of a .csv, those within a cell made one. */
const linesOf = (file: string): string[] =>
  readFileSync(file, "utf8")
    .replace(/"[^"]*"/g, (quoted) => quoted.replaceAll("\n", " "))
    .split("\n");

test.skipIf(!soffice)("LibreOffice computes the formulas and shows the same numbers", () => {
  const root = mkdtempSync(path.join(tmpdir(), "fundwatch-xlsx-"));
  try {
    writeFileSync(path.join(root, "annex.xlsx"), bytes);
    const office = `-env:UserInstallation=${pathToFileURL(path.join(root, "office"))}`;
    const csv = "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,true,false,false,-1";
    execFileSync(soffice!, [office, "--headless", "--convert-to", csv, "annex.xlsx"], {
      cwd: root,
      env: { ...process.env, LC_ALL: "C.UTF-8" },
      stdio: "ignore",
    });
    const numbers = printedInXlsx(book).filter(({ place }) => place.startsWith("表"));
    expect(numbers.length).toBeGreaterThan(30);
    for (const { place, cell } of numbers) {
      const [name, ref] = place.split("!") as [string, string];
      const { r, c } = utils.decode_cell(ref);
      expect(linesOf(path.join(root, `annex-${name}.csv`))[r]!.split("\t")[c], place).toBe(cell.w);
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
