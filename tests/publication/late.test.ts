import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { actorFrom } from "../../bin/publishing.ts";
import { arrivals, liveBatches, statusAt } from "../../pipelines/ingest/batches.ts";
import { load } from "../../pipelines/ingest/load.ts";
import { holdingShelf } from "../../pipelines/publication/lock.ts";
import { appendLog } from "../../pipelines/publication/log.ts";
import { type Loaded, line, Office } from "./office.ts";

/** Everything by which a batch could slip into a month that was closed meanwhile. */
let office: Office;
const july = { period: "2019-07", region: "620725", by: "甲" };
beforeAll(async () => {
  office = await Office.open();
});
afterAll(() => office.close());

const statusOf = (file: string) =>
  arrivals(office.home)
    .filter((arrival) => arrival.file === file)
    .flatMap(({ batches }) => batches.map((batch) => statusAt(batch)!.status));
const loadAgain = (name: string, options: Record<string, unknown> = {}) =>
  office.does<Loaded[]>("load", [path.join(office.home.inbox, name)], options);

test("before it is closed: one batch held, one withdrawn, one with a row in quarantine", async () => {
  const held = [
    line("2019-07", "收入", "收入合计", 9000),
    line("2019-07", "支出", "支出合计", 5600),
    line("2019-07", "结余", "当期结余", 9999),
  ];
  await office.receives("不平.csv", held);
  const { value } = await office.receives("撤回.csv", [line("2019-07", "收入", "收入合计", 9001)]);
  await office.does("load", [], { withdraw: value[0]!.batch, reason: "报错" });
  const unknown = [
    line("2019-07", "收入", "收入合计", 9002),
    line("2019-07", "收入", "滞纳金杂项", 3),
  ];
  await office.receives("未识别科目.csv", unknown);
  expect([statusOf("不平.csv"), statusOf("撤回.csv"), statusOf("未识别科目.csv")]).toEqual([
    ...[["held"], ["withdrawn"], ["loaded"]],
  ]);
  expect((await office.does("close", [], { ...july, dryRun: true })).text).toMatch(
    /不平\.csv 勾稽不符而暂存[\s\S]*未识别科目\.csv 有 1 行被隔离[\s\S]*注意：未识别科目\.csv 在最近一次运行之后才计入/,
  );
  expect((await office.does("close", [], july)).status).toBe(0);
});

test("accepting what was held makes it wait", async () => {
  const { value } = await loadAgain("不平.csv", { accept: "与原表一致" });
  expect(value[0]).toMatchObject({ status: "waiting" });
  expect(value[0]!.messages.join()).toContain("620725 2019-07 已月结");
});

test("bringing back what was withdrawn makes it wait", async () => {
  expect((await loadAgain("撤回.csv")).value[0]).toMatchObject({ status: "waiting" });
  expect((await loadAgain("撤回.csv")).value[0]).toMatchObject({ status: "waiting" });
});

test("a better reading of bytes that were frozen waits, and the frozen one stays in force", async () => {
  const config = JSON.parse(readFileSync(office.home.configFile, "utf8")) as object;
  const aliases = { headers: {}, funds: {}, terms: { "income.other": ["滞纳金杂项"] } };
  writeFileSync(office.home.configFile, JSON.stringify({ ...config, aliases }));
  expect((await loadAgain("未识别科目.csv")).value[0]).toMatchObject({ status: "held" });
  expect(statusOf("未识别科目.csv")).toEqual(["loaded", "held"]);
  await loadAgain("未识别科目.csv", { accept: "与原表一致" });
  expect(statusOf("未识别科目.csv")).toEqual(["loaded", "waiting"]);
});

test("what waits can be withdrawn; a later month and a revised budget count at once", async () => {
  const { value } = await office.receives("又一份.csv", [
    line("2019-06", "收入", "收入合计", 7000),
  ]);
  expect(value[0]!.status).toBe("waiting");
  await office.does("load", [], { withdraw: value[0]!.batch, reason: "报错" });
  expect(statusOf("又一份.csv")).toEqual(["withdrawn"]);
  await office.receives("八月.csv", [line("2019-08", "收入", "收入合计", 9500)]);
  const budget = "统筹区代码,统筹区,险种,年度,方向,科目,预算数,单位,版本,批复文号";
  const revised = ["620725,山丹县,居民,2019,支出,支出合计,9000,万元,调整预算,"];
  await office.receives("调整预算.csv", revised, budget);
  expect([statusOf("八月.csv"), statusOf("调整预算.csv")]).toEqual([["loaded"], ["loaded"]]);
});

test("a dry run says that a file would wait; nothing that waits counts", async () => {
  const file = path.join(office.home.inbox, "试载.csv");
  const header = readFileSync(path.join(office.home.inbox, "八月.csv"), "utf8").split("\n")[0]!;
  writeFileSync(file, `${header}\n${line("2019-05", "收入", "收入合计", 6000)}\n`);
  const { value, text } = await loadAgain("试载.csv", { dryRun: true });
  expect(value).toMatchObject([{ status: "would_wait" }]);
  expect(text).toContain("将待更正（已月结）");
  const counting = liveBatches(office.home).map(({ arrival }) => arrival.file);
  expect(counting).not.toContain("不平.csv");
  expect(counting).not.toContain("撤回.csv");
});

test("a month that is closed while a file of it is read makes the file wait", async () => {
  const file = path.join(office.home.inbox, "八月补.csv");
  const header = readFileSync(path.join(office.home.inbox, "八月.csv"), "utf8").split("\n")[0]!;
  writeFileSync(file, `${header}\n${line("2019-08", "支出", "支出合计", 6400)}\n`);
  const copied = () =>
    readdirSync(office.home.raw, { recursive: true, encoding: "utf8" }).some(
      (name) =>
        name.endsWith("original.csv") &&
        readFileSync(path.join(office.home.raw, name), "utf8").includes("6400"),
    );
  const loading = await holdingShelf(office.home, async () => {
    const outcomes = load(office.home, [file], { now: office.now });
    while (!copied()) await pause(20);
    await pause(100);
    const of = { region: "620725", period: "2019-08", months: ["2019-08"], batches: [] };
    const actor = { by: "甲", os_user: "zhang" };
    appendLog(office.home, { event: "closed", ...of, reason: null }, actor, office.now());
    return { outcomes };
  });
  expect(await loading.outcomes).toMatchObject([{ status: "waiting" }]);
  expect(statusOf("八月补.csv")).toEqual(["waiting"]);
});

test("the account is the one given, else the one of the environment, else the user of the system", () => {
  const { os_user } = actorFrom({});
  expect(os_user).not.toBe("");
  expect(actorFrom({})).toEqual({ by: os_user, os_user });
  process.env.FUNDWATCH_ACCOUNT = "张三";
  try {
    expect(actorFrom({})).toEqual({ by: "张三", os_user });
    expect(actorFrom({ by: "李四" })).toEqual({ by: "李四", os_user });
  } finally {
    delete process.env.FUNDWATCH_ACCOUNT;
  }
});
