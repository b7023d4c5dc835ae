import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import * as report from "../../bin/report.ts";
import { failed, type Session } from "../../bin/session.ts";
import { readBulletin } from "../../pipelines/bulletin-text/index.ts";
import { openHome } from "../../pipelines/home.ts";
import { Desk, STAYS } from "./desk.ts";

const H = "H41010100001";
let desk: Desk;
let answered: { files: string[]; clues: string[]; due: string };
let remark: string;

async function asks(options: Record<string, unknown>): Promise<number> {
  const session = {
    home: () => openHome(desk.home.root),
    now: desk.now,
    answer: (value: typeof answered) => {
      answered = value;
    },
    remark: (line: string) => {
      remark = line;
    },
    progress: () => {},
  } as unknown as Session;
  try {
    return await report.act(session, ["problem-list"], options);
  } catch (error) {
    return failed(session, error);
  }
}

/** All words of a .docx as somebody reads it. */
async function textOf(file: string): Promise<string> {
  const { blocks } = await readBulletin(file);
  return blocks.map((block) => JSON.stringify(block)).join("\n");
}

beforeAll(async () => {
  desk = new Desk({ bureau: "某市医疗保障局" });
  await desk.receives("settlements.csv", STAYS);
  await desk.runs();
});

test("the clues of one hospital, rule by rule, with basis, evidence, dates, money and a date to answer", async () => {
  expect(await asks({ institution: H, due: "2025-08-29" })).toBe(0);
  expect(answered.clues).toHaveLength(2);
  expect(answered.files.map((file) => path.basename(file))).toEqual([
    `问题清单_${H}_2025-08-14.docx`,
    `问题清单_${H}_2025-08-14.xlsx`,
  ]);
  const text = await textOf(answered.files[0]!);
  for (const word of [
    "分解住院（R01，2条）",
    "《医疗保障基金使用监督管理条例》第十五条",
    "涉及基金支付4000.75元",
    "请于2025年8月29日前书面答复",
    "不是对违规的认定",
    ...answered.clues,
    ...["S1", "S2", "2800.50", "1200.25", "2025-03-01至2025-03-18", "附件　证据清单"],
  ])
    expect(text).toContain(word);
});

test("persons are named by their settlements alone", async () => {
  const store = await (await import("../../pipelines/publish/snapshot.ts")).openSnapshot(desk.home);
  const persons = await store.rows<{ psn_no: string }>(
    "select distinct psn_no from core.settlement",
  );
  store.close();
  const text = await textOf(answered.files[0]!);
  for (const { psn_no } of persons) expect(text).not.toContain(psn_no);
  expect(text).not.toMatch(/P-[0-9a-f]{12}/);
});

test("the workbook has the same clues and evidence, its amounts to the cent", async () => {
  const { cellsOf, opened } = await import("../reports/printed-numbers/xlsx.ts");
  const book = opened(readFileSync(answered.files[1]!));
  const values = Object.values(book.Sheets).flatMap((sheet) =>
    cellsOf(sheet).map(({ cell }) => cell.v),
  );
  expect(values).toEqual(expect.arrayContaining([answered.clues[0], "S2", "2800.50"]));
});

test("what has a conclusion is not asked again; random checks are nobody's to answer", async () => {
  const [first] = answered.clues;
  await desk.says("clues", ["assign", first!], { to: "李四" });
  await desk.says("clues", ["close", first!], { note: "未发现问题" });
  expect(await asks({ institution: H })).toBe(0);
  expect([answered.clues.includes(first!), answered.clues.length]).toEqual([false, 1]);
  expect(answered.due).toBe("2025-08-28");
  expect(await asks({ institution: "H41010100002" })).not.toBe(0);
  expect(remark).toContain("没有待答复的线索");
});

test.each<[Record<string, unknown>, string]>([
  [{}, "没有指明定点机构"],
  [{ institution: H, due: "2025-08-01" }, "答复期限 2025-08-01 不对"],
  [{ institution: H, period: "3月" }, "期间 3月 写法不对"],
])("refused with a remedy: %#", async (options, words) => {
  expect(await asks(options)).toBe(2);
  expect(remark).toContain(words);
});
