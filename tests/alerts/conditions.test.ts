import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeBudget, writeStatement } from "../../bench/statements.ts";
import { type Config, configSchema } from "../../models/config.ts";
import type { Alert } from "../../pipelines/alerts/alert.ts";
import { figureAlerts } from "../../pipelines/alerts/conditions.ts";
import { type Home, initHome } from "../../pipelines/home.ts";
import { load } from "../../pipelines/ingest/load.ts";
import { openSnapshot } from "../../pipelines/publish/snapshot.ts";
import { run } from "../../pipelines/run.ts";

const folder = mkdtempSync(path.join(tmpdir(), "fundwatch-figure-alerts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HEAD = "统筹区代码,统筹区,险种,所属期,方向,科目,本年累计,单位";
const BUDGET = "统筹区代码,统筹区,险种,年度,方向,科目,预算数,单位,版本,批复文号";
type Place = [code: string, name: string];
const CITY: Place = ["990100", "某市"];
const COUNTY: Place = ["990125", "某县"];
const OTHER: Place = ["980100", "别市"];

/** 万元 of one fund in one month, from January on. */
function month(
  [code, name]: Place,
  fund: string,
  at: string,
  { income = 700, spent = 700, closing = 900, pooled }: Record<string, number | undefined>,
): string {
  const line = (direction: string, item: string, value: number) =>
    `${code},${name},${fund},${at},${direction},${item},${value},万元\n`;
  return [
    line("收入", "收入合计", income),
    line("支出", "支出合计", spent),
    line("结余", "累计结余", closing),
    ...(pooled === undefined
      ? []
      : [
          line("结余", "统筹基金累计结余", pooled),
          line("结余", "个人账户累计结余", closing - pooled),
        ]),
  ].join("");
}
const budget = ([code, name]: Place, fund: string, spent: number) =>
  `${code},${name},${fund},2025,支出,支出合计,${spent},万元,年初预算,某财社〔2025〕1号\n`;

async function homeOf(name: string, files: Record<string, string>): Promise<Home> {
  const { home } = initHome(path.join(folder, name));
  const now = () => new Date("2025-08-05T02:00:00Z");
  const paths = Object.entries(files).map(([file, text]) => {
    writeFileSync(path.join(home.inbox, file), text);
    return path.join(home.inbox, file);
  });
  for (const outcome of await load(home, paths, { now }))
    expect(outcome.messages.join(), outcome.file).not.toMatch(/拒|隔离/);
  await run(home, { now, selection: ["+marts.figure", "core.region"] });
  return home;
}

async function alertsOf(home: Home, config: object = {}): Promise<Alert[]> {
  const store = await openSnapshot(home);
  try {
    return await figureAlerts(store, { ...home, config: configSchema.parse(config) as Config });
  } finally {
    store.close();
  }
}

let city: Home;
let two: Home;
beforeAll(async () => {
  const fine = { closing: 900 };
  city = await homeOf("city", {
    "statement.csv": `${HEAD}\n${[
      month(CITY, "居民", "2025-06", { income: 600, spent: 600, closing: 700 }),
      month(CITY, "居民", "2025-07", { income: 700, spent: 840, closing: 240 }),
      month(CITY, "职工", "2025-07", { closing: 1000, pooled: 500 }),
      month(CITY, "生育", "2025-06", { income: 60, spent: 60, closing: 20 }),
      month(CITY, "医疗救助", "2025-03", { income: 30, spent: 30, closing: 1 }),
      month(COUNTY, "居民", "2025-07", { spent: 840, closing: 12 }),
    ].join("")}`,
    "budget.csv": `${BUDGET}\n${budget(CITY, "居民", 1200)}${budget(CITY, "职工", 1170)}${budget(COUNTY, "居民", 900)}`,
  });
  two = await homeOf("two", {
    "statement.csv": `${HEAD}\n${month(CITY, "居民", "2025-07", fine)}${month(COUNTY, "居民", "2025-07", { closing: 100 })}${month(OTHER, "居民", "2025-05", { income: 500, spent: 500, closing: -40 })}`,
  });
});

const brief = (alerts: Alert[]) => alerts.map(({ key, severity }) => `${severity} ${key}`);

test("a fund below its band and ahead of even progress is told with value, bound, place and month", async () => {
  const alerts = await alertsOf(city);
  expect(brief(alerts)).toEqual([
    "warning figures/months_payable/990100/employee",
    "error figures/months_payable/990100/resident",
    "warning figures/ahead_of_even/990100/resident",
    "error figures/months_payable/990100/maternity",
  ]);
  expect(alerts[1]).toMatchObject({
    kind: "months_payable_low",
    title: "某市居民基金可支付2.00个月，不足3个月",
    remedy: expect.stringContaining(
      "fundwatch trace months_payable/990100/resident/2025-07/ytd_average",
    ),
  });
  expect(alerts[1]!.text).toContain(
    "2025年7月底，城乡居民基本医疗保险基金可支付2.00个月，不足3个月；界限：6—9个月为正常，低于3个月为不足，高于15个月为偏高（界限为本级设定）。口径：统筹基金累计结余÷本年月均支出",
  );
  expect(alerts[0]).toMatchObject({
    title: "某市职工基金可支付5.00个月，低于6—9个月的正常区间",
    text: expect.stringContaining("人社部发〔2009〕67号"),
  });
  expect(alerts[2]!.kind).toBe("budget_ahead");
  expect(alerts[2]!.text).toContain(
    "2025年1—7月，城乡居民基本医疗保险基金支出完成年度预算的70.00%，均衡进度58.33%，超均衡进度11.67个百分点，高于设定的5.00个百分点（配置 alerts.ahead_of_even_above）。",
  );
});

test("a fund that is not in the latest statement is judged by its last month, but not for ever", async () => {
  const alerts = await alertsOf(city);
  const maternity = alerts.find(({ key }) => key.endsWith("/maternity"))!;
  expect(maternity.text).toContain("2025年6月底，生育保险基金可支付2.00个月");
  expect(alerts.some(({ key }) => key.endsWith("/medical_aid"))).toBe(false);
});

test("bounds and basis are the config's", async () => {
  const bands = [
    {
      fund: "resident",
      short_below: 1,
      normal_from: 2,
      normal_to: 3,
      excess_above: 9,
      basis: null,
    },
  ];
  expect(await alertsOf(city, { bands, alerts: { ahead_of_even_above: 0.12 } })).toEqual([]);
  const at = (ahead: number) => alertsOf(city, { bands, alerts: { ahead_of_even_above: ahead } });
  expect(brief(await at(0.11665))).toEqual(["warning figures/ahead_of_even/990100/resident"]);
  expect((await at(0.11665))[0]!.text).toContain("，略高于设定的11.67个百分点");
  const policy = { from: "2025-07", numerator: "pooled", denominator: "budget", document: null };
  const all = await alertsOf(city, { months_payable: [policy] });
  const resident = all.find(({ key }) => key === "figures/months_payable/990100/resident")!;
  expect(resident.title).toContain("可支付2.40个月");
  expect(resident.text).toContain("月均支出预算");
  const maternity = all.find(({ key }) => key.endsWith("/maternity"))!;
  expect(maternity.text).toContain("本年月均支出");
});

test("the region of the config, else those that lie in no other, each at its own latest month", async () => {
  const told = await alertsOf(two);
  expect(brief(told)).toEqual(["error figures/months_payable/980100/resident"]);
  expect(told[0]).toMatchObject({ title: "别市居民基金已无支付能力" });
  expect(told[0]!.text).toContain("2025年5月底，城乡居民基本医疗保险基金已无支付能力；");
  expect(brief(await alertsOf(two, { region: "990125" }))).toEqual([
    "error figures/months_payable/990125/resident",
  ]);
  expect(await alertsOf(two, { region: "110000" })).toEqual([]);
});

test("a snapshot without figures warns of nothing", async () => {
  const { home } = initHome(path.join(folder, "partial"));
  const file = path.join(home.inbox, "s.csv");
  writeFileSync(file, `${HEAD}\n${month(CITY, "居民", "2025-07", { closing: 1 })}`);
  const now = () => new Date("2025-08-05T02:00:00Z");
  await load(home, [file], { now });
  await run(home, { now, selection: ["+core.fund_flow"] });
  expect(await alertsOf(home)).toEqual([]);
});

test("made-up statements of years, with twelve months before", async () => {
  const home = initHome(path.join(folder, "years")).home;
  const months = ["2023", "2024"].flatMap((year) =>
    Array.from({ length: 12 }, (_, i) => `${year}-${String(i + 1).padStart(2, "0")}`),
  );
  const [statement, plan] = [path.join(home.inbox, "s.csv"), path.join(home.inbox, "b.csv")];
  writeStatement(statement, { regions: 1, months: months.slice(0, 18) });
  writeBudget(plan, { regions: 1, months: months.slice(0, 18) });
  const now = () => new Date("2024-07-05T02:00:00Z");
  await load(home, [statement, plan], { now });
  await run(home, { now, selection: ["+marts.figure", "core.region"] });
  const high = ["employee", "resident", "maternity"].map((fund) => ({
    fund,
    short_below: 1000,
    normal_from: 2000,
    normal_to: 3000,
    excess_above: 4000,
    basis: null,
  }));
  const alerts = await alertsOf(home, { bands: high, alerts: { ahead_of_even_above: -1 } });
  expect(brief(alerts)).toHaveLength(6);
  expect(alerts[0]!.text).toContain("近12个月月均支出");
  expect(alerts.every(({ text }) => text.startsWith("2024年"))).toBe(true);
});
