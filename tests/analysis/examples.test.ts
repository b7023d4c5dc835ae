import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { analysisViews } from "../../pipelines/publish/analysis.ts";
import { exampleNamed, examples } from "../../pipelines/publish/examples.ts";
import { openSnapshot } from "../../pipelines/publish/snapshot.ts";
import type { Store } from "../../pipelines/store.ts";
import { ask, EXPECTED } from "./proofs.ts";
import { type Region, smallRegion } from "./region.ts";

let region: Region;
let store: Store;
beforeAll(async () => {
  region = await smallRegion();
  store = await openSnapshot(region.home);
  ask(store);
}, 300_000);
afterAll(() => {
  store?.close();
  region?.clear();
});

test("there are twenty of them, each proved here", () => {
  expect(examples().map(({ name }) => name)).toEqual(Object.keys(EXPECTED).sort());
  expect(examples().length).toBe(20);
  expect(readdirSync("sql/examples").every((name) => name.endsWith(".sql"))).toBe(true);
});

describe.each(Object.entries(EXPECTED))("%s", (name, { columns, proof }) => {
  test("asks a question in Chinese of the analyst's schema alone", async () => {
    const { title, sql } = exampleNamed(name);
    expect(title).toMatch(/\p{Script=Han}/u);
    const read = await store.tablesRead(sql);
    expect(read.filter((table) => !table.startsWith("analysis."))).toEqual([]);
  });

  test("answers, and the numbers are right", async () => {
    const { sql } = exampleNamed(name);
    const { headers } = await store.head(sql, 1);
    expect(headers.join(", ")).toBe(columns);
    const rows = await store.rows(sql);
    expect(rows.length).toBeGreaterThan(0);
    await proof(rows);
  });
});

test("every view can be read, and has one row for each of its grain", async () => {
  for (const { name, grain } of analysisViews()) {
    const repeated = await store.rows(
      `select ${grain.join(", ")} from analysis.${name} group by ${grain.join(", ")} having count(*) > 1`,
    );
    expect(repeated, name).toEqual([]);
  }
  const joined = await store.row(`
    select (select count(*) from analysis.settlement) - (select count(*) from core.settlement) as settlements,
      (select count(*) from analysis.figure) - (select count(*) from marts.figure) as figures,
      (select count(*) from analysis.service_month) - (select count(*) from marts.service_month) as months`);
  expect(Object.values(joined).map(Number)).toEqual([0, 0, 0]);
});

test("names stand beside codes", async () => {
  const nameless = await store.row(`
    select
      count(*) filter (fund_name is null) as fund, count(*) filter (region_name is null) as region,
      count(*) filter (fixmedins_name is null) as place, count(*) filter (med_type_name is null) as type,
      count(*) filter (care_name is null) as care
    from analysis.settlement`);
  expect(Object.values(nameless).map(Number)).toEqual([0, 0, 0, 0, 0]);
  const metrics = await store.rows(
    "select distinct metric from analysis.figure where metric_name is null or metric_unit is null",
  );
  expect(metrics).toEqual([]);
});
