import { readFileSync, rmSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { monthsOf, writeStatement } from "../../bench/statements.ts";
import { manifests } from "../../pipelines/documents/manifest.ts";
import { type Home, openHome } from "../../pipelines/home.ts";
import { arrivals } from "../../pipelines/ingest/batches.ts";
import { load, withdraw } from "../../pipelines/ingest/load.ts";
import { overview } from "../../pipelines/overview.ts";
import type { Choice } from "../../pipelines/plan.ts";
import { planRun } from "../../pipelines/preview.ts";
import { run } from "../../pipelines/run.ts";
import { Bench } from "../crash/command.ts";
import { arrive, configured, homeWith, lastEvents, named, now, told } from "./homes.ts";

const BULLETIN = "document.monthly-bulletin";
const [ONE, TWO] = ["410101", "410102"];
const MONTHS = monthsOf(2019, 1).slice(0, 4);
const config = { bulletins: { regions: [ONE, TWO] }, deadlines: [] };

const bench = new Bench();
let prepared: Home;

beforeAll(async () => {
  prepared = homeWith(bench.at("prepared"), config);
  await arrive(prepared, "one.csv", writeStatement, { regions: 1, months: MONTHS });
  await arrive(prepared, "two.csv", writeStatement, { regions: 1, first: 1, months: MONTHS });
  await run(prepared, { now });
});
afterAll(() => bench.clear());

const copy = (name: string): Home => openHome(bench.copy("prepared", name));

/** `410101|2019-04 missing`: the documents a run would make. */
const wanted = async (home: Home, options: Choice & { selection?: string[] } = {}) =>
  (await planRun(home, options))
    .filter(({ asset }) => asset === BULLETIN)
    .map(({ partition, reason }) => `${partition} ${reason}`);
const missing = (region: string, ...months: string[]) =>
  months.map((month) => `${region}|${month} missing`);

test("which documents there should be: the latest month's, from a month on, or of a range", async () => {
  const home = copy("which");
  const made = [...manifests(home, BULLETIN).keys()];
  expect(made).toEqual([`${ONE}|2019-04`, `${TWO}|2019-04`]);
  expect(await wanted(home)).toEqual([]);
  const with_ = (other: object) => configured(home, { ...config, ...other });

  const since = with_({ bulletins: { regions: [TWO], from: "2019-02" } });
  expect(await wanted(since)).toEqual(missing(TWO, "2019-02", "2019-03"));
  expect(await wanted(since, { to: "2019-02" })).toEqual(missing(TWO, "2019-02"));
  expect(await wanted(since, { from: "2019-05" })).toEqual([]);

  const own = with_({ bulletins: {}, region: ONE });
  const [selection, range] = [["document.*"], { from: "2019-01", to: "2019-02" }];
  expect(await wanted(own)).toEqual([]);
  expect(await wanted(own, range)).toEqual([]);
  expect(await wanted(own, { selection, ...range })).toEqual(missing(ONE, "2019-01", "2019-02"));
  expect(await wanted(with_({ bulletins: {} }), { selection, ...range })).toEqual([
    ...missing(ONE, "2019-01", "2019-02"),
    ...missing(TWO, "2019-01", "2019-02"),
  ]);
  expect(await wanted(with_({ bulletins: {} }))).toEqual([]);
  expect(await wanted(with_({ bulletins: {}, region: "419999" }), { selection })).toEqual([]);
});

test("forced, or the file gone: only those", async () => {
  const home = copy("gone");
  const built = [...manifests(home, BULLETIN).values()].map(({ built_at }) => built_at).sort();
  const later = new Date(Date.parse(built.at(-1)!) + 60_000).toISOString();
  expect(await wanted(home, { selection: ["document.*"], forcedBefore: built[0]! })).toEqual([]);
  expect(await wanted(home, { selection: ["document.*"], forcedBefore: later })).toEqual([
    `${ONE}|2019-04 forced`,
    `${TWO}|2019-04 forced`,
  ]);
  const [, html] = manifests(home, BULLETIN).get(`${TWO}|2019-04`)!.files;
  rmSync(`${home.root}/${html!.path}`);
  expect(await wanted(home)).toEqual([`${TWO}|2019-04 missing`]);
  await run(home, { now });
  expect(named(told(lastEvents(home), "materialized"))).toEqual([`${BULLETIN} ${TWO}|2019-04`]);
  expect(await wanted(home)).toEqual([]);
});

test("a region that vanished leaves its document alone, and comes back to it", async () => {
  const home = copy("vanished");
  const paper = manifests(home, BULLETIN).get(`${TWO}|2019-04`)!;
  const bytes = () => paper.files.map(({ path }) => readFileSync(`${home.root}/${path}`, "base64"));
  const before = bytes();
  const [batch] = arrivals(home).find(({ file }) => file === "two.csv")!.batches;
  await withdraw(home, batch!.batch, "不归本市了", now());
  const gone = await run(home, { now });
  expect(gone.status).toBe("done");
  expect(await planRun(home, {})).toEqual([]);
  expect((await overview(home)).planned).toEqual([]);
  expect(manifests(home, BULLETIN).get(`${TWO}|2019-04`)).toEqual(paper);

  await load(home, [`${prepared.root}/files/two.csv`], { now });
  expect((await run(home, { now })).status).toBe("done");
  expect(bytes()).toEqual(before);
  expect(await planRun(home, {})).toEqual([]);
});

test("a document that rests on tables that are not there is not planned", async () => {
  const home = copy("bare");
  rmSync(home.warehouse);
  await run(home, { now, selection: ["+marts.fund_month"] });
  expect(await wanted(home, { selection: ["document.*"] })).toEqual([]);
  expect(await wanted(home)).toEqual([]);
});
