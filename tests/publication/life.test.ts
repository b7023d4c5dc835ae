import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { IssuedVersion } from "../../models/publication.ts";
import type { Publications } from "../../pipelines/publication/overview.ts";
import { line, Office } from "./office.ts";

/** The life of one county's bulletin for July 2019, a step a test; each rests on the one before. */
let office: Office;
beforeAll(async () => {
  office = await Office.open();
});
afterAll(() => office.close());

const CITY = "620700_2019-07";
const COUNTY = "620725_2019-07";
const county = { period: "2019-07", region: "620725" };
const NAMES = [
  "manifest.json",
  "document.json",
  "医保基金运行情况通报_620725_2019-07.docx",
  "医保基金运行情况通报_620725_2019-07.html",
];

const manifest = (place: string): IssuedVersion =>
  JSON.parse(
    readFileSync(
      path.join(office.home.publications, "monthly-bulletin", place, "manifest.json"),
      "utf8",
    ),
  );
const spending = async (): Promise<number> => {
  const { value } = await office.does<{ value: number }[]>("figures", [], {
    metric: "expenditure_ytd",
    region: "620725",
    period: "2019-07",
  });
  return value[0]!.value;
};
const listed = async (): Promise<Publications> =>
  (await office.does<Publications>("publications", [])).value;

test("a dry run says what closing freezes and what is missing, and closes nothing", async () => {
  const { value, text } = await office.does<{ batches: unknown[]; closed: boolean }>("close", [], {
    ...county,
    by: "甲",
    dryRun: true,
  });
  expect(value).toMatchObject({ closed: false, months: ["2019-07"] });
  expect(value.batches).toHaveLength(4);
  expect(text).toContain("注意：本年 2019-01、2019-02");
  expect((await listed()).closings).toEqual([]);
});

test("two people issue: one makes, one approves, and nothing is on the shelf before", async () => {
  for (const region of ["620700", "620725"]) {
    const subject = { period: "2019-07", region, by: "甲" };
    expect((await office.does("close", [], subject)).status).toBe(0);
    const asked = { ...subject, issuedOn: "2019-08-14" };
    const made = await office.does<{ request: string }>("issue", ["monthly"], asked);
    expect(made).toMatchObject({ status: 0, text: expect.stringContaining("待审批") });
    expect(() => manifest(`${region}_2019-07/v1`)).toThrow("ENOENT");
    const approved = await office.does("issue", [], { approve: made.value.request, by: "乙" });
    expect(approved).toMatchObject({ status: 0, text: expect.stringContaining("甲 拟，乙 批") });
  }
  expect(manifest(`${COUNTY}/v1`)).toMatchObject({
    version: 1,
    made_by: "甲",
    approved_by: "乙",
    issued_on: "2019-08-14",
    reason: null,
    correction: null,
  });
  const printed = manifest(`${COUNTY}/v1`).figures.find(
    ({ id }) => id === "expenditure_ytd/620725/resident/2019-07",
  );
  expect(printed).toMatchObject({ unit: "yuan", printed: expect.arrayContaining(["5600万元"]) });
  expect(Number(printed!.value)).toBe(56_000_000);
});

test("issued files cannot be written, and out/ holds the same bytes", () => {
  const folder = path.join(office.home.publications, "monthly-bulletin", COUNTY, "v1");
  for (const name of NAMES)
    expect(statSync(path.join(folder, name)).mode & 0o777, name).toBe(0o444);
  const name = NAMES[3]!;
  const out = readFileSync(path.join(office.home.out, "2019-07", name));
  expect(out.equals(readFileSync(path.join(folder, name)))).toBe(true);
});

test("a late batch waits, does not count, and is listed wherever staff look", async () => {
  const arrived = await office.receives("山丹县2019年7月更正.csv", [
    line("2019-07", "支出", "支出合计", 5900),
    line("2019-07", "结余", "累计结余", 3800),
  ]);
  expect(arrived.status).toBe(3);
  expect(arrived.value[0]!.status).toBe("waiting");
  expect(arrived.value[0]!.messages.join()).toContain("620725 2019-07 已月结，批次待更正");
  expect(arrived.text).toContain("待更正（已月结）");
  expect((await office.runs()).steps).toEqual([]);
  expect(await spending()).toBe(56_000_000);
  const { waiting } = await listed();
  expect(waiting).toMatchObject([
    { file: "山丹县2019年7月更正.csv", months: ["620700 2019-07", "620725 2019-07"] },
  ]);
  const status = await office.does("status", []);
  expect(status.text).toMatch(/山丹县2019年7月更正\.csv）：.*已月结.*fundwatch restate/);
  const month = await office.does("status", ["2019-07"]);
  expect(month.text).toContain("山丹县2019年7月更正.csv：620700 2019-07、620725 2019-07 已月结");
});

test("a run makes what was issued never again, not even when forced", async () => {
  const forced = await office.does("run", ["document.*"], { force: true });
  expect(forced.text).not.toContain("document.monthly-bulletin");
  const report = await office.does("report", ["monthly"], county);
  expect(report).toMatchObject({ status: 1, remark: expect.stringContaining("已经印发") });
  const [name] = NAMES.slice(-1);
  const out = readFileSync(path.join(office.home.out, "2019-07", name!));
  expect(out.toString("base64")).toBe(office.issued(`${COUNTY}/v1`, [name!])[name!]);
});

