import { execFile } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Trace } from "../models/trace.ts";
import {
  idsIn,
  type PrintedFigure,
  printedFigures,
} from "../pipelines/documents/printed-figures.ts";
import { reportDocument } from "../pipelines/documents/report.ts";
import { loadFonts } from "../pipelines/publish/fonts.ts";
import { openSnapshot } from "../pipelines/publish/snapshot.ts";
import { paragraph, say } from "../reports/document.ts";
import { renderDocx } from "../reports/render/docx.ts";
import { type BuiltHome, buildHome, scratch } from "./published/homes.ts";
import { REPOSITORY } from "./published/oracle.ts";

const root = scratch();
const PROGRAM = path.join(REPOSITORY, "bin/fundwatch.mjs");
let city: BuiltHome;
let docx: string;
let html: string;

beforeAll(async () => {
  city = await buildHome(root, path.join(REPOSITORY, "samples/city-2019-07"));
  const { files } = await reportDocument(
    city.home,
    "document.monthly-bulletin",
    { period: "2019-07", issuedOn: "2019-08-14" },
    { now: () => new Date("2019-08-14T09:00:00+08:00") },
  );
  docx = files.find((file) => file.endsWith(".docx"))!;
  html = files.find((file) => file.endsWith(".html"))!;
});
afterAll(() => rmSync(root, { recursive: true }));

async function trace<T>(...args: string[]): Promise<T> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...[PROGRAM, "trace", ...args, "--json", "--home", city.home.root],
  ]);
  return JSON.parse(stdout) as T;
}

test("a document tells which figure each of its numbers is, alike in .docx and .html", async () => {
  const inDocx = await trace<PrintedFigure[]>(docx);
  expect(inDocx.length).toBeGreaterThan(50);
  expect(inDocx.filter(({ figure }) => !city.figures.byId(figure))).toEqual([]);
  expect(await trace<PrintedFigure[]>(html)).toEqual(inDocx);
});

test.each([
  ["57.82%", "income_completion/620700/employee/2019-07", ["3.06"]],
  ["7.12个百分点", "ahead_of_even/620700/employee/2019-07", ["3.1"]],
  ["8.14亿元", "income_ytd/620700/resident/2019-07", ["8.14"]],
  ["61.10%", "expenditure_completion/620700/resident/2019-07", ["4.35", "7.12"]],
  ["9808万元", "closing_balance/620700/maternity/2019-07", ["9808"]],
])("%s in the .docx goes back to its cells", async (printed, figure, texts) => {
  const answer = await trace<Trace | Trace[]>(docx, printed);
  const [found] = Array.isArray(answer) ? answer : [answer];
  expect(found!.figure).toBe(figure);
  expect(found!.cells.map(({ text }) => text)).toEqual(expect.arrayContaining(texts));
});

test("an id too long for a tag of Word is found again", async () => {
  const folder = path.join(REPOSITORY, "tests/cases/settlements-by-hand/inbox");
  const { home, figures } = await buildHome(root, folder);
  const long = figures.all().find(({ id }) => id.length > 70)!;
  const blocks = [paragraph(say`预测${{ figure: long.id, text: "1.23%" }}。`)];
  const issued = { issuer: "示例县医疗保障局", issuedOn: "2025-03-10" };
  const document = { title: "示例", ...issued, blocks, signature: issued };
  const file = path.join(root, "long.docx");
  writeFileSync(file, await renderDocx(document, await loadFonts()));
  const store = await openSnapshot(home);
  expect(await printedFigures(file, idsIn(store))).toEqual([{ figure: long.id, printed: "1.23%" }]);
  store.close();
});

test("a number that is not in the document, and a document without figures, are said so", async () => {
  await expect(trace(docx, "99.99%")).rejects.toThrow("里没有“99.99%”这个数");
  const other = path.join(root, "other.html");
  writeFileSync(other, "<p>收入3.06亿元</p>");
  await expect(trace(other)).rejects.toThrow("里没有可追溯的数字");
  await expect(trace(path.join(root, "none.docx"))).rejects.toThrow("没有这个文件");
});
