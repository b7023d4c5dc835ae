import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { monthsOf, writeBudget, writeInsured, writeStatement } from "../../bench/statements.ts";
import { act as planOf } from "../../bin/plan.ts";
import { manifests } from "../../pipelines/documents/manifest.ts";
import { readFigures, withFigures } from "../../pipelines/figure-book.ts";
import { type Home, openHome } from "../../pipelines/home.ts";
import { load } from "../../pipelines/ingest/load.ts";
import type { PlannedPartition } from "../../pipelines/plan.ts";
import { type Preview, planRun, previewRun } from "../../pipelines/preview.ts";
import { hashes } from "../../pipelines/rebuild.ts";
import { run } from "../../pipelines/run.ts";
import { Store } from "../../pipelines/store.ts";
import { Bench, bytesBelow, fundwatch } from "../crash/command.ts";
import {
  arrive,
  homeWith,
  lastEvents,
  named,
  now,
  sessionIn,
  tablesAfresh,
  tablesOf,
  told,
} from "./homes.ts";

const BULLETIN = "document.monthly-bulletin";
const [CITY, COUNTY] = ["410101", "410103"];
const MONTHS = monthsOf(2018, 2);
const RESTATED = "2018-12";
const from = (month: string) => MONTHS.filter((m) => m >= month);

const bench = new Bench();
let prepared: Home;

beforeAll(async () => {
  prepared = homeWith(bench.at("prepared"), {
    region: CITY,
    regions: [
      { code: CITY, name: "某市" },
      { code: "410102", name: "甲县", parent: CITY },
      { code: COUNTY, name: "乙县", parent: CITY },
    ],
    bulletins: { documents: ["monthly-bulletin"], formats: ["docx", "html"], from: "2019-10" },
  });
  await arrive(prepared, "a.csv", writeStatement, { regions: 3, months: MONTHS });
  await arrive(prepared, "b.csv", writeBudget, { regions: 3, months: MONTHS });
  await arrive(prepared, "c.csv", writeInsured, { regions: 3, months: MONTHS });
  await run(prepared, { now });
});
afterAll(() => bench.clear());

const copy = (name: string): Home => openHome(bench.copy("prepared", name));

/** One month of one county told anew; with revision 0, in the same words. */
const restate = (home: Home, revision: number) =>
  arrive(home, "late.csv", writeStatement, {
    regions: 1,
    first: 2,
    months: [RESTATED],
    revision,
  });

/** All that a home holds except the warehouse's and the config's bytes. */
async function everything(home: Home): Promise<string> {
  const store = await Store.open(home.warehouse);
  const rows = (sql: string) => store.rows(sql);
  const text = JSON.stringify([
    await hashes(store),
    await rows("from meta.asset order by all"),
    await rows("from meta.partition order by all"),
    await rows("select schema_name, table_name from duckdb_tables() order by all"),
    await rows(
      "select schema_name from duckdb_schemas() where database_name = 'warehouse' order by all",
    ),
  ]);
  store.close();
  const bytes = [home.serve, home.out, home.state, home.raw].map((folder) => [
    ...bytesBelow(folder),
  ]);
  return createHash("sha256").update(text).update(JSON.stringify(bytes)).digest("hex");
}

const figuresOf = async (home: Home): Promise<Map<string, string | null>> =>
  new Map(
    (await withFigures(home, undefined, (store) => readFigures(store))).map((f) => [f.id, f.value]),
  );

function differences(before: Map<string, string | null>, after: Map<string, string | null>) {
  const ids = [...new Set([...before.keys(), ...after.keys()])];
  return ids
    .map((id) => ({ id, was: before.get(id) ?? null, becomes: after.get(id) ?? null }))
    .filter(({ was, becomes }) => was !== becomes)
    .sort((a, b) => a.id.localeCompare(b.id));
}

const moved = (preview: Preview) =>
  preview.figures
    .map(({ id, was, becomes }) => ({ id, was, becomes }))
    .sort((a, b) => a.id.localeCompare(b.id));

type Entry = Omit<PlannedPartition, "reason"> & {
  reason: string | null;
  figures?: Preview["figures"];
  checks?: Preview["broken"];
};

