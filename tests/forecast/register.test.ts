import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Bureau, type FundPlan, flowsOf, statementOf } from "./bureau.ts";

const PLAN: FundPlan = {
  ...{ region: "410101", fund: "居民", months: 30, income: 900, expenditure: 880, opening: 6000 },
};

interface Recorded {
  id: string;
  hindsight: boolean;
  series: string;
  step: number;
  month: string;
  mean: number;
  q10: number;
  q90: number;
  actual: number;
  within_80: boolean;
}

let bureau: Bureau;
beforeAll(async () => {
  bureau = new Bureau();
  await bureau.receives(statementOf(PLAN));
  await bureau.runs();
}, 120_000);
afterAll(() => bureau.close());

const file = (...parts: string[]) => path.join(bureau.root, "forecasts", ...parts);
const issue = (options: object = {}) =>
  bureau.forecasts<{ id: string; sha256: string; known_until: string }>(["issue"], { ...options });
const record = () => bureau.forecasts<Recorded[]>(["record"]);
const verify = () => bureau.forecasts<{ issued: number; damage: string[] }>(["verify-log"]);

test("what stands is frozen with all it rests on, and not twice", async () => {
  const { value } = await issue();
  expect(value).toMatchObject({ id: "2024-06.1", known_until: "2024-06", by: "张三" });
  const frozen = JSON.parse(readFileSync(file("issued", "2024-06.1.json"), "utf8"));
  expect(frozen).toMatchObject({ origin: "2024-06", program: "0", settings: { seed: 1 } });
  expect(frozen.batches).toHaveLength(1);
  expect(frozen.run).not.toBe("");
  const [kept] = await bureau.asks<{ q10: number }>(`
    select q10 from marts.fund_forecast where forecaster = 'model' and month = '2024-06'
      and series = 'balance' and step = 12`);
  expect(frozen.forecasts[0].months[11].balance.q10).toBe(kept!.q10);
  const again = await issue();
  expect(again.status).toBe(2);
  expect(again.remark).toMatch(/同样的预测已经存档：2024-06\.1/);
  expect((await record()).text).toMatch(/还没有新的月份/);
});

test("what came is put beside what was said, as it was said then", async () => {
  const said = JSON.parse(readFileSync(file("issued", "2024-06.1.json"), "utf8")).forecasts[0];
  const later = { ...PLAN, months: 34 };
  await bureau.receives(statementOf(later).slice(-4 * 3));
  await bureau.runs();
  const { value, text } = await record();
  const flows = flowsOf(later).slice(30);
  const spent = flows.reduce((sum, { expenditure }) => sum + expenditure * 10_000, 0);
  const sum = value.find(({ series, step }) => series === "expenditure_sum" && step === 4)!;
  expect(sum).toMatchObject({ id: "2024-06.1", hindsight: false, month: "2024-10" });
  expect(sum.actual).toBeCloseTo(spent, 2);
  expect(sum.mean).toBe(said.months[3].expenditure_sum.mean);
  expect(sum.within_80).toBe(sum.actual >= sum.q10 && sum.actual <= sum.q90);
  expect(value.filter(({ series }) => series === "balance")).toHaveLength(4);
  expect(text).toMatch(/2024-06\.1.*居民.*2024-10.*支出合计/);
});

test("one that is issued after the fact says so; what has changed is another of its origin", async () => {
  expect((await issue({ asOf: "2024-07" })).text).toMatch(/事后存档/);
  expect((await record()).value.some(({ id, hindsight }) => id === "2024-07.1" && hindsight)).toBe(
    true,
  );
  bureau.configured({ forecast: { paths: 400, horizon: 12, seed: 2 } });
  await bureau.runs();
  expect((await issue({ asOf: "2024-07" })).value.id).toBe("2024-07.2");
  expect((await issue({ asOf: "2020-01" })).remark).toMatch(/没有站在 2020-01 的预测/);
}, 60_000);

test("a frozen file or a line that was touched is found", async () => {
  expect(await verify()).toMatchObject({ status: 0, value: { issued: 3, damage: [] } });
  const frozen = file("issued", "2024-06.1.json");
  const whole = readFileSync(frozen, "utf8");
  writeFileSync(frozen, whole.replace('"seed": 1', '"seed": 3'));
  const touched = await verify();
  expect(touched.status).toBe(4);
  expect(touched.text).toMatch(/2024-06\.1\.json 被改动过/);
  expect((await record()).remark).toMatch(/被改动过/);
  writeFileSync(frozen, whole);
  const log = readFileSync(file("log.jsonl"), "utf8");
  writeFileSync(file("log.jsonl"), log.replace('"by":"张三"', '"by":"李四"'));
  expect((await verify()).text).toMatch(/log\.jsonl 第1行被改动过/);
  expect((await issue()).remark).toMatch(/从备份恢复/);
  writeFileSync(file("log.jsonl"), log);
  appendFileSync(file("log.jsonl"), '{"seq":4');
  expect((await verify()).status).toBe(0);
});
