import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Quantiles } from "../../models/forecast/fund.ts";
import { Bureau, type FundPlan, statementOf } from "./bureau.ts";

const DECLINING: FundPlan = {
  ...{ region: "410101", fund: "居民", months: 38, income: 900, expenditure: 1000 },
  ...{ opening: 11_000, isByLine: true },
};
const POOLED: FundPlan = {
  ...{ region: "410101", fund: "职工", account: "统筹基金", months: 36, income: 2000 },
  ...{ expenditure: 1900, opening: 12_000, seed: 7 },
};
const MIXED: FundPlan = {
  ...{ region: "410102", fund: "职工", months: 38, income: 500, expenditure: 450 },
  ...{ opening: 3000, seed: 9 },
};
const YOUNG: FundPlan = {
  ...{ region: "410102", fund: "居民", from: "2024-10", months: 5, income: 300, expenditure: 280 },
  opening: 900,
};

/** An element of `forecast --json`. */
interface Element {
  region: string;
  fund: string;
  account: string;
  as_of: string;
  status: string;
  notes: string[];
  month: string | null;
  step: number | null;
  income: Quantiles | null;
  expenditure: Quantiles | null;
  balance: Quantiles | null;
  months_payable: Quantiles | null;
  p_below: Record<string, number> | null;
  p_crossed: Record<string, number> | null;
}

let bureau: Bureau;
beforeAll(async () => {
  bureau = new Bureau();
  await bureau.receives([DECLINING, POOLED, MIXED, YOUNG].flatMap(statementOf));
  await bureau.runs();
}, 120_000);
afterAll(() => bureau.close());

const all = (options: Record<string, unknown> = {}) => bureau.forecasts<Element[]>([], options);

test("every fund of every region is there, one month an element, money in yuan", async () => {
  const { status, value } = await all();
  expect(status).toBe(0);
  const own = value.filter(({ region, fund }) => region === "410101" && fund === "resident");
  expect(own.map(({ month }) => month).slice(0, 2)).toEqual(["2025-03", "2025-04"]);
  expect(own).toHaveLength(12);
  const [first] = own;
  expect(first).toMatchObject({ account: "all", as_of: "2025-02", step: 1, status: "ok" });
  expect(first!.expenditure!.mean).toBeGreaterThan(8e6);
  expect(first!.expenditure!.mean).toBeLessThan(16e6);
  for (const { income, balance } of own)
    for (const { q025, q10, q50, q90, q975 } of [income!, balance!])
      expect([q025, q10, q50, q90, q975]).toEqual(
        [q025, q10, q50, q90, q975].sort((a, b) => a - b),
      );
});

test("a fund that loses money month by month is seen to run short", async () => {
  const own = (await all({ fund: "居民", region: "410101" })).value;
  const last = own.at(-1)!;
  expect(Object.keys(last.p_below!).sort()).toEqual(["0", "3", "6"]);
  expect(last.p_below!["6"]).toBeGreaterThan(0.5);
  for (const { p_below, p_crossed } of own) {
    expect(p_below!["6"]).toBeGreaterThanOrEqual(p_below!["3"]!);
    expect(p_crossed!["6"]).toBeGreaterThanOrEqual(p_below!["6"]!);
  }
});

test("one that is late stands where its own months end", async () => {
  const own = (await all({ fund: "employee", region: "410101" })).value;
  expect(own[0]).toMatchObject({ account: "pooled", as_of: "2024-12", month: "2025-01" });
});

test("too few months are a statement, not numbers and not silence", async () => {
  const { value, text } = await all({ fund: "resident", region: "410102" });
  expect(value).toHaveLength(1);
  expect(value[0]).toMatchObject({ status: "insufficient", month: null, income: null });
  expect(value[0]!.notes.join("")).toMatch(/5个月/);
  expect(text).toMatch(/历史不足，不作预测/);
});

