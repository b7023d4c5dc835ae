import { appendFileSync, chmodSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Alarm } from "../../pipelines/publication/verify.ts";
import { line, Office } from "./office.ts";

/** Every refusal staff may meet, in the order of one document's life; a refusal changes nothing. */
let office: Office;
beforeAll(async () => {
  office = await Office.open();
});
afterAll(() => office.close());

const county = { period: "2019-07", region: "620725" };
const log = () => path.join(office.home.publications, "log.jsonl");
const logged = () => readFileSync(log(), "utf8").trimEnd().split("\n").length;

async function refused(
  command: [verb: string, words: string[], options: Record<string, unknown>],
  message: RegExp,
  remedy: RegExp,
): Promise<void> {
  const { status, remark, text } = await office.does(...command);
  expect([1, 2]).toContain(status);
  expect(text).toBe("");
  const [said = "", advice = ""] = remark.split("\n办法：");
  expect(said).toMatch(message);
  expect(advice).toMatch(remedy);
}

async function made(verb: string, options: Record<string, unknown>): Promise<string> {
  const { value } = await office.does<{ request: string }>(verb, ["monthly"], options);
  return value.request;
}

test("issuing an open period", () =>
  refused(
    ["issue", ["monthly"], { ...county, by: "甲" }],
    /620725 2019-07 还没有月结，不能印发/,
    /fundwatch close --period 2019-07 --region 620725/,
  ));

test("restating and comparing what was never issued", async () => {
  const asked = { ...county, by: "甲", reason: "漏报" };
  const never = /620725 2019-07 月度通报还没有印发/;
  await refused(["restate", ["monthly"], asked], never, /月结后用 fundwatch issue 印发/);
  await refused(["diff", ["monthly"], county], never, /月结后用 fundwatch issue 印发/);
});

test("a period of the wrong kind, a document there is not, a date that is none", async () => {
  const by = "甲";
  await refused(
    ["issue", ["monthly"], { period: "2019Q3", by }],
    /应为月份，不是 2019Q3/,
    /2019-07/,
  );
  await refused(["close", [], { period: "2019", by }], /应为月份或季度，不是 2019/, /2019-12/);
  await refused(["issue", ["yearly"], { ...county, by }], /没有“yearly”这种文书/, /monthly/);
  await refused(
    ["issue", ["monthly"], { ...county, by, issuedOn: "8月" }],
    /日期 8月/,
    /2019-08-14/,
  );
});

test("closing a region or a year no file speaks of", async () => {
  const by = "甲";
  await refused(
    ["close", [], { ...county, region: "620752", by }],
    /620752 2019-07 还没有来文/,
    /先载入/,
  );
  await refused(
    ["close", [], { ...county, period: "2020-01", by }],
    /2020-01 还没有来文/,
    /先载入/,
  );
  await refused(
    ["close", [], { ...county, region: "山丹", by }],
    /代码 山丹 不是 6 位数字/,
    /620700、620725/,
  );
});

test("closing what is closed already, and undoing without a reason", async () => {
  const subject = { ...county, by: "甲" };
  await office.does("close", [], subject);
  await refused(["close", [], subject], /已由 甲 于 2019-08-13 月结/, /close --undo/);
  await refused(["close", [], { ...subject, undo: true }], /撤销月结要写明理由/, /--reason/);
});

test("withdrawing a batch that was frozen", async () => {
  const listed = await office.does<{ batches: { batch: string; file: string }[] }>("status", []);
  const frozen = listed.value.batches.find(({ file }) => file === "山丹县2019年7月.csv")!.batch;
  await refused(
    ["load", [], { withdraw: frozen, reason: "报错" }],
    /山丹县2019年7月\.csv）已随月结冻结：620725 2019-07/,
    /fundwatch restate 更正/,
  );
});

test("an undone closing lets waiting batches count, and can be closed again", async () => {
  const late = [line("2019-07", "收入", "收入合计", 9100)];
  const { value } = await office.receives("补报收入.csv", late);
  expect(value[0]!.status).toBe("waiting");
  const undo = { ...county, undo: true, by: "甲", reason: "来文未齐" };
  const undone = await office.does<{ released: string[] }>("close", [], undo);
  expect(undone.value.released).toEqual([value[0]!.batch]);
  await refused(["close", [], undo], /没有月结，不必撤销/, /fundwatch publications/);
  expect((await office.does("close", [], { ...county, by: "甲" })).text).toContain("补报收入.csv");
});