/** What `plan` answers, in JSON and in words. */
async function planned(home: Home): Promise<{ entries: Entry[]; lines: string[] }> {
  const { session, said } = sessionIn(home.root);
  await planOf(session, [], {});
  const [{ value, lines }] = said as [(typeof said)[0]];
  return { entries: value as Entry[], lines };
}

/** Files and the lasting part of the manifest of every bulletin, by partition. */
function documents(home: Home): Map<string, string> {
  return new Map(
    [...manifests(home, BULLETIN)].map(([partition, manifest]) => {
      const { upstream: _, ...lasting } = manifest;
      const files = manifest.files.map((file) =>
        readFileSync(`${home.root}/${file.path}`, "base64"),
      );
      return [partition, JSON.stringify([lasting, files])];
    }),
  );
}

describe("a late file restates one month of one county", () => {
  let home: Home;
  let preview: Preview;
  beforeAll(async () => {
    home = copy("late");
    await restate(home, 1);
    const before = await everything(home);
    preview = await previewRun(home, { now });
    expect(await everything(home)).toBe(before);
  });

  test("the preview names its own month, and history from there on", () => {
    const own = ["staging.fund_statement", "core.fund_cell", "core.fund_balance"];
    const forecasts = ["marts.forecast_history", "marts.fund_forecast", "marts.forecast_ahead"];
    const onwards = ["core.fund_flow", "marts.fund_month", "marts.figure", ...forecasts];
    expect(named(preview.partitions)).toEqual(
      [
        ...own.map((asset) => `${asset} ${RESTATED}`),
        ...onwards.flatMap((asset) => from(RESTATED).map((month) => `${asset} ${month}`)),
        "marts.forecast_outcome ",
        "marts.forecast_score ",
        `${BULLETIN} ${CITY}|2019-10`,
        `${BULLETIN} ${CITY}|2019-11`,
      ].sort(),
    );
    expect(preview.broken).toEqual([]);
    // Counties lend each other what their forecasts need.
    const known = preview.figures.filter(({ id }) => !id.startsWith("forecast_"));
    expect(known.every(({ id }) => id.includes(`/${COUNTY}/`))).toBe(true);
    expect(new Set(preview.figures.map(({ month }) => month)).size).toBeGreaterThan(3);
  });

  test("plan --json says the same", async () => {
    const before = await everything(home);
    const { status, stdout } = await fundwatch(home.root, ["plan", "--json"]);
    expect(status).toBe(0);
    const answer = JSON.parse(stdout) as Entry[];
    expect(answer.map(({ figures: _, ...partition }) => partition)).toEqual(preview.partitions);
    expect(answer.flatMap(({ figures = [] }) => figures)).toEqual(preview.figures);
    for (const { asset, partition, figures = [] } of answer)
      expect(figures.every((f) => asset === "marts.figure" && f.month === partition)).toBe(true);
    expect(await everything(home)).toBe(before);
  });

  test("the run builds exactly that, and exactly those figures and documents move", async () => {
    const [figures, papers] = [await figuresOf(home), documents(home)];
    const old = bench.at("old.duckdb");
    copyFileSync(home.snapshot, old);
    const report = await run(home, { now });
    expect(report.status).toBe("done");
    const built = told(lastEvents(home), "materialized");
    const said = ({
      asset,
      partition,
      reason,
    }: {
      asset: string;
      partition: string;
      reason: string | null;
    }) => `${asset} ${partition} ${reason}`;
    expect(built.map(said).sort()).toEqual(preview.partitions.map(said).sort());
    expect(moved(preview)).toEqual(differences(figures, await figuresOf(home)));
    const changed = [...documents(home)].filter(([key, text]) => papers.get(key) !== text);
    expect(changed.map(([key]) => `${BULLETIN} ${key}`)).toEqual(
      preview.partitions
        .filter((p) => p.asset === BULLETIN)
        .map((p) => `${BULLETIN} ${p.partition}`),
    );
    expect(papers.size).toBe(3);
    expect(await tablesOf(home)).toEqual(await tablesAfresh(home));
    expect(await previewRun(home, { now })).toEqual({ partitions: [], figures: [], broken: [] });

    copyFileSync(old, home.snapshot);
    const { entries, lines } = await planned(home);
    expect(entries.every(({ reason }) => reason === null)).toBe(true);
    expect(entries.flatMap((entry) => entry.figures)).toEqual(preview.figures);
    expect(lines[0]).toBe("表都已建好，只差发布。");
    expect(lines).toContain(`已发布的指标有 ${preview.figures.length} 个会变：`);
  });
});