test("months payable are not told of money that is persons' own, unless the policy counts it", async () => {
  const [first] = (await all({ fund: "employee", region: "410102" })).value;
  expect(first).toMatchObject({ account: "all", months_payable: null, p_below: null });
  expect(first!.balance!.mean).toBeGreaterThan(3e7);
  expect(first!.notes.join("")).toMatch(/个人账户/);
});

describe("asked otherwise than published", () => {
  test("a shorter horizon is the same forecast cut, a longer one is computed", async () => {
    const published = (await all({ fund: "resident", region: "410101" })).value;
    const short = (await all({ fund: "resident", region: "410101", horizon: "3" })).value;
    expect(short).toEqual(published.slice(0, 3));
    const long = (await all({ fund: "resident", region: "410101", horizon: "15" })).value;
    expect(long).toHaveLength(15);
    expect(long.at(-1)!.month).toBe("2026-05");
  }, 60_000);

  test("the same seed gives the same, another nearly the same", async () => {
    const asked = { fund: "resident", region: "410101", horizon: "4" };
    const [published] = (await all(asked)).value;
    const [again] = (await all({ ...asked, seed: "5" })).value;
    const [once] = (await all({ ...asked, seed: "5" })).value;
    expect(once).toEqual(again);
    expect(again!.balance!.q10).not.toBe(published!.balance!.q10);
    expect(again!.balance!.mean / published!.balance!.mean).toBeCloseTo(1, 1);
  }, 60_000);

  test("as of an earlier month, later months are not known", async () => {
    const [first] = (await all({ fund: "resident", region: "410101", asOf: "2024-06" })).value;
    expect(first).toMatchObject({ as_of: "2024-06", month: "2024-07" });
    const kept = await bureau.asks<{ mean: number }>(`
      select mean from marts.fund_forecast where region_code = '410101' and fund = 'resident'
        and month = '2024-06' and series = 'balance' and step = 1 and forecaster = 'model'`);
    expect(first!.balance!.mean).toBeCloseTo(kept[0]!.mean, 2);
    const early = (await all({ fund: "resident", region: "410101", asOf: "2022-06" })).value;
    expect(early).toMatchObject([{ status: "insufficient", month: null }]);
  }, 60_000);
});

describe("scenarios", () => {
  test("are saved by name, shown, listed, extended and removed", async () => {
    const set = { driver: "premium", factor: "1.05", from: "2025-10" };
    expect((await bureau.forecasts(["scenario", "set", "涨缴费"], set)).status).toBe(0);
    const more = {
      driver: "次均费用",
      factor: "0.98",
      from: "2025-06",
      until: "2025-12",
      add: true,
    };
    await bureau.forecasts(["scenario", "set", "涨缴费"], more);
    const shown = await bureau.forecasts<{ ramps: object[] }>(["scenario", "show", "涨缴费"]);
    expect(shown.value.ramps).toMatchObject([
      { driver: "premium", factor: 1.05, from: "2025-10", until: "2025-10" },
      { driver: "cost_per_admission", factor: 0.98, until: "2025-12" },
    ]);
    await bureau.forecasts(["scenario", "set", "b"], { ...set, fund: "居民" });
    const listed = await bureau.forecasts<{ name: string }[]>(["scenario", "list"]);
    expect(listed.value.map(({ name }) => name)).toEqual(["b", "涨缴费"]);
    await bureau.forecasts(["scenario", "remove", "b"]);
    expect((await bureau.forecasts(["scenario", "show", "b"])).remark).toMatch(/已有：涨缴费/);
  });

  test("change nothing before they begin, and income alone from then on", async () => {
    const set = { driver: "premium", factor: "1.10", from: "2025-06" };
    await bureau.forecasts(["scenario", "set", "保费"], set);
    const asked = { fund: "resident", region: "410101" };
    const compared = await bureau.forecasts<
      { month: string; income_sum: number; expenditure_sum: number; balance: number }[]
    >(["compare", "保费"], asked);
    for (const { month, income_sum, expenditure_sum } of compared.value) {
      if (month < "2025-06") expect(income_sum).toBe(0);
      else expect(income_sum).toBeGreaterThan(0);
      expect(expenditure_sum).toBe(0);
    }
    const under = await all({ ...asked, scenario: "保费" });
    const base = (await all(asked)).value.at(-1)!;
    const last = compared.value.at(-1)!;
    expect(under.value.at(-1)!.balance!.mean - base.balance!.mean).toBeCloseTo(last.balance, 0);
    expect(last.balance / last.income_sum).toBeCloseTo(1, 1);
    expect(under.text).toMatch(/“保费”比“基准”多/);
  }, 60_000);

  test("against itself there is no difference at all", async () => {
    const compared = await bureau.forecasts<{ balance: number; p_below: object }[]>(
      ["compare", "保费", "保费"],
      { fund: "resident", region: "410101" },
    );
    for (const { balance, p_below } of compared.value)
      expect({ balance, p_below }).toEqual({ balance: 0, p_below: { 0: 0, 3: 0, 6: 0 } });
  }, 60_000);
});

