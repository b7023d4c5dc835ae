import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { codeNames } from "../../models/dictionary/codes.ts";
import { type Home, initHome, openHome, writeAtomically } from "../../pipelines/home.ts";
import {
  analysisViews,
  columnWords,
  keepAnalysis,
  viewFrom,
} from "../../pipelines/publish/analysis.ts";
import { describeViews, dictionaryPage } from "../../pipelines/publish/dictionary.ts";
import { isPublished, openSnapshot } from "../../pipelines/publish/snapshot.ts";
import { run } from "../../pipelines/run.ts";
import { Store } from "../../pipelines/store.ts";
import { fundwatch } from "../crash/command.ts";

const now = () => new Date("2026-01-05T09:00:00+08:00");
const room = mkdtempSync(path.join(tmpdir(), "fundwatch-schema-"));
const views = analysisViews();

let home: Home;
let store: Store;
let columns: Map<string, string[]>;

beforeAll(async () => {
  home = initHome(path.join(room, "empty")).home;
  await run(home, { now });
  store = await openSnapshot(home);
  const rows = await store.rows<{ view: string; name: string }>(`
    select table_name as view, column_name as name from duckdb_columns()
    where schema_name = 'analysis' order by column_index`);
  columns = new Map(
    views.map(({ name }) => [name, rows.filter((r) => r.view === name).map((r) => r.name)]),
  );
});
afterAll(() => {
  store?.close();
  rmSync(room, { recursive: true, force: true });
});

describe.each(views.map((view) => [view.name, view] as const))("analysis.%s", (name, view) => {
  test("is published, and has a description in Chinese", () => {
    expect(columns.get(name)).not.toEqual([]);
    expect(view.about).toMatch(/\p{Script=Han}/u);
    expect(view.about).toMatch(/。$/);
  });

  test("every column has words, and its file speaks of no other", () => {
    const own = columns.get(name)!;
    expect(own.filter((column) => !columnWords(view, column)?.description)).toEqual([]);
    expect([...view.own.keys()].filter((column) => !own.includes(column))).toEqual([]);
    expect(view.grain.filter((column) => !own.includes(column))).toEqual([]);
  });

  test("money has a unit", () => {
    const money = columns.get(name)!.filter((c) => /_yuan$|_pay$|_sumamt$/.test(c));
    expect(money.filter((column) => columnWords(view, column)?.unit !== "元")).toEqual([]);
  });

  test("has no columns of the program's own", () => {
    const internal = /^(batch|copies|arrival_order|row_no|sheet|col|month_no|remark|person_key)$/;
    expect(columns.get(name)!.filter((c) => internal.test(c) || c.includes("half"))).toEqual([]);
  });
});

test("views are kept while their tables are the same, and made again where one changed or went", async () => {
  const file = path.join(room, "kept.duckdb");
  copyFileSync(home.warehouse, file);
  const kept = await Store.open(file);
  const oids = async () =>
    new Map(
      (
        await kept.rows<{ name: string; oid: string }>(
          "select view_name as name, view_oid as oid from duckdb_views() where schema_name = 'analysis'",
        )
      ).map(({ name, oid }) => [name, oid]),
    );
  try {
    const before = await oids();
    await keepAnalysis(kept, home.config);
    expect(await oids()).toEqual(before);
    await kept.run("alter table core.region add column more integer");
    await keepAnalysis(kept, home.config);
    const changed = await oids();
    expect([...changed.keys()]).toEqual([...before.keys()]);
    expect(changed.get("fund_month")).not.toBe(before.get("fund_month"));
    await kept.run("drop table marts.fund_month");
    await keepAnalysis(kept, home.config);
    expect((await oids()).has("fund_month")).toBe(false);
    await kept.run("select * from analysis.figure");
  } finally {
    kept.close();
  }
});

test("the snapshot itself says what its views and columns are", async () => {
  const bare = await store.rows(`
    select view_name as name from duckdb_views() where schema_name = 'analysis' and comment is null
    union all
    select table_name || '.' || column_name from duckdb_columns()
    where schema_name = 'analysis' and comment is null`);
  expect(bare).toEqual([]);
  const { comment } = await store.row(`
    select comment from duckdb_columns()
    where schema_name = 'analysis' and table_name = 'settlement' and column_name = 'medfee_sumamt'`);
  expect(comment).toBe("医疗费总额（元）");
});

test("docs/data-dictionary.md is what npm run dictionary writes", async () => {
  const page = dictionaryPage(await describeViews(store));
  await expect(page).toMatchFileSnapshot("../../docs/data-dictionary.md");
});