test("the same account twice, a second request, undoing under a pending one, deciding on nothing", async () => {
  const asked = { ...county, by: "甲", issuedOn: "2019-08-14" };
  const request = await made("issue", asked);
  await refused(["issue", [], { approve: request, by: "甲" }], /不能由同一账号审批/, /两个人/);
  await refused(["issue", ["monthly"], asked], /已有一份待审批/, /--approve .*--withdraw/);
  const undo = { ...county, undo: true, by: "甲", reason: "来文未齐" };
  await refused(["close", [], undo], /正待审批.*不能撤销月结/, /--withdraw/);
  await refused(["issue", [], { approve: "r999", by: "乙" }], /没有申请 r999/, /待审批的：r/);
  await refused(["issue", [], { reject: request, by: "乙" }], /退回要写明理由/, /--reason/);
  const mine = { withdraw: request, by: "乙", reason: "不对" };
  await refused(["issue", [], mine], /是 甲 拟的，不能由 乙 撤回/, /--reject/);
});

test("approving what was withdrawn", async () => {
  const [request] = (
    await office.does<{ pending: { request: string }[] }>("publications", [])
  ).value.pending.map((each) => each.request);
  await office.does("issue", [], { withdraw: request, by: "甲", reason: "落款日期有误" });
  await refused(
    ["issue", [], { approve: request, by: "乙" }],
    /已撤回，由 甲 于 2019-08-13 办理（落款日期有误）/,
    /待审批的：（没有）/,
  );
});

test("approving a draft that was edited", async () => {
  const request = await made("issue", { ...county, by: "甲", issuedOn: "2019-08-14" });
  const page = path.join(
    office.home.publications,
    `.pending/${request}/医保基金运行情况通报_620725_2019-07.html`,
  );
  const bytes = readFileSync(page);
  appendFileSync(page, "<!-- 改 -->");
  await refused(
    ["issue", [], { approve: request, by: "乙" }],
    /在拟稿后被改动过：.*html 应为 [0-9a-f]{64}，实为 [0-9a-f]{64}/,
    /重拟/,
  );
  writeFileSync(page, bytes);
  expect((await office.does("issue", [], { approve: request, by: "乙" })).status).toBe(0);
});

test("issuing twice, undoing what was issued, a restatement without reason or without cause", async () => {
  await refused(["issue", ["monthly"], { ...county, by: "甲" }], /月度通报已经印发/, /restate/);
  const undo = { ...county, undo: true, by: "甲", reason: "来文未齐" };
  await refused(["close", [], undo], /已经印发，不能撤销月结/, /restate/);
  for (const reason of [undefined, "  "])
    await refused(
      ["restate", ["monthly"], { ...county, by: "甲", reason }],
      /更正要写明理由/,
      /--reason/,
    );
  const asked = { ...county, by: "甲", reason: "核对" };
  await refused(["restate", ["monthly"], asked], /没有可更正的：没有待更正的批次/, /先载入/);
  await refused(
    ["restate", ["monthly"], { ...asked, batch: "abc" }],
    /没有批次 abc/,
    /publications/,
  );
  await refused(["diff", ["monthly"], county], /只印发过第1版，没有更正过/, /第1版/);
});

test("accounts that are not in the config, or act out of their role", async () => {
  const config = readFileSync(office.home.configFile, "utf8");
  const accounts = [
    { account: "甲", roles: ["make"] },
    { account: "乙", roles: ["approve"], os_user: "another-user" },
  ];
  writeFileSync(
    office.home.configFile,
    JSON.stringify({ ...JSON.parse(config), publication: { accounts } }),
  );
  const subject = { period: "2019-07", region: "620700" };
  await refused(["close", [], { ...subject, by: "丁" }], /配置里没有账号“丁”/, /账号：甲/);
  await refused(["close", [], { ...subject, by: "乙" }], /账号“乙”不能经办/, /账号：甲/);
  await refused(["issue", [], { approve: "r1", by: "甲" }], /账号“甲”不能审批/, /账号：乙/);
  await refused(
    ["issue", [], { approve: "r1", by: "乙" }],
    /应由系统用户 another-user 使用/,
    /os_user/,
  );
  writeFileSync(office.home.configFile, config);
});