test("backtest tells both forecasts' scores; the forecast tells them in a sentence", async () => {
  const { value, text } = await bureau.forecasts<
    { series: string; horizon: number; wape: number; naive: { wape: number } }[]
  >(["backtest"], { region: "410101", fund: "居民" });
  const year = value.find(({ series, horizon }) => series === "balance" && horizon === 12)!;
  expect(year.wape).toBeGreaterThan(0);
  expect(year.naive.wape).toBeGreaterThan(0);
  expect(text).toMatch(/照搬上年同月/);
  expect((await all({ region: "410101", fund: "居民" })).text).toMatch(
    /过去\d+个起点的回测：12个月收入合计平均误差 [\d.]+%（照搬上年同月 [\d.]+%）/,
  );
});

test.each([
  [{ fund: "xx" }, "没有险种 xx", 2],
  [{ region: "110000" }, "没有统筹区 110000", 2],
  [{ horizon: "37" }, "--horizon 37", 2],
  [{ horizon: "1.5" }, "--horizon 1.5", 2],
  [{ asOf: "2025" }, "--as-of 2025", 2],
  [{ asOf: "2001-01" }, "2001-01 以前没有", 1],
  [{ scenario: "没有的" }, "没有名为“没有的”的情景", 2],
])("%j is refused in words that say what to do", async (options, message, status) => {
  const ended = await all(options);
  expect(ended.status).toBe(status);
  expect(ended.remark).toContain(message);
  expect(ended.remark).toMatch(/办法：.+/);
});

test("words it does not know, and scenarios that make no sense, are refused", async () => {
  const refused = async (args: string[], options: object = {}) =>
    (await bureau.forecasts(args, { ...options })).remark;
  expect(await refused(["guess"])).toMatch(/没有“guess”这个动作/);
  expect(await refused(["scenario", "set", "x"], { driver: "rain" })).toMatch(/没有“rain”这个因素/);
  const set = { driver: "premium", factor: "-1", from: "2025-10" };
  expect(await refused(["scenario", "set", "x"], set)).toMatch(/ramps\.0\.factor/);
  expect(await refused(["scenario", "set", "../x"], set)).toMatch(/不能用/);
  const back = { driver: "premium", factor: "1.1", from: "2025-10", until: "2025-01" };
  expect(await refused(["scenario", "set", "x"], back)).toMatch(/until/);
});

test("a bureau without statements is told what to load", async () => {
  const empty = new Bureau();
  try {
    expect((await empty.forecasts()).remark).toMatch(/fundwatch run/);
    await empty.runs();
    expect((await empty.forecasts()).remark).toMatch(/没有可用于预测的收支数据.*fundwatch load/s);
  } finally {
    empty.close();
  }
}, 60_000);
