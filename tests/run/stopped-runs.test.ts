import { afterAll, beforeAll, expect, test } from "vitest";
import { monthsOf, writeBudget, writeInsured, writeStatement } from "../../bench/statements.ts";
import { eventsOf, pastRun, runIds } from "../../pipelines/history.ts";
import { type Home, openHome } from "../../pipelines/home.ts";
import type { RunEvent } from "../../pipelines/journal.ts";
import { planRun } from "../../pipelines/preview.ts";
import { type RunOptions, type RunReport, run } from "../../pipelines/run.ts";
import { Bench, fundwatch } from "../crash/command.ts";
import { published, warehouse } from "../crash/home-state.ts";
import {
  arrive,
  configured,
  cutOff,
  forget,
  homeWith,
  named,
  now,
  tablesAfresh,
  tablesOf,
  told,
} from "./homes.ts";

const bench = new Bench();
const MONTHS = monthsOf(2018, 2);
const config = { region: "410101", deadlines: [] };
const selection = ["+marts.insured_month"];
const range = { from: "2018-03", to: "2018-10" };

beforeAll(async () => {
  const home = homeWith(bench.at("prepared"), config);
  await arrive(home, "a.csv", writeStatement, { regions: 3, months: MONTHS });
  await arrive(home, "b.csv", writeBudget, { regions: 3, months: MONTHS });
  await arrive(home, "c.csv", writeInsured, { regions: 3, months: MONTHS });
});
afterAll(() => bench.clear());

const copy = (name: string): Home => openHome(bench.copy("prepared", name));
const status = (home: Home, id: string) => pastRun(home, id)?.status;

/** A run in this process that is asked to stop as soon as an event says so. */
function stopped(home: Home, when: (event: RunEvent) => boolean, options: Partial<RunOptions>) {
  const stop = new AbortController();
  const watch = (event: RunEvent) => {
    if (when(event)) stop.abort();
  };
  return run(home, { now, ...options, signal: stop.signal, watch });
}

test("steps that may take no time at all fail, and harm nothing", async () => {
  const home = copy("hurried");
  for (const minutes of [0.00001, 0.0001, 0.0005]) {
    const hurried = configured(home, { ...config, runs: { step_minutes: minutes } });
    const report = await run(hurried, { now, selection: ["+marts.*"] });
    expect(["failed", "done"]).toContain(report.status);
    const failed = report.steps.filter((step) => step.status === "failed");
    for (const { error } of failed) expect(error).toMatch(/超过 0\.\d+ 秒没有完成，已中断$/);
    if (minutes === 0.00001) expect(failed.length).toBeGreaterThan(0);
    await warehouse(home.root);
  }
  const patient = configured(home, config);
  expect((await run(patient, { now, selection: ["+marts.*"] })).status).toBe("done");
  const built = await tablesOf(home);
  const isBuilt = new Set(built.map(({ table }) => table));
  expect([...isBuilt].filter((table) => table.startsWith("marts.")).length).toBeGreaterThan(8);
  expect(built).toEqual((await tablesAfresh(home)).filter(({ table }) => isBuilt.has(table)));
});

test("SIGTERM: status 1, a message, an interrupted journal; the next run completes", async () => {
  const home = copy("term");
  const cut = await cutOff(home, ["run"], "SIGTERM", (e) => told(e, "materialized").length >= 2);
  expect(cut).toMatchObject({ status: 1, signal: null });
  expect(cut.output).toContain("收到停止请求");
  expect(cut.output).toContain("运行被中断；再次执行 fundwatch run 会从没有完成的步骤接着做");
  expect(status(home, cut.run)).toBe("interrupted");
  const events = eventsOf(home, cut.run);
  const first = told(events, "materialized");
  expect(events.at(-1)).toMatchObject({ event: "run ended", status: "interrupted" });
  expect(told(events, "published")).toEqual([]);
  const report = await run(home, { now });
  expect(report.status).toBe("done");
  const again = named(told(eventsOf(home, report.run), "materialized"));
  expect(named(first).filter((partition) => again.includes(partition))).toEqual([]);
  expect(await tablesOf(home)).toEqual(await tablesAfresh(home));
  expect(await published(home.root)).toBe(await warehouse(home.root));
});

