import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { monthsOf, writeBudget, writeInsured, writeStatement } from "../../bench/statements.ts";
import type { Home } from "../../pipelines/home.ts";
import { arrivals } from "../../pipelines/ingest/batches.ts";
import { withdraw } from "../../pipelines/ingest/load.ts";
import { plan, planned } from "../../pipelines/plan.ts";
import { planRun, previewRun } from "../../pipelines/preview.ts";
import { run } from "../../pipelines/run.ts";
import { Store } from "../../pipelines/store.ts";
import { Bench } from "../crash/command.ts";
import { Desk, lines, TABLES } from "./desk.ts";
import { arrive, ask, configured, homeWith, now, tablesAfresh, tablesOf } from "./homes.ts";

describe("on the desk", () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open([
      ["a", "2019-01", 1],
      ["a", "2019-02", 3],
    ]);
  });
  afterEach(() => desk.close());

  test("forced: what was built before the moment, in the range, and nothing else", async () => {
    await desk.run({ now: () => new Date("2019-03-01T00:00:00.500Z") });
    const forced = async (at: string, range: object = {}) =>
      lines(await desk.plan({ forcedBefore: at, ...range }));
    expect(await forced("2019-03-01T00:00:00.500Z")).toEqual([]);
    expect(await forced("2019-03-01T00:00:00.501Z")).toEqual([
      "staging.reading 2019-01 forced",
      "staging.reading 2019-02 forced",
      "core.count 2019-01 forced",
      "core.count 2019-02 forced",
      "core.running 2019-01 forced",
      "core.running 2019-02 forced",
      "marts.whole  forced",
    ]);
    expect(await forced("2019-04", { from: "2019-02", selection: ["core.*"] })).toEqual([
      "core.count 2019-02 forced",
      "core.running 2019-02 forced",
    ]);
    desk.readings[1] = ["a", "2019-02", 4];
    expect(
      await forced("2019-04", { from: "2019-02", selection: ["staging.*", "core.*"] }),
    ).toEqual([
      "staging.reading 2019-02 changed input",
      "core.count 2019-02 upstream",
      "core.running 2019-02 upstream",
    ]);
    await desk.run({ forcedBefore: "2019-04", now: () => new Date("2019-04-01T00:00:00Z") });
    expect(await forced("2019-04")).toEqual([]);
    expect(await desk.hashes()).toEqual(await desk.fresh());
  });

  test("changed policy: a setting a table reads itself; upstream for those above it", async () => {
    desk.tables = {
      ...TABLES,
      "core.limited": `-- Readings below the limit of the settings.
-- grain: region, month
-- partition: month
select region, month, least(amount, most) as amount from staging.reading, source.limits`,
      "marts.limited": `-- All of them.
-- grain: region
select region, sum(amount) as amount from core.limited group by region`,
    };
    const lookWith = async (most: number) => {
      await desk.store.run(`create or replace table source.limits as select ${most} as most`);
      const [store, graph, catalog] = await desk.prepare();
      catalog.fingerprints.set("source.limits", new Map([["", String(most)]]));
      catalog.settings = new Set(["source.limits"]);
      return { store, graph, catalog };
    };
    const { graph, catalog, store } = await lookWith(2);
    const { runSteps } = await import("../../pipelines/steps.ts");
    await runSteps(store, graph, catalog, { now });
    const changed = await lookWith(3);
    expect(lines(planned(await plan(store, graph, changed.catalog, graph.order)))).toEqual([
      "core.limited 2019-01 changed policy",
      "core.limited 2019-02 changed policy",
      "marts.limited  upstream",
    ]);
  });

  test("a table that somebody dropped, or made by hand, is recorded once", async () => {
    await desk.run();
    await desk.store.run("drop table core.count");
    await desk.store.run("delete from meta.asset where asset = 'marts.whole'");
    await desk.run();
    await desk.run({ forcedBefore: "9", chunkMonths: 1 });
    const twice = (table: string, key: string) =>
      desk.store.rows(`select ${key} from meta.${table} group by all having count(*) > 1`);
    expect(await twice("asset", "asset")).toEqual([]);
    expect(await twice("partition", "asset, partition")).toEqual([]);
    expect(await desk.hashes()).toEqual(await desk.fresh());
    expect(await desk.plan()).toEqual([]);
  });

  test("chunks from nothing record each table once", async () => {
    await desk.run({ chunkMonths: 1 });
    expect(await desk.store.rows("select asset from meta.asset order by 1")).toHaveLength(4);
    expect(await desk.hashes()).toEqual(await desk.fresh());
  });
});

