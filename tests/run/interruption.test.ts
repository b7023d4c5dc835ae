import { afterEach, beforeEach, expect, test } from "vitest";
import { type BuildContext, buildStep } from "../../pipelines/build.ts";
import type { RunFact } from "../../pipelines/journal.ts";
import { META, plan } from "../../pipelines/plan.ts";
import { Fence, Superseded } from "../../pipelines/runner/fence.ts";
import type { Executor } from "../../pipelines/runner/runner.ts";
import { carryOut, tableWork } from "../../pipelines/steps.ts";
import { Desk, lines, statuses, TABLES } from "./desk.ts";
import { now } from "./homes.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open([
    ["a", "2019-01", 1],
    ["a", "2019-02", 3],
  ]);
  await desk.run();
});
afterEach(() => desk.close());

const rowsOf = (table: string) => desk.store.rows(`from ${table} order by all`);
const sideTables = () =>
  desk.store.rows("select table_name from duckdb_tables() where table_name like '%new%'");

const endless = `-- Counts for hours.
-- grain: month
-- partition: month
select month, count(*) as regions
from staging.reading, range(100_000_000) as a(i), range(100_000_000) as b(j)
where hash(i * j) % 7 = 1 group by month`;

test("a query that takes too long is interrupted, and its table stays", async () => {
  const before = await rowsOf("core.count");
  desk.tables = { ...TABLES, "core.count": endless };
  const facts: RunFact[] = [];
  const journal = { write: (...told: RunFact[]) => void facts.push(...told) };
  const { steps } = await desk.run({ timeout: 700, journal });
  expect(statuses({ steps })).toEqual({ "core.count": "failed" });
  expect(steps[0]!.error).toBe("core.count 超过 0.7 秒没有完成，已中断");
  expect(facts.at(-1)).toMatchObject({ event: "step ended", status: "failed", attempts: 1 });
  expect(await sideTables()).toEqual([]);
  expect(await rowsOf("core.count")).toEqual(before);
  desk.tables = TABLES;
  expect(await desk.plan()).toEqual([]);
  desk.readings.push(["b", "2019-02", 5]);
  await desk.run({ timeout: 60_000 });
  expect(await desk.hashes()).toEqual(await desk.fresh());
});

test("a query is interrupted whenever its signal aborts, also while it is being prepared", async () => {
  for (let delay = 0; delay < 4; delay += 0.1) {
    const stop = new AbortController();
    const asked = desk.store.apart(stop.signal, (own) => own.rows(endless));
    setTimeout(() => stop.abort(), delay);
    await expect(asked).rejects.toThrow();
  }
  expect(await desk.plan()).toEqual([]);
});

test("asked to stop, a query gets its grace and then is interrupted", async () => {
  desk.tables = { ...TABLES, "core.count": endless };
  const stop = new AbortController();
  const write = (fact: RunFact) => {
    if (fact.event === "step started" && fact.asset === "core.count") stop.abort();
  };
  const { steps } = await desk.run({ signal: stop.signal, grace: 300, journal: { write } });
  expect(statuses({ steps })).toEqual({ "core.count": "interrupted" });
  expect(await sideTables()).toEqual([]);
});

test("what was committed counts, though its attempt was given up in that moment", async () => {
  desk.readings.push(["b", "2019-02", 5]);
  const [store, graph, catalog] = await desk.prepare();
  const facts: RunFact[] = [];
  const journal = { write: (...told: RunFact[]) => void facts.push(...told) };
  const options = { now, journal, timeout: 1500 };
  const work = await tableWork(store, graph, catalog, options);
  const slow: Executor = {
    async execute(task, attempt) {
      await work.handler(task.payload, attempt);
      await new Promise((resolve) => attempt.signal.addEventListener("abort", resolve));
      throw attempt.signal.reason;
    },
    close: async () => {},
  };
  const steps = await carryOut(work, slow, catalog, graph, options);
  expect(statuses({ steps })).toMatchObject({
    "staging.reading": "done",
    "core.count": "skipped",
  });
  expect(facts.filter(({ event }) => event === "materialized")).toMatchObject([
    { asset: "staging.reading", partition: "2019-02", rows: 2 },
  ]);
  expect(lines(await desk.plan())).not.toContain("staging.reading 2019-02 changed input");
});

test.each([
  ["a month", false],
  ["a whole table", true],
])("an attempt that comes back late does not overwrite the newer one: %s", async (_, whole) => {
  if (whole) await desk.store.run("drop table staging.reading");
  desk.readings[1] = ["a", "2019-02", 100];
  const stepNow = async () => {
    const [store, graph, catalog] = await desk.prepare();
    await store.run(META);
    return (await plan(store, graph, catalog, graph.order))[0]!;
  };
  const fence = new Fence();
  const { signal } = new AbortController();
  const attempt = async (run: string, beforeSwap?: BuildContext["beforeSwap"]) => {
    const step = await stepNow();
    expect(step.full).toBe(whole);
    return desk.store.apart(signal, (own) =>
      buildStep(own, step, [], { run, now: now(), fence, beforeSwap }),
    );
  };
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let arrived = () => {};
  const waiting = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const first = attempt("first", () => {
    arrived();
    return held;
  });
  await waiting;
  desk.readings[1] = ["a", "2019-02", 200];
  await attempt("second");
  const newer = await rowsOf("staging.reading");
  release();
  await expect(first).rejects.toThrow(Superseded);
  expect(newer).toContainEqual({ region: "a", month: "2019-02", amount: 200 });
  expect(await rowsOf("staging.reading")).toEqual(newer);
  expect(
    await desk.store.rows(
      "select run from meta.partition where asset = 'staging.reading' and partition = '2019-02'",
    ),
  ).toEqual([{ run: "second" }]);
  expect(await sideTables()).toEqual([]);
  await desk.run();
  expect(await desk.hashes()).toEqual(await desk.fresh());
});
