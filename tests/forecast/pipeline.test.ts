import { readdirSync, rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { jobOf, workFor } from "../../pipelines/forecast/jobs.ts";
import { readHistory } from "../../pipelines/forecast/read.ts";
import { forecastSettings } from "../../pipelines/forecast/settings.ts";
import { inThreads } from "../../pipelines/forecast/threads.ts";
import { rebuild } from "../../pipelines/rebuild.ts";
import { Store } from "../../pipelines/store.ts";
import { Bureau, type FundPlan, flowsOf, statementOf } from "./bureau.ts";

const RESIDENT: FundPlan = {
  ...{ region: "410101", fund: "居民", months: 40, income: 1000, expenditure: 950 },
  ...{ opening: 4000, isByLine: true },
};
const POOLED: FundPlan = {
  ...{ region: "410101", fund: "职工", account: "统筹基金", months: 40, income: 2000 },
  ...{ expenditure: 2100, opening: 12_000, seed: 7 },
};
const YOUNG: FundPlan = {
  ...{ region: "410102", fund: "居民", from: "2024-12", months: 5, income: 300, expenditure: 280 },
  opening: 900,
};
const TABLES = ["forecast_history", "fund_forecast", "forecast_outcome", "forecast_score"];

interface Told {
  fund: string;
  month: string;
  series: string;
  step: number;
  forecaster: string;
}

let bureau: Bureau;
beforeAll(async () => {
  // More paths than calibrate, so that what an origin learns could depend on what else is built.
  bureau = new Bureau({ forecast: { paths: 600, horizon: 12 } });
  await bureau.receives([RESIDENT, POOLED, YOUNG].flatMap(statementOf));
  await bureau.runs();
}, 120_000);
afterAll(() => bureau.close());

const numbers = () =>
  bureau.asks<Told & Record<string, unknown>>(
    "from marts.fund_forecast order by region_code, fund, month, forecaster, series, step",
  );

test("the history is of the account that pays, by line where the lines add up", async () => {
  const rows = await bureau.asks(`
    select fund, account, item, adds_up, cast(amount_yuan as varchar) as yuan
    from marts.forecast_history where region_code = '410101' and month = '2025-04' order by fund, item`);
  const last = flowsOf(RESIDENT).at(-1)!;
  expect(rows.map(({ fund, account, item }) => `${fund}/${account}/${item}`)).toEqual([
    "employee/pooled/balance.closing",
    "employee/pooled/expenditure.total",
    "employee/pooled/income.total",
    "resident/all/balance.closing",
    "resident/all/expenditure.benefit",
    "resident/all/expenditure.total",
    "resident/all/income.contribution",
    "resident/all/income.fiscal",
    "resident/all/income.total",
  ]);
  expect(rows.find(({ item }) => item === "expenditure.benefit")).toMatchObject({
    adds_up: true,
    yuan: (last.expenditure * 10_000).toFixed(2),
  });
});

test("forecasts stand at the last 25 months, and at no other", async () => {
  const rows = await bureau.asks<{ month: string }>(
    "select distinct month from marts.fund_forecast order by month",
  );
  expect(rows).toHaveLength(25);
  expect([rows[0]!.month, rows.at(-1)!.month]).toEqual(["2023-04", "2025-04"]);
});

test("a fund with a few months is told of, and has no numbers", async () => {
  const rows = await bureau.asks(`
    select series, status, notes from marts.fund_forecast where region_code = '410102' and month = '2025-04'`);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ series: "fund", status: "insufficient" });
  expect(rows[0]!.notes).toMatch(/5个月/);
});

test("the balance expected is what is there, and income less expenditure", async () => {
  const rows = await bureau.asks<{ mean: number; opening: number; net: number }>(`
    select own.mean, start.mean as opening, came.mean - went.mean as net
    from marts.fund_forecast own
    join marts.fund_forecast start using (region_code, fund, month, forecaster)
    join marts.fund_forecast came using (region_code, fund, month, forecaster)
    join marts.fund_forecast went using (region_code, fund, month, forecaster)
    where own.series = 'balance' and own.step = 12 and start.series = 'balance' and start.step = 0
      and came.series = 'income_sum' and came.step = 12
      and went.series = 'expenditure_sum' and went.step = 12 and forecaster = 'seasonal_naive'`);
  expect(rows.length).toBeGreaterThan(20);
  for (const { mean, opening, net } of rows) expect(mean / (opening + net)).toBeCloseTo(1, 6);
});

test("seasonal naive is last year's month, and quantiles are in order", async () => {
  const rows = await bureau.asks<{ mean: number; yuan: number }>(`
    select naive.mean, cast(past.amount_yuan as double) as yuan
    from marts.fund_forecast naive
    join marts.forecast_history past on past.fund = naive.fund and past.region_code = naive.region_code
      and past.item = 'income.total'
      and past.month = cast(cast(substr(naive.target_month, 1, 4) as integer) - 1 as varchar) || substr(naive.target_month, 5)
    where naive.forecaster = 'seasonal_naive' and naive.series = 'income' and naive.month = '2025-04'`);
  expect(rows).toHaveLength(24);
  for (const { mean, yuan } of rows) expect(mean / yuan).toBeCloseTo(1, 6);
  const crossed = await bureau.asks(
    "from marts.fund_forecast where q025 > q10 or q10 > q50 or q50 > q90 or (step > 0 and q90 > q975)",
  );
  expect(crossed).toEqual([]);
});