test("every code has one name, and names written in a view are those of the code tables", () => {
  const names = codeNames(home.config);
  const keys = names.map(([set, code]) => `${set} ${code}`);
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  const known = new Map(names.map(([set, code, name]) => [`${set} ${code}`, name]));
  const written = views.flatMap(({ sql }) =>
    [...sql.matchAll(/case (?:line\.)?(\w+)\n([\s\S]*?)end as \1_name/g)].flatMap(
      ([, set, cases]) =>
        [...cases!.matchAll(/when '(.*?)' then '(.*?)'/g)].map(([, code, name]) => [
          `${set} ${code}`,
          name!,
        ]),
    ),
  );
  expect(written.length).toBeGreaterThan(40);
  expect(written.map(([key]) => [key, known.get(key!)])).toEqual(written);
  const complete = ["care", "hosp_lv", "pay_loc", "person_category", "charge_category"];
  const said = new Set(written.map(([key]) => key));
  expect(keys.filter((key) => complete.includes(key.split(" ")[0]!) && !said.has(key))).toEqual([]);
});

test("the head of a file: prose, grain, columns with and without a unit", () => {
  const view = viewFrom(
    "made_up",
    "-- 一句话。\n-- grain: a, b\n-- days [天]: 天数：含当日\n-- x_yuan: 金额\nselect 1",
  );
  expect(view.about).toBe("一句话。");
  expect(view.grain).toEqual(["a", "b"]);
  expect(view.own.get("days")).toEqual({ description: "天数：含当日", unit: "天" });
  expect(view.own.get("x_yuan")).toEqual({ description: "金额", unit: "元" });
});

test("views over tables that were never built are left out", async () => {
  const partial = initHome(path.join(room, "partial")).home;
  await run(partial, { now, selection: ["+marts.fund_month", "core.region"] });
  const snapshot = await openSnapshot(partial);
  const made = (await describeViews(snapshot)).map(({ view }) => view);
  snapshot.close();
  expect(made).toContain("analysis.fund_month");
  expect(made).not.toContain("analysis.settlement");
});

test("another word or code makes the next run publish again", async () => {
  const root = path.join(room, "changed");
  const { home: first } = initHome(root);
  await run(first, { now });
  const published = async (of: Home) => {
    const warehouse = await Store.open(of.warehouse);
    const is = await isPublished(warehouse, of);
    warehouse.close();
    return is;
  };
  expect(await published(first)).toBe(true);
  const local = [{ code: "28", title: "日间病房", care: "inpatient" }];
  writeAtomically(first.configFile, JSON.stringify({ bureau: "某市医疗保障局", med_types: local }));
  const second = openHome(root);
  expect(await published(second)).toBe(false);
  await run(second, { now });
  const snapshot = await openSnapshot(second);
  expect(
    await snapshot.rows(
      "select code_name from analysis.code where code_set = 'med_type' and code = '28'",
    ),
  ).toEqual([{ code_name: "日间病房" }]);
  snapshot.close();
});

describe("fundwatch sql", () => {
  const said = async (...args: string[]) => fundwatch(home.root, ["sql", ...args]);

  test("--describe lists the views; of one, its columns with types, units and words", async () => {
    const list = await said("--describe");
    expect(list.stdout.split("\n").filter((line) => line.startsWith("analysis."))).toHaveLength(
      views.length,
    );
    const one = await said("--describe", "settlement", "--json");
    const { view, grain, columns } = JSON.parse(one.stdout);
    expect([view, grain]).toEqual(["analysis.settlement", ["setl_id"]]);
    expect(columns).toContainEqual({
      name: "medfee_sumamt",
      type: "DECIMAL(16,2)",
      unit: "元",
      description: "医疗费总额",
    });
    expect((await said("--describe", "analysis.figure")).stdout).toMatch(/value +double/);
    expect((await said("--describe", "nothing")).status).toBe(2);
  });

  test("--examples lists queries, --example runs one in any format", async () => {
    const list = JSON.parse((await said("--examples", "--json")).stdout) as { name: string }[];
    expect(list.map(({ name }) => name)).toContain("data_quality");
    const { stdout, status } = await said("--example", "data_quality", "--format", "csv");
    expect([status, stdout.split("\n")[0]]).toEqual([
      0,
      "month,settlements,refunds,repeated_rows,negative_totals,fund_parts_off,fee_parts_off,unknown_funds,unknown_med_types",
    ]);
    expect((await said("--example", "nothing")).status).toBe(2);
    expect((await said()).status).toBe(2);
  });
});

test("the schema is behind the fence", async () => {
  const refused = async (sql: string) => {
    await expect(store.run(sql), sql).rejects.toThrow(/read-only|disabled by configuration|locked/);
  };
  await refused("create view analysis.mine as select 1");
  await refused("comment on view analysis.code is 'x'");
  await refused("copy (select * from analysis.code) to '/tmp/code.csv'");
  await refused("set memory_limit = '1GB'");
});
