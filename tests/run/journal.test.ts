import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { monthsOf, writeBudget, writeInsured, writeStatement } from "../../bench/statements.ts";
import { eventsOf, pastRun, runIds } from "../../pipelines/history.ts";
import type { Home } from "../../pipelines/home.ts";
import { arrivals } from "../../pipelines/ingest/batches.ts";
import type { RunEvent, RunFact } from "../../pipelines/journal.ts";
import { Journal, runId } from "../../pipelines/journal.ts";
import { run } from "../../pipelines/run.ts";
import { Bench } from "../crash/command.ts";
import { Desk } from "./desk.ts";
import { arrive, ask, homeWith, lastEvents, named, now, told } from "./homes.ts";

const MONTHS = monthsOf(2019, 1).slice(0, 4);
const BULLETIN = "document.monthly-bulletin";

const bench = new Bench();
let home: Home;
let events: RunEvent[];
let watched: RunEvent[];

beforeAll(async () => {
  const bulletins = { documents: ["monthly-bulletin"], formats: ["docx", "html"] };
  home = homeWith(bench.at("home"), { region: "410101", bulletins });
  await arrive(home, "a.csv", writeStatement, { regions: 2, months: MONTHS });
  await arrive(home, "a2.csv", writeStatement, {
    regions: 1,
    first: 2,
    months: MONTHS.slice(3),
  });
  await arrive(home, "b.csv", writeBudget, { regions: 3, months: MONTHS });
  await arrive(home, "c.csv", writeInsured, { regions: 3, months: MONTHS });
  watched = [];
  await run(home, { now, trigger: "test", watch: (event) => void watched.push(event) });
  events = lastEvents(home);
});
afterAll(() => bench.clear());

const batchOf = (file: string): string =>
  arrivals(home).find((arrival) => arrival.file === file)!.batches[0]!.batch;

describe("a run's journal", () => {
  test("is what its watcher hears, from its beginning to its end", () => {
    expect(watched).toEqual(events);
    expect(new Set(events.map((event) => event.run)).size).toBe(1);
    expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).sort());
    expect(events[0]).toMatchObject({
      event: "run started",
      trigger: "test",
      selection: [],
      pid: process.pid,
      steps: 12 * MONTHS.length + 5,
    });
    expect(events.at(-1)).toMatchObject({ event: "run ended", status: "done" });
    const places = ["published", "run ended"].map((name) =>
      events.findIndex(({ event }) => event === name),
    );
    const papers = events.findIndex(
      (event) => event.event === "materialized" && event.asset === BULLETIN,
    );
    expect(places[0]).toBeLessThan(papers);
    expect(papers).toBeLessThan(places[1]!);
  });

  test("tells of every partition its rows, span, code and fingerprint as recorded", async () => {
    const recorded = await ask<Record<string, string>>(
      home,
      `select p.asset, p.partition, p.fingerprint, p.row_count, a.code
       from meta.partition p join meta.asset a using (asset)`,
    );
    const built = told(events, "materialized").filter(({ asset }) => asset !== BULLETIN);
    expect(named(built)).toEqual(named(recorded as never));
    const byName = new Map(recorded.map((row) => [`${row.asset} ${row.partition}`, row]));
    for (const event of built) {
      const { asset, partition } = event;
      const row = byName.get(`${asset} ${partition}`)!;
      expect(event).toMatchObject({
        reason: "missing",
        rows: Number(row.row_count),
        code: row.code,
        fingerprint: row.fingerprint,
        period: partition === "" ? null : [partition, partition],
        seconds: expect.any(Number),
        peak_memory_mib: expect.any(Number),
      });
      expect(event.seconds).toBeGreaterThan(0);
      expect(event.peak_memory_mib).toBeGreaterThan(20);
      expect(event.files).toBeUndefined();
    }
    // Of a few months nothing is forecast that could be scored.
    const empty = new Set(built.filter(({ rows }) => rows === 0).map(({ asset }) => asset));
    expect([...empty].filter((asset) => !asset!.startsWith("marts.forecast_"))).toEqual([]);
  });

  test("names the batches of what reads files, and of nothing else", () => {
    const batches = new Map(
      told(events, "materialized").map((e) => [`${e.asset} ${e.partition}`, e.batches]),
    );
    const [first, second] = [batchOf("a.csv"), batchOf("a2.csv")];
    expect(batches.get("staging.fund_statement 2019-01")).toEqual([first]);
    expect(batches.get("staging.fund_statement 2019-04")).toEqual([first, second]);
    expect(batches.get("staging.fund_budget ")).toEqual([batchOf("b.csv")]);
    expect(batches.get("staging.insured 2019-02")).toEqual([batchOf("c.csv")]);
    const others = [...batches].filter(([key]) => !key.startsWith("staging."));
    expect(others.length).toBeGreaterThan(20);
    expect(others.every(([, of]) => of === undefined)).toBe(true);
  });

  test("tells of a document its files and the month it speaks of", () => {
    const [made] = told(events, "materialized").filter(({ asset }) => asset === BULLETIN);
    expect(made).toMatchObject({
      partition: "410101|2019-04",
      rows: null,
      period: ["2019-04", "2019-04"],
      files: [expect.stringMatching(/\.docx$/), expect.stringMatching(/\.html$/)],
    });
    const of = (name: "step started" | "step ended") =>
      told(events, name).filter(({ asset }) => asset === BULLETIN);
    expect(of("step started")).toMatchObject([{ partitions: 1, attempt: 1 }]);
    expect(of("step ended")).toMatchObject([{ status: "done", attempts: 1 }]);
  });

  test("has log lines of every step of a table", () => {
    const steps = told(events, "step ended").filter(
      ({ asset, partitions }) => asset !== BULLETIN && partitions.length > 0,
    );
    for (const { asset, rows } of steps) {
      const lines = told(events, "logged").filter((event) => event.asset === asset);
      expect(lines.map(({ line }) => line)).toEqual([
        expect.stringMatching(/^选出 \d+ 行，用时 \d+\.\d\d 秒$/),
        expect.stringMatching(new RegExp(`^已换上，全表 ${rows} 行，用时 \\d+\\.\\d\\d 秒$`)),
      ]);
    }
    expect(steps).toHaveLength(17);
  });

  test("of a run that finds nothing to do does not exist", async () => {
    const before = runIds(home);
    await run(home, { now });
    expect(runIds(home)).toEqual(before);
  });
});

