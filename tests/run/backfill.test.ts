import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { monthsOf, writeBudget, writeInsured, writeStatement } from "../../bench/statements.ts";
import { act } from "../../bin/backfill.ts";
import { linesOf } from "../../bin/run.ts";
import { graphOf, isTable } from "../../pipelines/asset.ts";
import { assets, checks } from "../../pipelines/assets.ts";
import {
  type Backfill,
  backfills,
  carryOutBackfill,
  openBackfill,
  requestBackfill,
} from "../../pipelines/backfill.ts";
import { manifests } from "../../pipelines/documents/manifest.ts";
import { eventsOf, pastRun, runIds } from "../../pipelines/history.ts";
import type { Home } from "../../pipelines/home.ts";
import type { RunEvent } from "../../pipelines/journal.ts";
import { planRun } from "../../pipelines/preview.ts";
import { run } from "../../pipelines/run.ts";
import { tableWork } from "../../pipelines/steps.ts";
import { Store } from "../../pipelines/store.ts";
import { Bench, fundwatch } from "../crash/command.ts";
import { Desk } from "./desk.ts";
import {
  allEvents,
  arrive,
  cutOff,
  homeWith,
  named,
  now,
  sessionIn,
  tablesAfresh,
  tablesOf,
  told,
} from "./homes.ts";

const BULLETIN = "document.monthly-bulletin";
const MONTHS = monthsOf(2017, 3);
const DUE = ["2019-09", "2019-10", "2019-11", "2019-12"];
const MONTHLY = 11;
/** Forecasts stand at the last months only. */
const ORIGINS = 25;
const WHOLE = 5;

const bench = new Bench();
let home: Home;

beforeAll(async () => {
  home = homeWith(bench.at("prepared"), {
    region: "410101",
    bulletins: { documents: ["monthly-bulletin"], formats: ["docx", "html"], from: DUE[0] },
    runs: { stop_seconds: 0, parallel: 1 },
    deadlines: [],
  });
  await arrive(home, "a.csv", writeStatement, { regions: 2, months: MONTHS });
  await arrive(home, "b.csv", writeBudget, { regions: 2, months: MONTHS });
  await arrive(home, "c.csv", writeInsured, { regions: 2, months: MONTHS });
  bench.copy("prepared", "empty");
});
afterAll(() => bench.clear());

/** Goes on with the open backfill in this process, and stops it when an event says so. */
function goOn(when: (event: RunEvent, told: number) => boolean = () => false) {
  const stop = new AbortController();
  let built = 0;
  const watch = (event: RunEvent) => {
    if (event.event === "materialized") built += 1;
    if (when(event, built)) stop.abort();
  };
  return carryOutBackfill(home, openBackfill(home), (wish) =>
    run(home, { now, ...wish, signal: stop.signal, watch }),
  );
}

const isOf = (event: RunEvent, name: RunEvent["event"], asset: string) =>
  event.event === name && "asset" in event && event.asset === asset;

const ends = (events: RunEvent[], asset: string) =>
  told(events, "step ended").filter((event) => event.asset === asset).length;

