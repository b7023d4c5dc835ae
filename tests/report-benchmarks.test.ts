import { afterAll, beforeAll, expect, test } from "vitest";
import { configSchema } from "../models/config.ts";
import { benchmarksAt } from "../pipelines/publish/report-benchmarks.ts";
import { Store } from "../pipelines/store.ts";

let store: Store;
beforeAll(async () => {
  store = await Store.open(":memory:");
  await store.run(`
    create schema core;
    create table core.benchmark (indicator varchar, scope varchar, fund varchar, period varchar,
      value decimal(18, 6), source varchar);
    insert into core.benchmark values
      ('住院率', '全国', '职工', '2022', 20.1, 'a'),
      ('住院率', '全国', '职工', '2023', 21.591, 'b'),
      ('住院率', '全国', '职工', '2025', 22.5, 'later'),
      ('住院率', '某省', '310', '2023', 0.19, 'c'),
      ('次均住院费用', '全国', '职工', '2024', 12500, 'd'),
      ('次均住院费用', '全国', '职工', '2025Q3', 12000, 'e'),
      ('次均住院费用', '示例市', '职工', '2024', 11000, 'own'),
      ('次均住院费用', '邻市', '居民', '2024', 7000, 'f'),
      ('满意度', '全国', '职工', '2024', 98, 'g')`);
});
afterAll(() => store.close());

const config = configSchema.parse({});
const city = { code: "620700", name: "示例市" };
const byMetric = (a: { metric: string }, b: { metric: string }) => a.metric.localeCompare(b.metric);
const told = async (period: string) =>
  (await benchmarksAt(store, config, city, period))
    .toSorted(byMetric)
    .map(
      ({ metric, fund, kind, period: of, value }) =>
        `${metric} ${fund} ${kind} ${of} ${Number(value)}`,
    );

test("the latest whole year before the quarter, or the quarter itself; per cent become fractions", async () => {
  expect(await told("2025Q3")).toEqual([
    "cost_per_admission employee nation 2025Q3 12000",
    "cost_per_admission resident peer 2024 7000",
    "hospitalization_rate employee nation 2023 0.21591",
    "hospitalization_rate employee province 2023 0.19",
  ]);
});

test("a fourth quarter is held against its own year", async () => {
  expect(await told("2025Q4")).toContain("hospitalization_rate employee nation 2025 0.225");
  expect(await told("2022Q3")).toEqual([]);
});