describe("in a home", () => {
  const bench = new Bench();
  const months = monthsOf(2019, 1).slice(0, 4);
  let prepared: Home;
  const config = { deadlines: [], bulletins: { regions: [] } };

  beforeAll(async () => {
    prepared = homeWith(bench.at("prepared"), config);
    await arrive(prepared, "a.csv", writeStatement, { regions: 2, months });
    await arrive(prepared, "b.csv", writeBudget, { regions: 2, months });
    await arrive(prepared, "c.csv", writeInsured, { regions: 2, months });
    await run(prepared, { now });
  });
  afterAll(() => bench.clear());

  const copy = () =>
    configured({ ...prepared, ...homeWith(bench.copy("prepared", "home")) }, config);
  const reasons = async (home: Home) => {
    const found: Record<string, string[]> = {};
    for (const { asset, partition, reason } of await planRun(home, {}))
      found[`${asset} ${reason}`] = [...(found[`${asset} ${reason}`] ?? []), partition];
    return found;
  };

  /** Tables of forecasts that follow for one reason, and their scores. */
  const forecasts = (reason: string, partitions: string[], history = partitions) => ({
    [`marts.forecast_history ${reason}`]: history,
    [`marts.fund_forecast ${reason}`]: partitions,
    [`marts.forecast_ahead ${reason}`]: partitions,
    ...scores,
  });
  const scores = {
    "marts.forecast_outcome upstream": [""],
    "marts.forecast_score upstream": [""],
  };

  test("nothing changed: nothing to do, and looking makes no warehouse", async () => {
    expect(await reasons(copy())).toEqual({});
    const home = homeWith(bench.at("empty"), config);
    expect((await planRun(home, {})).every(({ reason }) => reason === "missing")).toBe(true);
    await previewRun(home, { now });
    expect(existsSync(home.warehouse)).toBe(false);
  });

  test("a late month, a restated one, and a withdrawn one", async () => {
    const home = copy();
    await arrive(home, "d.csv", writeStatement, { regions: 2, months: ["2019-05"] });
    await arrive(home, "e.csv", writeInsured, { regions: 1, months: ["2019-03"], revision: 1 });
    const late = ["2019-05"];
    expect(await reasons(home)).toEqual({
      "staging.fund_statement missing": late,
      "core.fund_cell missing": late,
      "core.fund_balance missing": late,
      "core.fund_flow missing": late,
      "marts.fund_month missing": late,
      "staging.insured changed input": ["2019-03"],
      "core.insured upstream": ["2019-03"],
      "marts.insured_month upstream": ["2019-03"],
      "marts.figure missing": late,
      "marts.figure upstream": ["2019-03", "2019-04"],
      ...forecasts("missing", late),
      ...forecasts("upstream", ["2019-03", "2019-04"], ["2019-03"]),
    });
    await run(home, { now });
    expect(await tablesOf(home)).toEqual(await tablesAfresh(home));
    const batch = arrivals(home).find(({ file }) => file === "d.csv")!.batches[0]!.batch;
    await withdraw(home, batch, "报错了", now());
    expect(await reasons(home)).toEqual({
      "staging.fund_statement removed input": late,
      "core.fund_cell removed input": late,
      "core.fund_balance removed input": late,
      "core.fund_flow removed input": late,
      "marts.fund_month removed input": late,
      "marts.figure removed input": late,
      ...forecasts("removed input", late),
    });
    await run(home, { now, chunkMonths: 1 });
    expect(await reasons(home)).toEqual({});
    expect(await tablesOf(home)).toEqual(await tablesAfresh(home));
  });

  test("a budget is one partition, and every month rests on it", async () => {
    const home = copy();
    await arrive(home, "f.csv", writeBudget, { regions: 2, months, revision: 1 });
    expect(await reasons(home)).toEqual({
      "staging.fund_budget changed input": [""],
      "core.fund_budget upstream": [""],
      "marts.fund_month upstream": months,
      "marts.figure upstream": months,
      ...forecasts("upstream", months),
    });
  });

  test("regions named in the settings are a changed policy", async () => {
    const home = configured(copy(), {
      ...config,
      regions: [{ code: "410101", name: "某市" }],
    });
    expect(await reasons(home)).toEqual({
      "core.region changed policy": [""],
      "marts.fund_forecast upstream": months,
      "marts.forecast_ahead upstream": months,
      "marts.figure upstream": months,
      ...scores,
    });
  });

  test("a warehouse of the earlier shape is taken over as it is", async () => {
    const home = copy();
    await asEarlier(home.warehouse);
    await asEarlier(home.snapshot);
    const before = await tablesOf(home);
    expect(await reasons(home)).toEqual({});
    expect((await run(home, { now })).steps).toEqual([]);
    await arrive(home, "e.csv", writeInsured, { regions: 1, months: ["2019-03"], revision: 1 });
    await arrive(home, "f.csv", writeBudget, { regions: 2, months, revision: 1 });
    const expected = {
      "staging.insured changed input": ["2019-03"],
      "core.insured upstream": ["2019-03"],
      "marts.insured_month upstream": ["2019-03"],
      "staging.fund_budget changed input": [""],
      "core.fund_budget upstream": [""],
      "marts.fund_month upstream": months,
      "marts.figure upstream": months,
      ...forecasts("upstream", months),
    };
    expect(await reasons(home)).toEqual(expected);
    expect((await previewRun(home, { now })).figures.length).toBeGreaterThan(0);
    expect(await tablesOf(home)).toEqual(before);
    expect((await run(home, { now })).status).toBe("done");
    expect(await reasons(home)).toEqual({});
    expect(await tablesOf(home)).toEqual(await tablesAfresh(home));
  });

  test("one that other code made is built anew without an error", async () => {
    const home = copy();
    for (const file of [home.warehouse, home.snapshot])
      await asEarlier(
        file,
        `update meta.asset set code = 'of an earlier version';
         update meta.partition set fingerprint = reverse(fingerprint)`,
      );
    const found = await reasons(home);
    expect(new Set(Object.keys(found).map((key) => key.split(" ").slice(1).join(" ")))).toEqual(
      new Set(["changed code"]),
    );
    expect((await previewRun(home, { now })).figures).toEqual([]);
    expect((await run(home, { now })).status).toBe("done");
    expect(await tablesOf(home)).toEqual(await tablesAfresh(home));
    expect(await ask(home, "select 1 from meta.asset group by asset having count(*) > 1")).toEqual(
      [],
    );
  });

  test("a snapshot without figures is no obstacle to a preview", async () => {
    const home = copy();
    rmSync(home.warehouse);
    await run(home, { now, selection: ["staging.*"] });
    const { figures } = await previewRun(home, { now });
    expect(new Set(figures.map(({ change }) => change))).toEqual(new Set(["appears"]));
    expect(path.basename(home.snapshot)).toBe("fundwatch.duckdb");
  });
});

/** Gives a file the meta tables of the earlier shape. */
async function asEarlier(file: string, also = "select 1"): Promise<void> {
  const store = await Store.open(file);
  await store.run(`
    alter table meta.asset drop column own;
    alter table meta.partition drop column inputs;
    alter table meta.partition drop column policy;
    ${also}`);
  store.close();
}