describe("36 months of everything", () => {
  let id: string;

  test("interrupted five times, by signal and by kill -9, it ends as one build would", async () => {
    const cut = (args: string[], when: (events: RunEvent[]) => boolean) =>
      cutOff(home, ["backfill", ...args], "SIGKILL", when);
    const first = await cut(["--chunk", "6"], (e) => ends(e, "core.fund_cell") >= 2);
    expect(first.signal).toBe("SIGKILL");
    expect(first.output).toContain("fundwatch backfill --resume");
    id = openBackfill(home).backfill;
    const second = await goOn((event, built) => event.event === "step started" && built >= 60);
    const third = await goOn((event) => isOf(event, "logged", "marts.fund_month"));
    for (const { report, backfill } of [second, third]) {
      expect(report.status).toBe("interrupted");
      expect(backfill).toMatchObject({ backfill: id, status: "open" });
      expect(linesOf(report).join()).toContain("运行被中断");
    }
    const fourth = await cut(["--resume"], (e) => ends(e, BULLETIN) >= 1);
    expect(fourth.signal).toBe("SIGKILL");
    const fifth = await goOn((event) => isOf(event, "step started", BULLETIN));
    expect(fifth.report.status).toBe("interrupted");
    const { status, stderr } = await fundwatch(home.root, ["backfill", "--resume", id]);
    expect(status, stderr).toBe(0);
    expect(backfills(home)).toMatchObject([{ backfill: id, status: "done" }]);

    expect(await tablesOf(home)).toEqual(await tablesAfresh(home));
    expect(await planRun(home, {})).toEqual([]);
    expect([...manifests(home, BULLETIN).keys()]).toEqual(DUE.map((month) => `410101|${month}`));
  });

  test("its journals tell of every partition once", async () => {
    const built = told(allEvents(home), "materialized");
    expect(new Set(named(built)).size).toBe(built.length);
    expect(built).toHaveLength(MONTHLY * MONTHS.length + ORIGINS + WHOLE + DUE.length);
    const past = runIds(home).map((run) => pastRun(home, run)!);
    expect(past.map(({ status }) => status)).toEqual([...Array(5).fill("interrupted"), "done"]);
    expect(new Set(past.map(({ trigger }) => trigger))).toEqual(new Set([`backfill ${id}`]));
    expect(past.slice(-3).map(({ published }) => published)).toEqual([true, false, false]);
  });

  test("no month was built before what it reads", async () => {
    const store = await Store.open(":memory:");
    const graph = await graphOf(assets(), checks(), (sql) => store.tablesRead(sql));
    store.close();
    const built = told(allEvents(home), "materialized");
    const place = new Map(built.map((event, i) => [named([event])[0]!, i]));
    const parts = (key: string) => built.filter(({ asset }) => asset === key);
    let asked = 0;
    for (const { key, ...asset } of graph.order.filter(isTable)) {
      for (const { partition } of parts(key)) {
        const reads = graph.reads
          .get(key)!
          .flatMap(parts)
          .filter(({ partition: read }) => {
            if (read === "" || asset.partitioning === "whole") return true;
            return asset.partitioning === "history" ? read <= partition : read === partition;
          });
        for (const read of reads)
          expect(place.get(`${read.asset} ${read.partition}`)).toBeLessThan(
            place.get(`${key} ${partition}`)!,
          );
        asked += reads.length;
      }
    }
    expect(asked).toBeGreaterThan(3000);
  });

  test("forced, over some months, interrupted twice: these months, each once", async () => {
    const [before, earlier] = [await tablesOf(home), runIds(home)];
    const range = { from: "2018-07", to: "2019-09" };
    requestBackfill(home, { selection: [], ...range, force: true, chunk_months: 6 }, now());
    const again = await goOn((event) => isOf(event, "step ended", "core.fund_flow"));
    const halfway = await goOn((event, built) => event.event === "step started" && built >= 40);
    expect([again, halfway].map(({ report }) => report.status)).toEqual(
      Array(2).fill("interrupted"),
    );
    expect((await goOn()).backfill).toMatchObject({ status: "done", ...range });
    const built = runIds(home)
      .filter((run) => !earlier.includes(run))
      .flatMap((run) => told(eventsOf(home, run), "materialized"));
    expect(new Set(named(built)).size).toBe(built.length);
    const months = MONTHS.filter((m) => m >= range.from && m <= range.to);
    expect(built).toHaveLength((MONTHLY + 1) * months.length + WHOLE + 1);
    const seen = built.map(({ partition }) => partition.split("|").at(-1)!);
    expect(new Set(seen)).toEqual(new Set(["", ...months]));
    expect(new Set(built.map(({ reason }) => reason))).toEqual(new Set(["forced"]));
    expect(await tablesOf(home)).toEqual(before);
  });
});

