import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { configSchema } from "../../models/config.ts";
import { type Graph, graphOf } from "../../pipelines/asset.ts";
import { assets } from "../../pipelines/assets.ts";
import { nextTime, validateSchedules } from "../../pipelines/automations/cron.ts";
import { select } from "../../pipelines/selection.ts";
import { Store } from "../../pipelines/store.ts";
import { at } from "./desk.ts";

let store: Store;
let graph: Graph;

beforeAll(async () => {
  store = await Store.open(":memory:");
  graph = await graphOf(assets(), [], (sql) => store.tablesRead(sql));
});
afterAll(() => store.close());

const exampleOf = (page: string) => {
  const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), "utf8");
  const [example] = [...text.matchAll(/```json\n(.*?)```/gs)].map(([, json]) => json!);
  return configSchema.parse(JSON.parse(example!));
};

describe.each(["operation.md", "operation.zh-CN.md"])("schedules in docs/%s", (page) => {
  const { schedules } = exampleOf(page);

  test("have times, names of their own and something to build", () => {
    validateSchedules(schedules);
    expect(schedules.map(({ name }) => name)).toEqual(["nightly", "deaths", "rules", "screening"]);
    for (const schedule of schedules)
      expect(select(graph, schedule.select).length, schedule.name).toBeGreaterThan(0);
  });

  test("build what they speak of, each with all that it reads", () => {
    const keysOf = (name: string) =>
      select(graph, schedules.find((each) => each.name === name)!.select).map(({ key }) => key);
    const deaths = keysOf("deaths");
    expect(deaths).toEqual(expect.arrayContaining(["source.death", "rules.service_after_death"]));
    expect(deaths.filter((key) => key.startsWith("rules."))).toHaveLength(1);
    const rules = keysOf("rules");
    const all = graph.order.map(({ key }) => key).filter((key) => key.startsWith("rules."));
    expect(rules).toEqual(expect.arrayContaining([...all, "core.item_limit", "marts.clue"]));
    expect(keysOf("screening")).toContain("marts.institution_outlier");
    expect(select(graph, ["rules.*"]).map(({ key }) => key)).toEqual(all);
  });

  test("screen once a quarter", () => {
    const screening = schedules.find(({ name }) => name === "screening")!;
    const first = nextTime(screening, at("2026-01-11 00:00"))!;
    expect(first).toEqual(at("2026-04-10 04:00"));
    expect(nextTime(screening, first)).toEqual(at("2026-07-10 04:00"));
  });
});