test("run --resume goes on with the choice of the run that was stopped, or killed", async () => {
  const home = copy("resumed");
  expect(await fundwatch(home.root, ["run", "--resume"])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("没有被中断的运行可接着做"),
  });
  const cut = await stopped(home, ({ event }) => event === "step ended", { selection, ...range });
  expect(cut.status).toBe("interrupted");
  const none = await stopped(home, ({ event }) => event === "run started", { resume: true });
  expect(none).toMatchObject({ status: "interrupted", resumes: cut.run });
  expect(none.steps.every((step) => step.status === "interrupted")).toBe(true);
  forgetEnd(home, none.run);

  const { status: code, stdout } = await fundwatch(home.root, ["run", "--resume", "--json"]);
  expect(code).toBe(0);
  const report = JSON.parse(stdout) as RunReport;
  expect(report).toMatchObject({ status: "done", resumes: none.run });
  expect(status(home, none.run)).toBe("interrupted");
  expect(pastRun(home, report.run)!.request).toMatchObject({ selection, ...range });
  const built = runIds(home).flatMap((id) => told(eventsOf(home, id), "materialized"));
  const months = MONTHS.filter((m) => m >= range.from && m <= range.to);
  expect(named(built)).toEqual(
    ["staging.insured", "core.insured", "marts.insured_month"]
      .flatMap((asset) => months.map((month) => `${asset} ${month}`))
      .sort(),
  );
  await expect(run(home, { now, resume: true })).rejects.toMatchObject({ exitStatus: 2 });
});

test("a killed run is ended by the next one, which adds what it could not tell, once", async () => {
  const home = copy("killed");
  const when = (events: RunEvent[]) => told(events, "materialized").length >= 2;
  const cut = await cutOff(home, ["run", "+marts.*"], "SIGKILL", when);
  expect(cut.signal).toBe("SIGKILL");
  expect(status(home, cut.run)).toBe("unfinished");
  const quiet = told(eventsOf(home, cut.run), "materialized")[0]!.asset;
  forget(home, cut.run, (event) => "asset" in event && event.asset === quiet);
  const earlier = eventsOf(home, cut.run);
  const report = await run(home, { now, selection: ["+marts.*"] });
  expect(report.status).toBe("done");
  const events = eventsOf(home, cut.run);
  expect(events.slice(0, earlier.length)).toEqual(earlier);
  const added = events.slice(earlier.length);
  expect(added.at(-1)).toMatchObject({ event: "run ended", status: "interrupted" });
  expect(told(added, "materialized").map(({ asset }) => asset)).toContain(quiet);
  for (const event of told(added, "materialized"))
    expect(event).toMatchObject({ reason: null, seconds: null, rows: expect.any(Number) });
  const all = [
    ...told(events, "materialized"),
    ...told(eventsOf(home, report.run), "materialized"),
  ];
  expect(named(all)).toEqual([...new Set(named(all))]);
  expect(all.length).toBe(12 * MONTHS.length + 5);
  await run(home, { now, selection: ["+marts.*"] });
  expect(eventsOf(home, cut.run)).toEqual(events);
});

test("a document that a killed run made, but could not tell of, is told of", async () => {
  const home = copy("document");
  const report = await run(home, { now });
  const whole = eventsOf(home, report.run);
  const [made] = told(whole, "materialized").filter(({ files }) => files !== undefined);
  forget(
    home,
    report.run,
    (e) => e.event === "run ended" || ("asset" in e && e.asset === made!.asset),
  );
  expect((await run(home, { now })).steps).toEqual([]);
  const added = eventsOf(home, report.run).at(-2);
  const { at: _, ...same } = { ...made!, reason: null, seconds: null, peak_memory_mib: null };
  expect(added).toMatchObject(same);
  expect(await planRun(home, {})).toEqual([]);
});

const forgetEnd = (home: Home, id: string) =>
  forget(home, id, ({ event }) => event === "run ended");