describe("the verb", () => {
  test("--dry-run, --list, --cancel, and what it refuses", async () => {
    const { session, said } = sessionIn(bench.at("empty"));
    const asked = (options: Record<string, unknown>, selection: string[] = []) =>
      act(session, selection, options);
    const at = session.home();
    await asked({ dryRun: true, from: "2018-01", to: "2018-03" }, ["+marts.insured_month"]);
    expect(said.at(-1)!.lines.at(-1)).toContain("共 9 个分区");
    await asked({ list: true });
    expect(said.at(-1)!.lines).toEqual(["还没有做过回填。"]);
    expect(runIds(at)).toEqual([]);

    await expect(asked({ resume: true })).rejects.toThrow("没有未完成的回填");
    await expect(asked({ resume: "nobody" })).rejects.toThrow("没有编号为 nobody 的回填");
    await expect(asked({ cancel: "nobody" })).rejects.toThrow("没有编号为 nobody 的回填");
    for (const chunk of ["0", "-1", "1.5", "many"])
      await expect(asked({ chunk })).rejects.toThrow("不是月数");
    await expect(asked({ from: "2019-13" })).rejects.toThrow("不是月份");
    await expect(asked({ from: "2019-02", to: "2019-01" })).rejects.toThrow("在 --to 2019-01 之后");
    expect(backfills(at)).toEqual([]);
    await expect(asked({}, ["marts.nothing"])).rejects.toThrow("没有名为 marts.nothing");
    expect(backfills(at).map(({ status }) => status)).toEqual(["cancelled"]);

    const wish = { selection: ["+marts.insured_month"], force: false, chunk_months: 2 };
    const range = { from: "2018-01", to: "2018-05" };
    const { backfill } = requestBackfill(at, { ...wish, ...range }, now());
    await asked({ cancel: backfill });
    expect(said.at(-1)!.value).toMatchObject({ backfill, status: "cancelled" });
    await expect(asked({ resume: backfill })).rejects.toThrow("已取消");

    await asked({ ...range, chunk: "2" }, wish.selection);
    const done = said.at(-1)!.value as { backfill: Backfill };
    expect(done.backfill).toMatchObject({ status: "done", ...range, chunk_months: 2 });
    await expect(asked({ resume: done.backfill.backfill })).rejects.toThrow("已完成");
    const built = told(allEvents(at), "materialized");
    expect(new Set(built.map(({ partition }) => partition))).toEqual(
      new Set(["2018-01", "2018-02", "2018-03", "2018-04", "2018-05"]),
    );
    const ended = told(allEvents(at), "step ended").filter((e) => e.asset === "core.insured");
    expect(ended.map(({ partitions }) => partitions.length)).toEqual([2, 2, 1]);
    await asked({ list: true });
    expect(said.at(-1)!.lines.join("\n")).toMatch(/2018-01～2018-05 +完成 +1 +15/);
  });
});

test("in parts, a table waits for its own earlier part and for those it reads", async () => {
  const desk = await Desk.open(
    [1, 2, 3, 4].map((m): [string, string, number] => ["a", `2019-0${m}`, m]),
  );
  const [store, graph, catalog] = await desk.prepare();
  const { tasks } = await tableWork(store, graph, catalog, { now, chunkMonths: 2 });
  const parts = (key: string) => [`${key}#1`, `${key}#2`];
  const [first, second] = parts("staging.reading");
  expect(Object.fromEntries(tasks.map(({ key, after }) => [key, after]))).toEqual({
    "staging.reading#1": [],
    "staging.reading#2": [first],
    "core.count#1": [first],
    "core.count#2": ["core.count#1", first, second],
    "core.running#1": [first],
    "core.running#2": ["core.running#1", first, second],
    "marts.whole": parts("core.running"),
  });
  desk.close();
});

test("in parts, a table waits for what is removed from the one it reads", async () => {
  const desk = await Desk.open(
    [1, 2, 3, 4, 5].map((m): [string, string, number] => ["a", `2019-0${m}`, m]),
  );
  desk.tables = {
    "staging.reading": desk.tables["staging.reading"]!,
    "core.fine": desk.tables["staging.reading"]!.replace("source.reading", "staging.reading"),
    "core.alltold": desk.tables["core.running"]!.replace("staging.reading", "core.fine"),
  };
  await desk.run();
  desk.readings.splice(0, 1);
  desk.readings.splice(2, 2, ["a", "2019-04", 40], ["a", "2019-05", 50]);
  await desk.run({ chunkMonths: 1 });
  expect(await desk.hashes()).toEqual(await desk.fresh());
  desk.close();
});
