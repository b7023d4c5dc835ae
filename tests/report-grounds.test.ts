import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { DOCUMENT_KINDS } from "../pipelines/documents/kinds.ts";
import { reportEveryRegion } from "../pipelines/documents/report.ts";
import { withFigures } from "../pipelines/figure-book.ts";
import { blocksOf, type Document, textOf } from "../reports/document.ts";
import { Office } from "./publication/office.ts";

const KEY = "document.quarterly-report";
const quarterly = DOCUMENT_KINDS[KEY]!;
const PERIOD = "2023Q1";
const [CITY, LIUCHENG, LUZHAI] = ["450200", "450222", "450223"] as const;
const NAMES = { [LIUCHENG]: "柳城县", [LUZHAI]: "鹿寨县" };

const statement = (region: keyof typeof NAMES, spent: number): string[] =>
  [
    ["收入", "收入合计", 3000],
    ["支出", "支出合计", spent],
    ["结余", "累计结余", 4100],
  ].map(
    ([side, item, amount]) =>
      `${region},${NAMES[region]},居民,,2023-03,${side},${item},,${amount},万元,`,
  );

let office: Office;
beforeAll(async () => {
  office = await Office.with("samples/liuzhou-2023");
  await office.receives("柳城县.csv", statement(LIUCHENG, 2600));
  await office.runs();
});
afterAll(() => office.close());

/** How many files of statements a report names. */
function filesNamed(document: Document): string {
  const table = blocksOf(document).findLast((block) => block.kind === "table");
  if (table?.kind !== "table") throw new Error("no table of files");
  const cells = table.rows.map((row) => row.cells.map(textOf));
  return cells.find(([title]) => title === "基金收支月报")![1]!;
}

const composed = (region: string) =>
  withFigures(office.home, undefined, (store) =>
    quarterly.compose(office.home, store, { region, period: PERIOD, issuedOn: "2023-04-20" }),
  );

test("a file of one county is no ground of another's report, but of the city's", async () => {
  const before = [await composed(LIUCHENG), await composed(CITY)];
  await office.receives("鹿寨县.csv", statement(LUZHAI, 2500));
  await office.runs();
  const after = [await composed(LIUCHENG), await composed(CITY)];
  expect(filesNamed(after[0]!.document)).toBe("1");
  expect(after[0]!.content).toBe(before[0]!.content);
  const [was, is] = [before[1]!, after[1]!].map(({ document }) => Number(filesNamed(document)));
  expect(is).toBe(was! + 1);
});

test("a correction names the file it corrects by", async () => {
  const of = { period: PERIOD, region: LIUCHENG };
  const put = async (verb: string, options: object) => {
    const asked = { ...of, by: "甲", issuedOn: "2023-05-20", ...options };
    const { value, remark } = await office.does<{ request: string }>(verb, ["quarterly"], asked);
    const file = path.join(office.home.publications, ".pending", value?.request ?? remark);
    const { document } = JSON.parse(readFileSync(path.join(file, "document.json"), "utf8"));
    await office.does("issue", [], { approve: value.request, by: "乙" });
    return filesNamed(document);
  };
  await office.does("close", [], { ...of, by: "甲" });
  expect(await put("issue", {})).toBe("1");
  await office.receives("柳城县更正.csv", statement(LIUCHENG, 2700));
  expect(await put("restate", { reason: "漏报" })).toBe("2");
});

test("what was issued is left alone without being composed", async () => {
  const compose = vi.spyOn(quarterly, "compose");
  const { notMade } = await reportEveryRegion(
    office.home,
    KEY,
    { period: PERIOD, issuedOn: "2023-06-20" },
    { now: office.now, formats: ["html"] },
  );
  expect(notMade).toMatchObject([{ region: LIUCHENG, reason: "已经印发，没有动它" }]);
  expect(compose.mock.calls.map(([, , { region }]) => region)).toEqual([CITY, LUZHAI]);
  compose.mockRestore();
});