test("what came is put beside what was forecast, and scored as by hand", async () => {
  const [score] = await bureau.asks<Record<string, number>>(`
    from marts.forecast_score where fund = 'resident' and forecaster = 'model'
      and series = 'expenditure_sum' and horizon = 6 and region_code = '410101'`);
  const origins = await bureau.asks<{ month: string; mean: number; q10: number; q90: number }>(`
    select month, mean, q10, q90 from marts.fund_forecast where fund = 'resident' and region_code = '410101'
      and forecaster = 'model' and series = 'expenditure_sum' and step = 6 and month <= '2024-10' order by month`);
  const flows = flowsOf(RESIDENT).map(({ expenditure }) => expenditure * 10_000);
  const actual = ({ month }: { month: string }) => {
    const at = (Number(month.slice(0, 4)) - 2022) * 12 + Number(month.slice(5));
    return flows.slice(at, at + 6).reduce((a, b) => a + b, 0);
  };
  const errors = origins.map((one) => Math.abs(one.mean - actual(one)));
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  expect(score!.origins).toBe(String(origins.length));
  expect(score!.wape).toBeCloseTo(sum(errors) / sum(origins.map(actual)), 9);
  const held = origins.filter((one) => actual(one) >= one.q10 && actual(one) <= one.q90);
  expect(score!.coverage_80).toBeCloseTo(held.length / origins.length, 9);
});

describe("what is built when", () => {
  test("nothing new: nothing to do; a new month: one origin, the oldest goes, the others stay", async () => {
    const before = await numbers();
    expect((await bureau.runs()).steps).toEqual([]);
    const plans = [RESIDENT, POOLED].map((plan) => ({ ...plan, months: 41 }));
    await bureau.receives(
      plans.flatMap((plan) => statementOf(plan).slice(plan.isByLine ? -6 : -3)),
    );
    const { steps } = await bureau.runs();
    const own = steps.filter(({ asset }) => asset === "marts.fund_forecast");
    expect(own.map(({ partition, status }) => `${partition} ${status}`)).toEqual([
      "2025-05 done",
      "2023-04 done",
    ]);
    const after = await numbers();
    const stayed = ({ month }: Told) => month > "2023-04" && month < "2025-05";
    expect(after.filter(stayed)).toEqual(before.filter(stayed));
    expect(new Set(after.map(({ month }) => month)).size).toBe(25);
    expect(after.some(({ month, fund }) => month === "2025-05" && fund === "resident")).toBe(true);
  }, 120_000);

  test("rebuilt from the files alone, without what was kept, the tables are the same", async () => {
    expect(readdirSync(bureau.home.cache).length).toBeGreaterThan(25);
    rmSync(bureau.home.cache, { recursive: true });
    const { tables, status } = await rebuild(bureau.home, { now: bureau.now });
    expect(status).toBe("done");
    const own = tables.filter(({ table }) => TABLES.includes(table.split(".")[1]!));
    expect(own.map(({ table, compared }) => `${table} ${compared}`)).toEqual(
      [...TABLES].sort().map((name) => `marts.${name} same`),
    );
  }, 240_000);
});

describe("threads", () => {
  const WORKER = new URL("../../pipelines/forecast/worker.mjs", import.meta.url);
  const jobs = async () => {
    const store = await Store.open(bureau.home.snapshot, { readOnly: true });
    try {
      const settings = forecastSettings(bureau.home.config);
      const rows = await readHistory(store, { asOf: "2025-04" });
      const work = workFor(rows, () => ["2025-02", "2025-03", "2025-04"]);
      return work.map((one) => jobOf(one, { settings, scenarios: [null] }));
    } finally {
      store.close();
    }
  };

  test("one or three give the same, and tell how far they are", async () => {
    const all = await jobs();
    const made = async (threads: number) => {
      const results: [string, unknown][] = [];
      const told: string[] = [];
      const progress = (done: number, total: number) => told.push(`${done}/${total}`);
      await inThreads<(typeof all)[number], unknown>(
        WORKER,
        all,
        (result, { fund, origins }) => results.push([`${fund}/${origins.at(-1)!.origin}`, result]),
        { threads, progress },
      );
      expect(told).toEqual(all.map((_, i) => `${i + 1}/${all.length}`));
      return results.sort(([a], [b]) => (a < b ? -1 : 1));
    };
    expect(await made(3)).toEqual(await made(1));
  }, 120_000);

  test("stop at once when they are asked to, and say why one failed", async () => {
    const all = await jobs();
    const stop = new AbortController();
    const begun = inThreads(WORKER, all, () => stop.abort(new Error("够了")), {
      threads: 1,
      signal: stop.signal,
    });
    await expect(begun).rejects.toThrow("够了");
    await expect(inThreads(WORKER, [{ origins: null }], () => {})).rejects.toThrow(/null/);
  }, 120_000);
});
