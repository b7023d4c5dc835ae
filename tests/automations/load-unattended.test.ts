import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadUnattended } from "../../pipelines/automations/load-unattended.ts";
import { arrivals, statusAt } from "../../pipelines/ingest/batches.ts";
import { withdraw } from "../../pipelines/ingest/load.ts";
import { Desk } from "./desk.ts";

const SAMPLE = path.resolve("samples/city-2019-07");
const now = () => new Date("2019-08-14T01:00:00Z");

let desk: Desk;
const put = (name: string, as = name) => {
  const file = path.join(desk.home.inbox, as);
  copyFileSync(path.join(SAMPLE, name), file);
  return file;
};
const load = (...files: string[]) =>
  loadUnattended(desk.home, files, { now, signal: new AbortController().signal });
const statuses = () =>
  arrivals(desk.home).flatMap(({ batches }) => batches.map((batch) => statusAt(batch)!.status));

beforeEach(() => {
  desk = new Desk({ region: "620700" });
});
afterEach(() => desk.clear());

test("tells what was loaded, and passes over what it knows", async () => {
  const files = [put("budget-2019.csv"), put("statement-2019-07.csv")];
  expect(await load(...files)).toEqual({
    loaded: 2,
    troubled: 0,
    why: "载入 budget-2019.csv、statement-2019-07.csv",
  });
  const again = put("budget-2019.csv", "copy.csv");
  expect(await load(...files, again)).toEqual({
    loaded: 0,
    troubled: 0,
    why: "收件夹的 3 个文件都已载入过",
  });
  expect(arrivals(desk.home)).toHaveLength(2);
});

test("does not bring back what was withdrawn", async () => {
  const file = put("statement-2019-07.csv");
  await load(file);
  const { batch } = arrivals(desk.home)[0]!.batches[0]!;
  await withdraw(desk.home, batch, "报错了", now());
  expect(await load(file)).toMatchObject({ loaded: 0 });
  expect(statuses()).toEqual(["withdrawn"]);
});

test("tells of what is refused, and takes the rest", async () => {
  const bad = path.join(desk.home.inbox, "bad.xlsx");
  writeFileSync(bad, "no workbook");
  const { loaded, troubled, why } = await load(bad, put("budget-2019.csv"));
  expect({ loaded, troubled }).toEqual({ loaded: 1, troubled: 1 });
  expect(why).toMatch(/^载入 budget-2019\.csv；1 个文件有问题：拒收 .*bad\.xlsx/);
});

test("takes the rest when a file is gone", async () => {
  const gone = put("budget-2019.csv");
  const there = put("statement-2019-07.csv");
  rmSync(gone);
  expect(await load(gone, there)).toMatchObject({
    loaded: 1,
    troubled: 1,
    why: expect.stringContaining(`找不到 ${gone}`),
  });
  await expect(load(gone)).rejects.toThrow("找不到");
});

test("reads again what left rows in quarantine, once names were added", async () => {
  const file = path.join(desk.home.inbox, "statement.csv");
  const text = readFileSync(path.join(SAMPLE, "statement-2019-07.csv"), "utf8");
  writeFileSync(file, text.replaceAll("支出合计", "花销共计"));
  const first = await load(file);
  expect(first.why).toContain("隔离了");
  expect(await load(file)).toMatchObject({ loaded: 0 });
  desk.configure({
    region: "620700",
    aliases: { headers: {}, funds: {}, terms: { "expenditure.total": ["花销共计"] } },
  });
  expect(await load(file)).toMatchObject({ loaded: 1, troubled: 0 });
});

test("stops between files", async () => {
  const stop = new AbortController();
  stop.abort();
  const files = [put("budget-2019.csv")];
  await expect(loadUnattended(desk.home, files, { now, signal: stop.signal })).rejects.toThrow();
  expect(arrivals(desk.home)).toEqual([]);
});
