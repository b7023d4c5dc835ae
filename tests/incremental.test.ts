import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { drawn, monthsOf, writeBudget, writeInsured, writeStatement } from "../bench/statements.ts";
import { withFigures } from "../pipelines/figure-book.ts";
import type { Home } from "../pipelines/home.ts";
import { arrivals, statusAt } from "../pipelines/ingest/batches.ts";
import { load, withdraw } from "../pipelines/ingest/load.ts";
import { planRun } from "../pipelines/preview.ts";
import { hashes, type TableHash } from "../pipelines/rebuild.ts";
import { run } from "../pipelines/run.ts";
import { runSteps } from "../pipelines/steps.ts";
import { withWarehouse } from "../pipelines/warehouse.ts";
import { homeWith } from "./run/homes.ts";

const SEEDS = [1, 2, 3];
const ACTIONS = 10;
const MONTHS = monthsOf(2019, 2).slice(7, 18);
const SELECTIONS = [["staging.*"], ["+marts.fund_month"], ["core.fund_cell+"], ["marts.*"]];

const folder = mkdtempSync(path.join(tmpdir(), "fundwatch-incremental-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A clock that gains a minute whenever it is read. */
function clock(): () => Date {
  let at = Date.parse("2021-01-04T01:00:00Z");
  return () => {
    at += 60_000;
    return new Date(at);
  };
}

const built = (home: Home): Promise<TableHash[]> => withWarehouse(home, hashes);

/** The same tables made at once from what counts now, or counted at a moment. */
const fresh = (home: Home, moment?: string): Promise<TableHash[]> =>
  withWarehouse(
    home,
    async (store, graph, catalog) => {
      await runSteps(store, graph, catalog, { now: () => new Date(0) });
      return hashes(store);
    },
    { path: ":memory:", ...(moment === undefined ? {} : { moment }) },
  );

/** Files to arrive: months by themselves, restatements of them, budgets and insured; some contradict others. */
function filesOf(seed: number): string[] {
  const inbox = path.join(folder, `files-${seed}`);
  mkdirSync(inbox);
  const files: string[] = [];
  const write = (
    name: string,
    writer: typeof writeStatement,
    shape: Parameters<typeof writeStatement>[1],
  ) => {
    const file = path.join(inbox, `${name}.csv`);
    writer(file, shape);
    files.push(file);
  };
  for (const [i, month] of MONTHS.entries()) {
    write(`statement-${month}`, writeStatement, { regions: 3, months: [month] });
    if (drawn(3, seed, i) === 0)
      write(`restated-${month}`, writeStatement, { regions: 2, months: [month], revision: seed });
  }
  for (const revision of [0, 1]) {
    write(`budget-${revision}`, writeBudget, { regions: 3, months: MONTHS, revision });
    write(`insured-${revision}`, writeInsured, {
      regions: 3,
      months: MONTHS.slice(revision * 5),
      revision,
    });
  }
  return files
    .map((file, i) => ({ file, place: drawn(1_000_000, seed, i, 99) }))
    .sort((a, b) => a.place - b.place)
    .map(({ file }) => file);
}

const batchesThat = (home: Home, statuses: string[]): string[] =>
  arrivals(home)
    .flatMap((arrival) => arrival.batches)
    .filter((batch) => statuses.includes(statusAt(batch)!.status))
    .map((batch) => batch.batch);

test.each(SEEDS)(
  "any order of arrivals and runs ends as one build would (seed %i)",
  async (seed) => {
    const home = homeWith(path.join(folder, `home-${seed}`));
    const now = clock();
    const files = filesOf(seed);
    const arrived: string[] = [];
    const draw = (limit: number, ...keys: number[]) => drawn(limit, seed, ...keys);
    const moments: string[] = [];

    for (let step = 0; step < ACTIONS; step++) {
      const coming = files.splice(0, 1 + draw(3, step, 1));
      await load(home, coming, { now });
      arrived.push(...coming);
      if (draw(4, step, 2) === 0) await load(home, arrived, { now, accept: "核对无误" });
      const counting = batchesThat(home, ["loaded", "accepted"]);
      if (draw(3, step, 3) === 0 && counting.length > 1)
        await withdraw(home, counting[draw(counting.length, step, 4)]!, "报错了", now());
      if (draw(4, step, 5) === 0) await load(home, arrived.slice(-2), { now });
      moments.push(now().toISOString());

      const [from, to] = [draw(MONTHS.length, step, 6), draw(MONTHS.length, step, 7)].sort(
        (a, b) => a - b,
      );
      const way = draw(4, step, 8);
      if (way === 0) await run(home, { now, from: MONTHS[from!], to: MONTHS[to!] });
      if (way === 1) await run(home, { now });
      if (way === 2 && step > 0) {
        const selection = SELECTIONS[draw(SELECTIONS.length, step, 9)]!;
        await run(home, { now, selection, from: MONTHS[from!] }).catch((error: Error) => {
          expect(error.message).toContain("还没有建立");
        });
      }
    }

    const report = await run(home, { now });
    expect(
      report.steps.filter((s) => s.status !== "done").map((s) => `${s.asset} ${s.error}`),
    ).toEqual([]);
    expect(await planRun(home, {})).toEqual([]);
    expect((await run(home, { now })).steps).toEqual([]);
    expect(await built(home)).toEqual(await fresh(home));
  },
);

test("a new month builds its own partitions, and as of before it nothing of it is seen", async () => {
  const home = homeWith(path.join(folder, "home-months"));
  const now = clock();
  const months = MONTHS.slice(0, 8);
  const files = months.map((month) => {
    const file = path.join(folder, `${month}.csv`);
    writeStatement(file, { regions: 2, months: [month] });
    return file;
  });
  await load(home, files.slice(0, 7), { now });
  await run(home, { now });
  const then = now().toISOString();
  const earlier = await built(home);

  await load(home, files.slice(7), { now });
  const planned = await planRun(home, {});
  const last = months.at(-1)!;
  expect(new Set(planned.map((p) => `${p.asset} ${p.partition} ${p.reason}`))).toEqual(
    new Set([
      ...[
        "staging.fund_statement",
        "core.fund_cell",
        "core.fund_balance",
        "core.fund_flow",
        "marts.fund_month",
        "marts.figure",
        "marts.forecast_history",
        "marts.fund_forecast",
        "marts.forecast_ahead",
      ].map((asset) => `${asset} ${last} missing`),
      "marts.forecast_outcome  upstream",
      "marts.forecast_score  upstream",
    ]),
  );
  await run(home, { now });
  expect(await built(home)).toEqual(await fresh(home));
  expect(await fresh(home, then)).toEqual(earlier);
  const seen = await withFigures(home, then, (store) => hashes(store));
  expect(seen).toEqual(earlier);
});
