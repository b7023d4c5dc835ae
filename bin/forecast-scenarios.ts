import { UserError } from "../models/errors.ts";
import {
  DRIVERS,
  type Driver,
  type FundForecast,
  type Ramp,
  type Scenario,
} from "../models/forecast/fund.ts";
import { fundOf } from "../models/fund.ts";
import { readFund } from "../models/sources/names.ts";
import { type ForecastAsked, scenarioForecasts } from "../pipelines/forecast/asked.ts";
import type { Forecasts } from "../pipelines/forecast/read.ts";
import {
  DRIVER_TITLES,
  rampInWords,
  readScenario,
  removeScenario,
  saveScenario,
  scenarioNames,
} from "../pipelines/forecast/scenarios.ts";
import type { Home } from "../pipelines/home.ts";
import { amount, columnScale, NO_VALUE } from "../reports/format.ts";
import { askedFrom, onSnapshot, threadsOf } from "./forecast-asked.ts";
import { forecastValue, fundLines } from "./forecast-lines.ts";
import { textOf } from "./publishing.ts";
import type { Session } from "./session.ts";
import { table } from "./table.ts";

/** `forecast scenario set|list|show|remove`. */
export async function scenario(
  session: Session,
  [action = "list", name]: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const home = session.home();
  if (action === "list") return list(session, home);
  if (name === undefined)
    throw new UserError("没有写情景名", `如 forecast scenario ${action} 涨缴费。`, 2);
  if (action === "show") {
    const found = readScenario(home, name);
    session.answer(found, () => [found.title, ...found.ramps.map(rampInWords)]);
  } else if (action === "remove") {
    removeScenario(home, name);
    session.answer({ removed: name }, () => [`已删除情景“${name}”。`]);
  } else if (action === "set") {
    const saved = set(home, name, options);
    session.answer(saved, () => [`已存为情景“${name}”：`, ...saved.ramps.map(rampInWords)]);
  } else {
    throw new UserError(`scenario 没有“${action}”这个动作`, "可用：set、list、show、remove。", 2);
  }
  return 0;
}

function list(session: Session, home: Home): number {
  const all = scenarioNames(home).map((name) => readScenario(home, name));
  session.answer(all, () =>
    all.length === 0
      ? [
          "还没有存过情景。如 forecast scenario set 涨缴费 --driver premium --factor 1.05 --from 2026-10",
        ]
      : table(
          ["情景", "名称", "内容"],
          all.map((one) => [one.name, one.title, one.ramps.map(rampInWords).join("；")]),
        ),
  );
  return 0;
}

function set(home: Home, name: string, options: Record<string, unknown>) {
  const before =
    options.add === true && scenarioNames(home).includes(name) ? readScenario(home, name) : null;
  const elasticity = textOf(options, "elasticity");
  return saveScenario(home, {
    name,
    title: textOf(options, "title") ?? before?.title ?? name,
    ramps: [...(before?.ramps ?? []), rampFrom(home, options)],
    enrolment_elasticity:
      elasticity === undefined
        ? (before?.enrolment_elasticity ?? 0)
        : numberFrom("elasticity", elasticity),
  });
}

function rampFrom(home: Home, options: Record<string, unknown>): Ramp {
  const driver = textOf(options, "driver") ?? "";
  const known = DRIVERS.find((one) => one === driver || DRIVER_TITLES[one] === driver);
  if (known === undefined)
    throw new UserError(
      driver === "" ? "没有写 --driver" : `没有“${driver}”这个因素`,
      `可用：${DRIVERS.map((one: Driver) => `${one}（${DRIVER_TITLES[one]}）`).join("、")}。`,
      2,
    );
  const factor = textOf(options, "factor");
  const from = textOf(options, "from");
  if (factor === undefined || from === undefined)
    throw new UserError("缺少 --factor 或 --from", "如 --factor 1.05 --from 2026-10。", 2);
  const fund = textOf(options, "fund");
  const region = textOf(options, "region");
  return {
    driver: known,
    from,
    until: textOf(options, "until") ?? from,
    factor: numberFrom("factor", factor),
    ...(fund === undefined ? {} : { funds: [readFund(fund, home.config.aliases) ?? fund] }),
    ...(region === undefined ? {} : { regions: [region] }),
  };
}

function numberFrom(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new UserError(`--${name} ${text} 不是数`, `如 --${name} 1.05。`, 2);
}

/** What the present is called where a scenario is asked for. */
const BASE = ["base", "基准"];

/** `forecast --scenario NAME`: the forecast under a scenario, and what it changes. */
export async function showScenario(
  session: Session,
  scenario: Scenario,
  asked: ForecastAsked,
): Promise<number> {
  const home = session.home();
  await onSnapshot(session, async (store) => {
    const both = await scenarioForecasts(store, home, asked, [scenario, null], threadsOf(session));
    const [found, base] = both as [Forecasts, Forecasts];
    session.answer(forecastValue(found, { scenario: scenario.name }), () => [
      `情景“${scenario.title}”：${scenario.ramps.map(rampInWords).join("；")}`,
      "",
      ...found.forecasts.flatMap((one) => {
        const other = base.forecasts.find((each) => keyOf(each) === keyOf(one));
        const difference =
          other && one.months.length > 0
            ? pairLines([one, other], found.bands, [scenario.name, "基准"])
            : [];
        return [...fundLines(one, found.bands), ...difference, ""];
      }),
    ]);
  });
  return 0;
}

