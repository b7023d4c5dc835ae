import { appendFileSync, cpSync, mkdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  drawn,
  monthsOf,
  writeBudget,
  writeInsured,
  writeStatement,
} from "../../bench/statements.ts";
import { eventsOf, pastRun, runIds } from "../../pipelines/history.ts";
import { openHome } from "../../pipelines/home.ts";
import { load } from "../../pipelines/ingest/load.ts";
import { Journal } from "../../pipelines/journal.ts";
import { run } from "../../pipelines/run.ts";
import { homeWith } from "../run/homes.ts";
import { Bench, fundwatch } from "./command.ts";
import { type Contents, nothingLeftToDo, published, warehouse } from "./home-state.ts";

const ROUNDS = 20;
const TIMEOUT = 240_000;
const REBUILDS = 6;
const bench = new Bench();
const now = () => new Date();
let [yesterday, today]: Contents[] = [];
let duration = 0;

/** `prepared` was run and published; then more months, and a restatement, arrived. */
beforeAll(async () => {
  const home = homeWith(bench.at("prepared"));
  mkdirSync(bench.at("files"));
  const file = (name: string) => bench.at("files", name);
  const regions = 10;
  const months = monthsOf(2019, 1);
  const [first, second] = [months.slice(0, 8), months.slice(8)];
  writeStatement(file("a.csv"), { regions, months: first });
  writeBudget(file("b.csv"), { regions, months });
  writeInsured(file("c.csv"), { regions, months });
  await load(home, ["a.csv", "b.csv", "c.csv"].map(file), { now });
  await run(home, { now });
  writeStatement(file("d.csv"), { regions, months: second });
  writeInsured(file("e.csv"), { regions: 2, months, revision: 1 });
  const outcomes = await load(home, ["d.csv", "e.csv"].map(file), { now });
  expect(outcomes.map((o) => o.status)).toEqual(["loaded", "loaded"]);
  yesterday = await published(home.root);
  const root = bench.copy("prepared", "undisturbed");
  const whole = await fundwatch(root, ["run"]);
  expect(whole.status, whole.stderr).toBe(0);
  duration = whole.milliseconds;
  today = await published(root);
  expect(today).not.toBe(yesterday);
});
afterAll(() => bench.clear());

test(
  `${ROUNDS} kills during run: readers see the old or the new, and the next run completes`,
  async () => {
    let root = bench.copy("prepared", "home");
    let cut = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const moment = (duration * (0.2 + drawn(1000, 11, round) / 1000)) / 1.1;
      const { killed } = await fundwatch(root, ["run"], moment);
      if (killed) cut += 1;
      const [seen, built] = [await published(root), await warehouse(root)];
      expect([yesterday, today]).toContain(seen);
      if (seen === today) {
        expect(built).toBe(today);
        root = bench.copy("prepared", "home");
      }
    }
    expect(cut).toBeGreaterThan(ROUNDS / 4);
    const { status, stderr } = await fundwatch(root, ["run"]);
    expect(status, stderr).toBe(0);
    expect(await warehouse(root)).toBe(today);
    expect(await published(root)).toBe(today);
    expect(await nothingLeftToDo(openHome(root))).toBe(true);
  },
  TIMEOUT,
);

test("a run cut off between building and publishing is published by the next", async () => {
  const home = openHome(bench.copy("undisturbed", "home"));
  cpSync(openHome(bench.at("prepared")).snapshot, home.snapshot);
  expect(await published(home.root)).toBe(yesterday);
  expect((await run(home, { now })).steps).toEqual([]);
  expect(await published(home.root)).toBe(today);
});

test(
  `${REBUILDS} kills during rebuild lose neither the warehouse nor the snapshot`,
  async () => {
    const root = bench.copy("undisturbed", "home");
    for (let round = 0; round < REBUILDS; round++) {
      await fundwatch(root, ["rebuild"], duration * (0.3 + drawn(1000, 13, round) / 1000));
      expect(await warehouse(root)).toBe(today);
      expect(await published(root)).toBe(today);
    }
    const { status, stdout, stderr } = await fundwatch(root, ["rebuild", "--json"]);
    expect(status, stderr).toBe(0);
    const { tables } = JSON.parse(stdout) as { tables: { compared: string }[] };
    expect(new Set(tables.map((t) => t.compared))).toEqual(new Set(["same"]));
  },
  TIMEOUT,
);

test("a torn last line of the history hides neither earlier nor later runs", () => {
  const home = openHome(bench.copy("undisturbed", "home"));
  const id = runIds(home).at(-1)!;
  const before = pastRun(home, id)!;
  const events = eventsOf(home, id);
  const file = `${home.state}/runs/${id}.jsonl`;
  appendFileSync(file, JSON.stringify(events[0]).slice(0, 40));
  expect(pastRun(home, id)).toEqual(before);
  const journal = new Journal(home, id, now);
  journal.write({ event: "logged", asset: "later", line: "told" });
  journal.close();
  expect(eventsOf(home, id)).toHaveLength(events.length + 1);
  expect(pastRun(home, id)).toEqual(before);
  expect(readFileSync(file, "utf8").endsWith("\n")).toBe(true);
});
