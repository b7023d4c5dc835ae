import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { monthsOf, writeStatement } from "../../bench/statements.ts";
import { DOCUMENTS, sharedHandlers, stagingOf } from "../../pipelines/executor.ts";
import { writeAtomically } from "../../pipelines/home.ts";
import { MODELS_POOL } from "../../pipelines/model.ts";
import { run } from "../../pipelines/run.ts";
import { Bench } from "../crash/command.ts";
import { arrive, homeWith, now } from "./homes.ts";

const bench = new Bench();
const OVER = "20240101T000000000-0a1b2c";
afterAll(() => bench.clear());

test("work for a run that is over fails and leaves nothing", async () => {
  const home = homeWith(bench.at("late"));
  mkdirSync(home.staging, { recursive: true });
  const handlers = sharedHandlers(home);
  const signal = new AbortController().signal;
  const folder = path.join(OVER, "marts.fund_forecast");
  const payloads = {
    [MODELS_POOL]: { asset: "marts.fund_forecast", folder, partitions: ["2024-01"] },
    [DOCUMENTS]: { run: OVER, asset: "docs.fund_bulletin", region: "410101", period: "2024-01" },
  };
  for (const [pool, payload] of Object.entries(payloads))
    await expect(
      handlers[pool]!(payload, { task: "late", signal, number: 1 }),
      pool,
    ).rejects.toThrow();
  expect(readdirSync(home.staging)).toEqual([]);
});

test("a run takes away what others staged, and nothing else", async () => {
  const home = homeWith(bench.at("left"), { region: "410101", deadlines: [] });
  await arrive(home, "a.csv", writeStatement, { regions: 1, months: monthsOf(2018, 1) });
  const folders = [OVER, "report-1", "preview"].map((name) => stagingOf(home, name));
  for (const folder of folders) {
    mkdirSync(path.join(folder, "deep"), { recursive: true });
    writeFileSync(path.join(folder, "deep", "file"), "left");
  }
  mkdirSync(home.cache, { recursive: true });
  const [kept, cut] = ["kept.csv", "cut.csv.1.part"].map((name) => path.join(home.cache, name));
  for (const file of [kept!, cut!]) writeFileSync(file, "rows");
  expect((await run(home, { now, selection: ["+marts.fund_month"] })).status).toBe("done");
  expect([kept!, cut!].map((file) => existsSync(file))).toEqual([true, false]);
  expect(folders.map((folder) => existsSync(folder))).toEqual([false, true, true]);
});

test("a file that cannot be put in its place leaves no half of it", () => {
  const folder = bench.at("taken");
  const file = path.join(folder, "file");
  mkdirSync(file, { recursive: true });
  expect(() => writeAtomically(file, "text")).toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
  expect(readdirSync(folder)).toEqual(["file"]);
});