test("a restatement that is rejected leaves its batch waiting and the first issue in force", async () => {
  const asked = { ...county, by: "甲", reason: "漏报", issuedOn: "2019-09-10" };
  const { value } = await office.does<{ request: string }>("restate", ["monthly"], asked);
  const rejected = await office.does("issue", [], {
    reject: value.request,
    by: "丙",
    reason: "理由不详",
  });
  expect(rejected.text).toContain("已退回");
  const { waiting, pending, documents } = await listed();
  expect(waiting).toHaveLength(1);
  expect(pending).toEqual([]);
  expect(documents.map(({ state }) => state)).toEqual(["issued", "issued"]);
});

test("a restatement says which figures move, why, and who else quotes them", async () => {
  const asked = { ...county, by: "甲", reason: "少报7月待遇支出300万元", issuedOn: "2019-09-15" };
  const made = await office.does<{ request: string }>("restate", ["monthly"], asked);
  expect(made.text).toMatch(
    /居民 累计支出\s+5600万元\s+5900万元\s+\+300万元\s+山丹县2019年7月更正\.csv第2行I列/,
  );
  expect(made.text).toContain("（月度通报 620700 2019-07 第1版）引用的");
  expect(await spending()).toBe(56_000_000);
  const approved = await office.does("restate", [], { approve: made.value.request, by: "丙" });
  expect(approved.text).toContain("第2版：甲 拟，丙 批");
});

test("once approved its batch counts for everybody, and nothing waits any more", async () => {
  await office.runs();
  expect(await spending()).toBe(59_000_000);
  const { waiting, documents } = await listed();
  expect(waiting).toEqual([]);
  expect(documents.find(({ region }) => region === "620725")).toMatchObject({
    state: "restated",
    versions: [{ version: 1 }, { version: 2, reason: "少报7月待遇支出300万元", made_by: "甲" }],
  });
});

test("the correction says in the document what it replaces, and lists 原公布 → 更正 → 原因", () => {
  const html = readFileSync(
    path.join(
      office.home.publications,
      `monthly-bulletin/${COUNTY}/v2/医保基金运行情况通报_620725_2019-07_更正1.html`,
    ),
    "utf8",
  );
  const text = html.replace(/<style[\s\S]*?<\/style>|<script[\s\S]*?<\/script>|<[^>]+>/g, "");
  expect(text).toContain("代替2019年8月14日印发的同名文件（第1版），以本件为准");
  expect(text).toContain("更正原因：少报7月待遇支出300万元。");
  expect(text).toMatch(/居民 累计支出5600万元5900万元\+300万元山丹县2019年7月更正\.csv第2行I列/);
});

test("diff tells the same from the manifests, for people and for programs", async () => {
  const { text, value } = await office.does<{ figures: { id: string }[] }>(
    "diff",
    ["monthly"],
    county,
  );
  expect(text).toContain("第1版（2019-08-14）→ 第2版（2019-09-15）");
  expect(text).toMatch(/居民 超均衡进度\s+5\.30个百分点\s+8\.71个百分点\s+\+3\.41个百分点/);
  expect(value).toMatchObject({ from: 1, to: 2, reasons: ["少报7月待遇支出300万元"] });
  expect(value.figures).toContainEqual({
    id: "expenditure_ytd/620725/resident/2019-07",
    unit: "yuan",
    was: expect.stringMatching(/^56000000/),
    is: expect.stringMatching(/^59000000/),
    cause: "山丹县2019年7月更正.csv第2行I列",
  });
});

test("the city's bulletin is listed as quoting figures that moved, until it is restated, too", async () => {
  const { moved } = await listed();
  expect(moved.map(({ region, version }) => [region, version])).toEqual([["620700", 1]]);
  expect(moved[0]!.figures.map(({ id }) => id)).toContain(
    "expenditure_ytd/620725/resident/2019-07",
  );
  const asked = { period: "2019-07", region: "620700", by: "乙", reason: "山丹县数据更正" };
  const { value } = await office.does<{ request: string }>("restate", ["monthly"], asked);
  await office.does("restate", [], { approve: value.request, by: "甲" });
  expect((await listed()).moved).toEqual([]);
  expect(manifest(`${CITY}/v2`).correction!.moved.map(({ cause }) => cause)).toContain(
    "山丹县2019年7月更正.csv第2行I列",
  );
});

test("a number of the first issue is traced to what it came from then, not to what counts now", async () => {
  const folder = path.join(office.home.publications, "monthly-bulletin", `${COUNTY}/v1`);
  const file = path.join(folder, NAMES[2]!);
  const { value, remark } = await office.does<{ value: string; cells: { file: string }[] }>(
    "trace",
    [file, "5600万元"],
  );
  expect(remark).toContain("月度通报 620725 2019-07 第1版：印发时的数和来源");
  expect(Number(value.value)).toBe(56_000_000);
  expect(value.cells.map((cell) => cell.file)).toEqual(["山丹县2019年7月.csv"]);
  expect(await spending()).toBe(59_000_000);
});

test("every version is rendered again byte for byte, and computed again to the same figures", async () => {
  const before = office.issued(`${COUNTY}/v1`, NAMES);
  const checked = await office.does<{
    rerendered: { version: string; files: { equal: boolean }[] }[];
    recomputed: { figures: number; moved: unknown[]; raw: string[] }[];
  }>("publications", [], { verify: true, render: true, recompute: true });
  expect(checked.status).toBe(0);
  expect(checked.text).toContain("日志链完整，文件与印发时逐字节相同。");
  const { rerendered, recomputed } = checked.value;
  expect(rerendered).toHaveLength(4);
  expect(rerendered.flatMap(({ files }) => files).filter(({ equal }) => !equal)).toEqual([]);
  for (const { figures, moved, raw } of recomputed) {
    expect(figures).toBeGreaterThan(5);
    expect([moved, raw]).toEqual([[], []]);
  }
  expect(office.issued(`${COUNTY}/v1`, NAMES)).toEqual(before);
});
