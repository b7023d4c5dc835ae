import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FORMATS, type IssuedVersion } from "../../models/publication.ts";
import { Office } from "./office.ts";

let office: Office;
beforeAll(async () => {
  office = await Office.with("samples/liuzhou-2023", { bureau: "柳州市医疗保障局" });
  await office.runs();
});
afterAll(() => office.close());

const quarter = { period: "2023Q1", region: "450200", by: "甲" };

test("a quarter whose months are open is not issued", async () => {
  const refused = await office.does("issue", ["quarterly"], quarter);
  expect(refused.status).not.toBe(0);
  expect(refused.remark).toContain("2023-01、2023-02、2023-03");
});

test("a quarterly report is closed, issued by two in four formats, and renders again alike", async () => {
  expect((await office.does("close", [], quarter)).status).toBe(0);
  const made = await office.does<{ request: string }>("issue", ["quarterly"], {
    ...quarter,
    issuedOn: "2023-04-20",
  });
  expect(made.status).toBe(0);
  await office.does("issue", [], { approve: made.value.request, by: "乙" });
  const folder = path.join(office.home.publications, "quarterly-report/450200_2023Q1/v1");
  const manifest: IssuedVersion = JSON.parse(
    readFileSync(path.join(folder, "manifest.json"), "utf8"),
  );
  expect(manifest.title).toBe("柳州市2023年一季度医保基金运行分析报告");
  expect(manifest.files.map(({ format }) => format)).toEqual([...FORMATS]);
  const checked = await office.does<{
    rerendered: { files: { equal: boolean }[] }[];
    recomputed: { figures: number; moved: unknown[] }[];
  }>("publications", [], { verify: true, render: true, recompute: true });
  expect(checked.status).toBe(0);
  expect(checked.value.rerendered[0]!.files.map(({ equal }) => equal)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(checked.value.recomputed[0]).toMatchObject({ moved: [] });
  expect(checked.value.recomputed[0]!.figures).toBeGreaterThan(5);
});

test("a run leaves the issued report alone, and report will not write over it", async () => {
  const before = office.does("publications", []);
  await office.runs();
  expect((await office.does("publications", [])).value).toEqual((await before).value);
  const again = await office.does("report", ["quarterly"], quarter);
  expect(again.remark).toContain("已经印发");
});