/** `forecast compare A [B]`: the difference between two scenarios on the same shocks. */
export async function compare(
  session: Session,
  [first, second = BASE[1]!]: string[],
  options: Record<string, unknown>,
): Promise<number> {
  if (first === undefined)
    throw new UserError(
      "没有写要比较的情景",
      "如 forecast compare 涨缴费（与基准比），或 forecast compare 涨缴费 降支付。",
      2,
    );
  const home = session.home();
  const asked = askedFrom(options);
  const named = (name: string) => (BASE.includes(name) ? null : readScenario(home, name));
  const scenarios = [named(first), named(second)];
  await onSnapshot(session, async (store) => {
    const both = await scenarioForecasts(store, home, asked, scenarios, threadsOf(session));
    const [a, b] = both as [Forecasts, Forecasts];
    const others = new Map(b.forecasts.map((one) => [keyOf(one), one]));
    const pairs = a.forecasts.flatMap((one): [FundForecast, FundForecast][] => {
      const other = others.get(keyOf(one));
      return other && one.months.length > 0 ? [[one, other]] : [];
    });
    session.answer(
      pairs.flatMap(([one, other]) => differences(one, other, a.bands)),
      () =>
        pairs.length === 0
          ? ["没有可比较的预测：历史都不足。"]
          : pairs.flatMap((pair) => [...pairLines(pair, a.bands, [first, second]), ""]),
    );
  });
  return 0;
}

const keyOf = ({ region_code, fund }: FundForecast): string => `${region_code}/${fund}`;

function differences(one: FundForecast, other: FundForecast, bands: readonly number[]): object[] {
  const { region_code, fund, account, origin } = one;
  return one.months.flatMap((a, i) => {
    const b = other.months[i];
    if (!b) return [];
    const chances = (of: "p_below" | "p_crossed") =>
      Object.fromEntries(bands.map((band, k) => [band, a[of][k]! - b[of][k]!]));
    return {
      ...{ region: region_code, fund, account, as_of: origin, month: a.month, step: a.step },
      income_sum: a.income_sum.mean - b.income_sum.mean,
      expenditure_sum: a.expenditure_sum.mean - b.expenditure_sum.mean,
      balance: a.balance.mean - b.balance.mean,
      months_payable: a.months_payable.mean - b.months_payable.mean,
      p_below: chances("p_below"),
      p_crossed: chances("p_crossed"),
    };
  });
}

const EVERY = 3;

function pairLines(
  [one, other]: [FundForecast, FundForecast],
  bands: readonly number[],
  names: string[],
): string[] {
  const steps = one.months
    .map((month, i) => ({ a: month, b: other.months[i]! }))
    .filter(({ a, b }, i, all) => b && (a.step % EVERY === 0 || i === all.length - 1));
  const scale = columnScale(
    steps.map(({ a, b }) =>
      String(
        Math.round(
          Math.abs(a.expenditure_sum.mean - b.expenditure_sum.mean) +
            Math.abs(a.income_sum.mean - b.income_sum.mean),
        ),
      ),
    ),
  );
  const money = (value: number) =>
    Number.isFinite(value) ? amount(value.toFixed(2), scale) : NO_VALUE;
  const points = (value: number) =>
    Number.isFinite(value) ? `${signed(value * 100, 0)}` : NO_VALUE;
  return [
    `${one.region_code} ${fundOf(one.fund).short}${one.account === "pooled" ? "统筹" : ""}基金：“${names[0]}”比“${names[1]}”多（${scale.unit}，概率为百分点；同一组随机冲击）`,
    ...table(
      [
        "到",
        "收入合计",
        "支出合计",
        "累计结余",
        "可支付月数",
        ...bands.map((band) => (band === 0 ? "结余<0" : `不足${band}个月`)),
      ],
      steps.map(({ a, b }) => [
        a.month,
        money(a.income_sum.mean - b.income_sum.mean),
        money(a.expenditure_sum.mean - b.expenditure_sum.mean),
        money(a.balance.mean - b.balance.mean),
        Number.isFinite(a.months_payable.mean)
          ? signed(a.months_payable.mean - b.months_payable.mean, 1)
          : NO_VALUE,
        ...bands.map((_, k) => points(a.p_below[k]! - b.p_below[k]!)),
      ]),
    ),
  ];
}

const signed = (value: number, decimals: number): string => {
  const text = Math.abs(value).toFixed(decimals);
  return Number(text) === 0 ? text : `${value < 0 ? "-" : "+"}${text}`;
};
