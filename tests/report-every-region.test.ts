import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reportDocument, reportEveryRegion } from "../pipelines/documents/report.ts";
import { Office } from "./publication/office.ts";

const KEY = "document.monthly-bulletin";
const request = { period: "2019-07", issuedOn: "2019-08-14" };
let office: Office;
beforeAll(async () => {
  office = await Office.open();
});
afterAll(() => office.close());

const nameOf = (region: string, format: string) =>
  `医保基金运行情况通报_${region}_2019-07.${format}`;

test("every region gets the document it would get alone, byte for byte", async () => {
  const [all, alone] = ["all", "alone"].map((name) => path.join(office.home.root, name));
  const told: string[] = [];
  const { files, notMade } = await reportEveryRegion(office.home, KEY, request, {
    now: office.now,
    out: all,
    progress: (name, done, total) => told.push(`${name} ${done}/${total}`),
  });
  expect(notMade).toEqual([]);
  expect(files).toHaveLength(8);
  expect(told.at(-1)).toBe(" 2/2");
  for (const region of ["620700", "620725"]) {
    await reportDocument(office.home, KEY, { ...request, region }, { now: office.now, out: alone });
    for (const format of ["docx", "pdf", "html", "xlsx"]) {
      const [one, other] = [all!, alone!].map((folder) =>
        readFileSync(path.join(folder, nameOf(region, format))),
      );
      expect(one!.equals(other!), nameOf(region, format)).toBe(true);
    }
  }
});

test("formats can be named, and a strange one is refused", async () => {
  const out = path.join(office.home.root, "named");
  const asked = { ...request, all: true, format: "html", out };
  const made = await office.does<{ files: string[] }>("report", ["monthly"], asked);
  expect(made.value.files.map((file) => path.extname(file))).toEqual([".html", ".html"]);
  const strange = await office.does("report", ["monthly"], { ...asked, format: "odt" });
  expect(strange.remark).toContain("没有“odt”这种格式");
});

test("one that fails is told and stops no other", async () => {
  const out = path.join(office.home.root, "failing");
  await office.does("report", ["monthly"], { ...request, all: true, out, format: "html" });
  const broken = path.join(out, nameOf("620700", "html"));
  rmSync(broken);
  mkdirSync(broken);
  writeFileSync(path.join(broken, "x"), "");
  const asked = { ...request, all: true, out, format: "html" };
  const { status, value } = await office.does<{
    files: string[];
    notMade: { region: string; failed: boolean }[];
  }>("report", ["monthly"], asked);
  expect(status).toBe(1);
  expect(value.notMade).toMatchObject([{ region: "620700", failed: true }]);
  expect(value.files).toHaveLength(1);
});

test("a period without data is refused", async () => {
  const { remark } = await office.does("report", ["monthly"], { period: "2031-01", all: true });
  expect(remark).toContain("2031-01 没有数据");
});