test("checks are told with their rows, retries with their pause, failures with a line", async () => {
  const desk = await Desk.open([
    ["a", "2019-01", 1],
    ["a", "2019-02", 300],
  ]);
  desk.checks = {
    small: `-- 读数不应超过 100\n-- severity: warn\nselect region, month, amount from core.running where amount > 100`,
    tiny: `-- 读数不应超过 200\n-- severity: stop\nselect region, month, amount from core.running where amount > 200`,
    well: `-- 读数不应为负\n-- severity: stop\nselect region from core.count, staging.reading where amount < 0`,
  };
  const facts: RunFact[] = [];
  await desk.run({ journal: { write: (...told) => void facts.push(...told) } });
  desk.close();
  const of = (name: string) => facts.filter(({ event }) => event === name);
  expect(of("checked")).toMatchObject([
    { asset: "core.running", check: "small", severity: "warn", rows: 1 },
    { asset: "core.running", check: "tiny", severity: "stop", rows: 1, about: "读数不应超过 200" },
  ]);
  expect(facts.filter((fact) => fact.event === "logged" && fact.asset === "core.running")).toEqual([
    { event: "logged", asset: "core.running", line: expect.stringMatching(/^选出 2 行/) },
    { event: "logged", asset: "core.running", line: "没有换上，表仍是原来的样子" },
  ]);
  const ended = of("step ended").map((fact) => (fact.event === "step ended" ? fact.status : ""));
  expect(ended.sort()).toEqual(["done", "done", "failed", "skipped"]);
});

test("ids sort by the moment of their run; runs of one moment are told apart", () => {
  const moments = [
    "2026-11-21T14:30:00.007Z",
    "2026-11-21T14:30:00.123Z",
    "2026-11-21T14:30:01.001Z",
  ];
  const ids = moments.map((moment) => runId(new Date(moment)));
  expect(ids[1]).toMatch(/^20261121T143000123-[0-9a-f]{6}$/);
  expect([...ids].sort()).toEqual(ids);
  const same = Array.from({ length: 100 }, () => runId(new Date(moments[0]!)));
  expect(new Set(same).size).toBe(100);
});

test("a journal that never ended, and one that has no beginning, disturb nobody", () => {
  const other = homeWith(bench.at("torn"), {});
  const journal = new Journal(other, "20190101T000000000-abcdef", now);
  journal.write({ event: "logged", asset: "a", line: "b" });
  journal.close();
  expect(eventsOf(other, journal.run)).toHaveLength(1);
  expect(pastRun(other, journal.run)).toBeUndefined();
});
