import { copyFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { planLike } from "../../models/simulation/plan.ts";
import { readFigures, withFigures } from "../../pipelines/figure-book.ts";
import type { Home } from "../../pipelines/home.ts";
import { load } from "../../pipelines/ingest/load.ts";
import { literal, pathLiteral } from "../../pipelines/quote.ts";
import { run } from "../../pipelines/run.ts";
import { simulate } from "../../pipelines/simulate/simulate.ts";
import { Store } from "../../pipelines/store.ts";
import { homeWith } from "../run/homes.ts";
import { Office } from "./settlements.ts";

const now = () => new Date("2026-01-15T01:00:00Z");
const MONTHS = ["2025-01", "2025-02", "2025-03"];
const office = new Office();
const made = path.join(office.folder, "made");
let clean: string[];
let store: Store;

const file = (source: string, month: string) =>
  path.join(made, source, `${source}_${month}.parquet`);
const others = () =>
  ["reference", "fund_statement", "fund_budget", "insured"].map((name) => path.join(made, name));

beforeAll(async () => {
  store = await Store.open(":memory:");
  const wish = { people: 500, months: 3, from: MONTHS[0]!, seed: 7, plan: planLike(2023) };
  await simulate({ ...wish, out: made, format: "parquet", feeLines: true });
  clean = await figuresAfter([
    [...others(), ...["settlement", "fee_line"].map((name) => path.join(made, name))],
  ]);
  expect(clean.length).toBeGreaterThan(1500);
});
afterAll(() => store.close());

/** Part of a file, changed, under a name of its own. */
async function altered(
  source: string,
  month: string,
  name: string,
  select: string,
): Promise<string> {
  const to = path.join(office.folder, `${name}.parquet`);
  const from = `read_parquet(${pathLiteral(file(source, month))})`;
  await store.run(
    `copy (select ${select.replace("FROM", `from ${from}`)}) to ${literal(to)} (format parquet)`,
  );
  return to;
}

/** What is published after loads in this order, with a run after each. */
async function figuresAfter(loads: string[][]): Promise<string[]> {
  const name = `home-${readdirSync(office.folder).length}`;
  const home = homeWith(path.join(office.folder, name));
  for (const files of loads) {
    const outcomes = await load(home, files, { now });
    expect(
      outcomes.filter(({ status }) => status === "refused").map(({ messages }) => messages),
    ).toEqual([]);
    expect((await run(home, { now })).status).toBe("done");
  }
  return figuresOf(home);
}

const figuresOf = (home: Home): Promise<string[]> =>
  withFigures(home, undefined, async (snapshot) => {
    const everywhere = await readFigures(snapshot);
    const institutions = await readFigures(snapshot, { metric: "cost_per_admission" });
    return [...everywhere, ...institutions].map(({ id, value }) => `${id} ${value}`);
  });

const months = (order: string[]) =>
  order.flatMap((month) => [file("settlement", month), file("fee_line", month)]);

test("files out of order, with runs between them", async () => {
  const inTurn = [...months(["2025-03", "2025-01", "2025-02"]), ...others().reverse()];
  const loads = [0, 1, 2, 3].map((nth) => inTurn.slice(nth * 3, nth * 3 + 3));
  expect(await figuresAfter(loads.filter((files) => files.length > 0))).toEqual(clean);
});

test("the same files under other names, and whole months again", async () => {
  const renamed = path.join(office.folder, "three-again.parquet");
  copyFileSync(file("settlement", "2025-03"), renamed);
  const again = await altered("settlement", "2025-02", "two-again", "* FROM order by setl_id desc");
  const lines = await altered("fee_line", "2025-02", "lines-again", "* FROM order by bkkp_sn desc");
  expect(
    await figuresAfter([
      [...others(), ...months(MONTHS)],
      [renamed, again, lines],
    ]),
  ).toEqual(clean);
});

test("half a file, and then the whole", async () => {
  const half = await altered("settlement", "2025-02", "half", "* FROM where hash(setl_id) % 2 = 0");
  const lines = await altered(
    "fee_line",
    "2025-02",
    "half-lines",
    "* FROM where hash(bkkp_sn) % 2 = 0",
  );
  const first = [...others(), half, lines, ...months(["2025-01", "2025-03"])];
  expect(await figuresAfter([first, months(["2025-02"])])).toEqual(clean);
});

test("a month sent wrong and then corrected, whole or only what was newer", async () => {
  const early = "updt_time - interval 1 day as updt_time";
  const wrong = await altered(
    "settlement",
    "2025-02",
    "wrong",
    `* replace (medfee_sumamt * 2 as medfee_sumamt, hifp_pay + 1 as hifp_pay, ${early}) FROM`,
  );
  const first = [
    ...others(),
    wrong,
    ...months(["2025-01", "2025-03"]),
    file("fee_line", "2025-02"),
  ];
  expect(await figuresAfter([first, [file("settlement", "2025-02")]])).toEqual(clean);

  const partly = await altered(
    "settlement",
    "2025-02",
    "partly-wrong",
    `* replace (case when hash(setl_id) % 10 = 0 then inscp_amt / 2 else inscp_amt end as inscp_amt, ${early}) FROM`,
  );
  const newer = await altered(
    "settlement",
    "2025-02",
    "newer",
    "* FROM where hash(setl_id) % 10 = 0",
  );
  const second = [
    ...others(),
    partly,
    ...months(["2025-01", "2025-03"]),
    file("fee_line", "2025-02"),
  ];
  expect(await figuresAfter([second, [newer]])).toEqual(clean);
  expect(
    await figuresAfter([
      [...others(), newer, ...months(["2025-01", "2025-03"]), file("fee_line", "2025-02")],
      [partly],
    ]),
  ).toEqual(clean);
});

test("rows sent under the wrong month go to the right one", async () => {
  const moved = await altered(
    "settlement",
    "2025-03",
    "moved",
    "* replace (setl_time - interval 31 day as setl_time, updt_time - interval 1 day as updt_time) FROM where hash(setl_id) % 5 = 0",
  );
  expect(
    await figuresAfter([
      [...others(), ...months(["2025-01", "2025-02"]), moved],
      months(["2025-03"]),
    ]),
  ).toEqual(clean);
  expect(await figuresAfter([[...others(), ...months(MONTHS)], [moved]])).toEqual(clean);
});