test("the same values sent again move no figure and no document", async () => {
  const home = copy("same");
  await restate(home, 0);
  const preview = await previewRun(home, { now });
  expect(preview.figures).toEqual([]);
  expect(preview.partitions.map(({ asset }) => asset)).toContain("marts.figure");
  expect(preview.partitions.map(({ asset }) => asset)).not.toContain(BULLETIN);
  const [figures, papers] = [await figuresOf(home), documents(home)];
  await run(home, { now });
  expect(named(told(lastEvents(home), "materialized"))).toEqual(named(preview.partitions));
  expect(differences(figures, await figuresOf(home))).toEqual([]);
  expect(documents(home)).toEqual(papers);
  expect(await planRun(home, {})).toEqual([]);
});

test("a contradiction accepted with a reason moves the documents that print it", async () => {
  const home = copy("accepted");
  const contradicting: typeof writeStatement = (file, shape) => {
    const rows = writeStatement(file, shape);
    const surplus = /(职工,2019-12,结余,当期结余),[\d.-]+/;
    writeFileSync(file, readFileSync(file, "utf8").replace(surplus, "$1,99999.99"));
    return rows;
  };
  const shape = { regions: 1, months: ["2019-12"] };
  await arrive(home, "again.csv", contradicting, shape, "经核对无误");
  const { partitions, figures } = await previewRun(home, { now });
  expect(figures).toEqual([]);
  const papers = partitions.filter(({ asset }) => asset === BULLETIN);
  expect(named(papers)).toEqual([`${BULLETIN} ${CITY}|2019-12`]);
  await run(home, { now });
  const [, html] = manifests(home, BULLETIN).get(`${CITY}|2019-12`)!.files;
  expect(readFileSync(`${home.root}/${html!.path}`, "utf8")).toContain("接受理由：经核对无误");
  expect(await planRun(home, {})).toEqual([]);
});

test("a preview whose blocking check fails says so and changes nothing", async () => {
  const home = copy("broken");
  const huge = bench.at("huge.csv");
  writeFileSync(
    huge,
    "统筹区代码,统筹区,险种,所属期,方向,科目,本月数,本年累计,单位\n" +
      `${COUNTY},乙县,居民,2020-01,收入,收入合计,,60000,亿元\n`,
  );
  await load(home, [huge], { now });
  const before = await everything(home);
  const { entries, lines } = await planned(home);
  expect(entries.flatMap(({ checks = [] }) => checks)).toMatchObject([
    { asset: "marts.fund_month", check: "fund_magnitude", severity: "stop", rows: 1 },
  ]);
  expect(entries.flatMap(({ figures = [] }) => figures)).toEqual([]);
  expect(named(entries)).toContain("marts.figure 2020-01");
  expect(lines.join("\n")).toMatch(/将不通过 marts\.fund_month：.*，1 处不符；下游不会更新/);
  expect(await everything(home)).toBe(before);
});

test("other settings: documents alone move, and say why", async () => {
  const home = copy("policy");
  const text = readFileSync(home.configFile, "utf8").replace(
    '"bulletins"',
    '"bureau":"某市医保局","bulletins"',
  );
  writeFileSync(home.configFile, text);
  const { partitions, figures } = await previewRun(openHome(home.root), { now });
  expect(figures).toEqual([]);
  expect(partitions.map((p) => `${p.asset} ${p.partition} ${p.reason}`)).toEqual(
    ["2019-10", "2019-11", "2019-12"].map((m) => `${BULLETIN} ${CITY}|${m} changed policy`),
  );
});
