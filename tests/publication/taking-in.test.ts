import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { IssuedVersion } from "../../models/publication.ts";
import type { Publications } from "../../pipelines/publication/overview.ts";
import { type Loaded, line, Office } from "./office.ts";

/** What becomes of files that come after the bulletins of a county and of its city were issued. */
let office: Office;
const county = { period: "2019-07", region: "620725" };
const asked = { ...county, by: "甲", issuedOn: "2019-09-15" };
beforeAll(async () => {
  office = await Office.open();
  for (const region of ["620725", "620700"]) {
    const subject = { ...county, region, by: "甲", issuedOn: "2019-08-14" };
    await office.does("close", [], subject);
    const { value } = await office.does<{ request: string }>("issue", ["monthly"], subject);
    await office.does("issue", [], { approve: value.request, by: "乙" });
  }
});
afterAll(() => office.close());

const moved = async (): Promise<Publications["moved"]> =>
  (await office.does<Publications>("publications", [])).value.moved;
const restate = (more: object) =>
  office.does<{ request: string | null; admitted: string[] }>("restate", ["monthly"], {
    ...asked,
    ...more,
  });

test("a budget that was frozen cannot be taken out, though a budget speaks of December only", async () => {
  const { value } = await office.does<{ batches: { batch: string; file: string }[] }>("status", []);
  const frozen = value.batches.find(({ file }) => file === "山丹县2019年预算.csv")!.batch;
  const { status, remark } = await office.does("load", [], { withdraw: frozen, reason: "报错" });
  expect(status).toBe(2);
  expect(remark).toContain("已随月结冻结：620725 2019-07、620700 2019-07");
});

test("a figure moved by what counts at once is corrected as the list of publications says", async () => {
  const header = "统筹区代码,统筹区,险种,年度,方向,科目,预算数,单位,版本,批复文号";
  const revised = ["620725,山丹县,居民,2019,支出,支出合计,9900,万元,调整预算,"];
  const { value } = await office.receives("调整预算.csv", revised, header);
  const [{ batch }] = value as [Loaded];
  await office.runs();
  const listed = await moved();
  expect(listed.map(({ region, left_out }) => [region, left_out])).toEqual([
    ["620700", [batch]],
    ["620725", [batch]],
  ]);
  const { text } = await office.does("publications", []);
  expect(text).toContain(`fundwatch restate --batch ${batch}（`);
  expect((await restate({ reason: "预算调整" })).remark).toContain("没有可更正的");
  const made = await restate({ reason: "预算调整", batch });
  expect(made.text).toMatch(/居民 支出预算完成率\s+63\.64%\s+56\.57%/);
  await office.does("issue", [], { withdraw: made.value.request, by: "甲", reason: "暂不更正" });
});

test("what others quote and had moved already does not keep a batch waiting", async () => {
  const { value } = await office.receives("重报.csv", [line("2019-07", "支出", "支出合计", 5600)]);
  expect(value[0]!.status).toBe("waiting");
  expect(await moved()).toHaveLength(2);
  const taken = await restate({ reason: "重报" });
  expect(taken.value).toMatchObject({ request: null, admitted: [value[0]!.batch] });
});

test("what was taken in is not taken in again", async () => {
  const again = await restate({ reason: "重报" });
  expect(again.status).not.toBe(0);
  expect(again.remark).toContain("没有可更正的");
});

test("a late file that adds a fund is a correction, and its figures are told as new", async () => {
  const employee = (side: string, item: string, amount: number) =>
    line("2019-07", side, item, amount).replace("居民", "职工");
  await office.receives("职工补报.csv", [
    employee("收入", "收入合计", 7000),
    employee("支出", "支出合计", 4200),
  ]);
  const made = await restate({ reason: "补报职工基金" });
  expect(made.text).toMatch(/职工 累计支出\s+—\s+4200万元\s+—\s+职工补报\.csv第3行I列/);
  await office.does("restate", [], { approve: made.value.request, by: "乙" });
  const v2 = path.join(office.home.publications, "monthly-bulletin/620725_2019-07/v2");
  const { correction } = JSON.parse(
    readFileSync(path.join(v2, "manifest.json"), "utf8"),
  ) as IssuedVersion;
  const spending = correction!.moved.find(({ id }) => id.startsWith("expenditure_ytd/620725/emp"));
  expect(spending).toMatchObject({ was: null, is: expect.stringMatching(/^42000000/) });
  const html = readFileSync(
    path.join(v2, "医保基金运行情况通报_620725_2019-07_更正1.html"),
    "utf8",
  );
  expect(html).toContain("上表以外有编号的数字没有变动；未编号的文字、数字以本件为准。");
  const compared = await office.does("diff", ["monthly"], county);
  expect(compared.text).toMatch(/职工 累计支出\s+—\s+4200万元/);
});