test("building on an issued file that was edited; the alarm names it, its hashes and the remedy", async () => {
  const file = path.join(office.home.publications, "monthly-bulletin/620725_2019-07/v1");
  const page = path.join(file, "医保基金运行情况通报_620725_2019-07.html");
  const bytes = readFileSync(page);
  chmodSync(page, 0o644);
  writeFileSync(page, bytes.toString().replace("5600万元", "5500万元"));
  const asked = { ...county, by: "甲", reason: "核对" };
  await refused(
    ["restate", ["monthly"], asked],
    /第1版 被改动过：publications.*html 应为 [0-9a-f]{64}/,
    /从备份恢复/,
  );
  const checked = await office.does<{ alarms: Alarm[] }>("publications", [], { verify: true });
  expect(checked.status).toBe(4);
  expect(checked.value.alarms).toHaveLength(1);
  expect(checked.value.alarms[0]).toMatchObject({
    file: expect.stringMatching(/v1\/医保基金运行情况通报_620725_2019-07\.html$/),
    finding: expect.stringMatching(/应为 [0-9a-f]{64}，实为 [0-9a-f]{64}/),
    remedy: expect.stringContaining("从备份恢复"),
  });
  writeFileSync(page, bytes);
  expect((await office.does("publications", [], { verify: true })).status).toBe(0);
});

test("a manifest that was damaged is named, with its remedy, and is an alarm", async () => {
  const file = path.join(
    office.home.publications,
    "monthly-bulletin/620725_2019-07/v1/manifest.json",
  );
  const bytes = readFileSync(file);
  chmodSync(file, 0o644);
  for (const damaged of [bytes.subarray(0, 200), Buffer.from("{}"), Buffer.from("null")]) {
    writeFileSync(file, damaged);
    const named = /清单 publications\/monthly-bulletin\/620725_2019-07\/v1\/manifest\.json 损坏/;
    await refused(["publications", [], {}], named, /从备份恢复/);
    const options = { verify: true, render: true };
    const { status, value, text } = await office.does<{ alarms: Alarm[] }>(
      "publications",
      [],
      options,
    );
    expect(status).toBe(4);
    expect(value.alarms).toMatchObject([
      {
        finding: expect.stringMatching(/第1版：.*manifest\.json 应为 [0-9a-f]{64}，实为/),
        remedy: expect.stringContaining("从备份恢复"),
      },
    ]);
    expect(text).toContain("已印发 1 版");
  }
  writeFileSync(file, bytes);
  expect((await office.does("publications", [], { verify: true })).status).toBe(0);
});

test("raw/ that was changed shows when figures are computed again", async () => {
  const { batches } = JSON.parse(
    readFileSync(
      path.join(office.home.publications, "monthly-bulletin/620725_2019-07/v1/manifest.json"),
      "utf8",
    ),
  ) as { batches: { file: string; sha256: string }[] };
  const { sha256 } = batches.find(({ file }) => file === "山丹县2019年7月.csv")!;
  const original = path.join(office.home.raw, sha256, "original.csv");
  const bytes = readFileSync(original);
  writeFileSync(original, bytes.toString().replace("5600", "5500"));
  const options = { verify: true, recompute: true };
  const checked = await office.does("publications", [], options);
  expect(checked.status).toBe(4);
  expect(checked.text).toMatch(/original\.csv（山丹县2019年7月\.csv）应为 [0-9a-f]{64}，实为/);
  writeFileSync(original, bytes);
});

test("a log of which a line was changed: nothing is written any more, and the line is named", async () => {
  const text = readFileSync(log(), "utf8");
  const lines = logged();
  writeFileSync(log(), text.replace('"by":"乙"', '"by":"甲"'));
  const broken = /日志 .*log\.jsonl 第\d+行被改动过/;
  const subject = { period: "2019-07", region: "620700", by: "甲" };
  await refused(["close", [], subject], broken, /从备份恢复这个文件/);
  await refused(["load", ["samples/liuzhou-2023"], {}], broken, /从备份恢复这个文件/);
  expect(logged()).toBe(lines);
  const checked = await office.does("publications", [], { verify: true });
  expect(checked).toMatchObject({ status: 4, text: expect.stringContaining("日志链在第") });
  writeFileSync(log(), text);
  expect((await office.does("close", [], subject)).status).toBe(0);
});
