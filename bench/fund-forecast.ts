import { parseArgs } from "node:util";
import { monthsBetween } from "../models/forecast/calendar.ts";
import { factorsAt, type Summary } from "../models/forecast/calibrate.ts";
import { fillNormals, seedOf } from "../models/forecast/chance.ts";
import { finishGroup } from "../models/forecast/finish.ts";
import {
  DEFAULT_SETTINGS,
  type ForecastSettings,
  type FundForecast,
  type FundHistory,
} from "../models/forecast/fund.ts";
import { prepareGroup } from "../models/forecast/prepare.ts";
import { seasonalNaive } from "../models/forecast/seasonal-naive.ts";
import { knownTotals } from "../models/forecast/series.ts";
import { addMonths, type Month } from "../models/period.ts";
import { simulatedHistories } from "../models/simulation/fund-history.ts";

/**
 * Forecasts of made-up funds (models/simulation/fund-history.ts) against what became of them, beside seasonal
 * naive; then what is said in the hard cases.
 *
 *   node --import tsx bench/fund-forecast.ts [--seeds 20] [--from-seed 1] [--counties 4] [--cases]
 */
const { values: args } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    "from-seed": { type: "string", default: "1" },
    counties: { type: "string", default: "4" },
    paths: { type: "string", default: "1000" },
    cases: { type: "boolean", default: false },
  },
});

const FROM = "2019-09";
const ORIGIN = "2024-08";
const EPIDEMICS = [
  { from: "2020-02", to: "2020-04", left: 0.65 },
  { from: "2022-12", to: "2023-01", left: 0.8 },
];
const SETTINGS: ForecastSettings = {
  ...DEFAULT_SETTINGS,
  paths: Number(args.paths),
  breaks: EPIDEMICS.map((e, i) => ({
    id: `epidemic-${i}`,
    kind: "pulse",
    from: e.from,
    to: e.to,
    title: "新冠疫情",
    lines: ["expenditure.benefit"],
  })),
};
const YEAR = 12;
const BAND = 3;

if (args.cases) cases();
else measure();

interface Score {
  [name: string]: number;
}

function measure(): void {
  const first = Number(args["from-seed"]);
  const scores: { fund: string; isCity: boolean; score: Score }[] = [];
  const widening: string[] = [];
  let cpu = 0;
  for (let seed = first; seed < first + Number(args.seeds); seed++) {
    const all = simulatedHistories({
      seed,
      from: FROM,
      months: 78,
      counties: Number(args.counties),
      anchored: ORIGIN,
      epidemics: EPIDEMICS,
    });
    for (const fund of ["employee", "resident"]) {
      const histories = all.filter((h) => h.fund === fund);
      const begun = performance.now();
      const past: Summary[] = [24, 18, 12, 6].flatMap(
        (back) => prepareGroup(histories, addMonths(ORIGIN, -back), SETTINGS).summaries,
      );
      const factors = factorsAt(ORIGIN, past, histories);
      const forecasts = finishGroup(prepareGroup(histories, ORIGIN, SETTINGS), factors);
      cpu += performance.now() - begun;
      const { balance, expenditure, expenditure_sum } = factors[fund]!;
      widening.push(
        [fund, balance, expenditure, expenditure_sum]
          .map((w) => (typeof w === "string" ? w : w.f80.toFixed(2)))
          .join(" "),
      );
      for (const [i, forecast] of forecasts.entries())
        scores.push({ fund, isCity: i === 0, score: scoreOf(histories[i]!, forecast) });
    }
  }
  const print = (title: string, own: Score[]) => {
    console.log(`\n${title} (${own.length})`);
    for (const name of Object.keys(own[0]!)) {
      const mean = own.reduce((a, s) => a + s[name]!, 0) / own.length;
      console.log(`  ${name.padEnd(52)} ${mean.toFixed(3)}`);
    }
  };
  for (const fund of ["employee", "resident"])
    for (const isCity of [true, false])
      print(
        `${fund} ${isCity ? "city" : "counties"}`,
        scores.filter((s) => s.fund === fund && s.isCity === isCity).map((s) => s.score),
      );
  print(
    "all",
    scores.map((s) => s.score),
  );
  console.log(`\nfactors (balance, expenditure, its sum): ${widening.slice(0, 8).join("; ")}`);
  console.log(`${(cpu / 1000 / scores.length).toFixed(2)} s a fund and region, five origins`);
}

function scoreOf(history: FundHistory, forecast: FundForecast): Score {
  const at = monthsBetween(history.from, ORIGIN) + 1;
  const actual = (side: "income" | "expenditure") =>
    knownTotals(history, side, addMonths(ORIGIN, 18)).map((v) => v!);
  const [came, went] = [actual("income"), actual("expenditure")];
  const naive = { income: naiveOf(came.slice(0, at)), expenditure: naiveOf(went.slice(0, at)) };
  const sum = (list: number[], from: number, months: number) =>
    list.slice(from, from + months).reduce((a, b) => a + b, 0);
  const within = (v: number, low: number, high: number) => (v >= low && v <= high ? 1 : 0);
  const m12 = forecast.months[YEAR - 1]!;
  const m6 = forecast.months[5]!;
  const m18 = forecast.months[17]!;
  const closing = (h: number) => history.closing_yuan[at + h - 1]!;
  const out = closing(YEAR);
  const spent = sum(went, at, YEAR);
  const error = (list: number[], points: (h: number) => number) =>
    Array.from({ length: 18 }, (_, h) => Math.abs(list[at + h]! - points(h))).reduce(
      (a, b) => a + b,
      0,
    );
  const scale = (list: number[]) => {
    let total = 0;
    for (let i = YEAR; i < at; i++) total += Math.abs(list[i]! - list[i - YEAR]!);
    return (total / (at - YEAR)) * 18;
  };
  const isBelow = (h: number) =>
    closing(h) * YEAR < BAND * sum(went, at + h - YEAR, YEAR) ? 1 : 0;
  const band = SETTINGS.bands.indexOf(BAND);
  const naiveBelow = naiveChance(history, at, came, went, YEAR);
  return {
    "balance at 12 months inside 80 %": within(out, m12.balance.q10, m12.balance.q90),
    "balance at 12 months inside 95 %": within(out, m12.balance.q025, m12.balance.q975),
    "balance at 6 months inside 80 %": within(closing(6), m6.balance.q10, m6.balance.q90),
    "balance at 18 months inside 80 %": within(closing(18), m18.balance.q10, m18.balance.q90),
    "expenditure of 12 months inside 80 %": within(
      spent,
      m12.expenditure_sum.q10,
      m12.expenditure_sum.q90,
    ),
    "income of 12 months inside 80 %": within(
      sum(came, at, YEAR),
      m12.income_sum.q10,
      m12.income_sum.q90,
    ),
    "months of expenditure inside 80 %":
      forecast.months.reduce(
        (a, m, h) => a + within(went[at + h]!, m.expenditure.q10, m.expenditure.q90),
        0,
      ) / 18,
    "months of income inside 80 %":
      forecast.months.reduce(
        (a, m, h) => a + within(came[at + h]!, m.income.q10, m.income.q90),
        0,
      ) / 18,
    "width of balance at 12 months, months of expenditure":
      ((m12.balance.q90 - m12.balance.q10) * YEAR) / spent,
    "MASE expenditure": error(went, (h) => forecast.months[h]!.expenditure.q50) / scale(went),
    "MASE expenditure, seasonal naive": error(went, (h) => naive.expenditure[h]!) / scale(went),
    "WAPE expenditure of 12 months": Math.abs(m12.expenditure_sum.q50 - spent) / spent,
    "WAPE expenditure of 12 months, seasonal naive":
      Math.abs(sum([...naive.expenditure], 0, YEAR) - spent) / spent,
    "WAPE income of 12 months":
      Math.abs(m12.income_sum.q50 - sum(came, at, YEAR)) / sum(came, at, YEAR),
    "WAPE income of 12 months, seasonal naive":
      Math.abs(sum([...naive.income], 0, YEAR) - sum(came, at, YEAR)) / sum(came, at, YEAR),
    "MASE income": error(came, (h) => forecast.months[h]!.income.q50) / scale(came),
    "MASE income, seasonal naive": error(came, (h) => naive.income[h]!) / scale(came),
    "below 3 months at 12 months": isBelow(YEAR),
    "Brier of that": (m12.p_below[band]! - isBelow(YEAR)) ** 2,
    "Brier of that, seasonal naive": (naiveBelow - isBelow(YEAR)) ** 2,
  };
}

function naiveOf(values: number[]): Float64Array {
  return seasonalNaive(values).mean(18);
}

/** Probability by paths of seasonal naive with its own errors' spread. */
function naiveChance(
  history: FundHistory,
  at: number,
  came: number[],
  went: number[],
  horizon: number,
): number {
  const income = seasonalNaive(came.slice(0, at));
  const expenditure = seasonalNaive(went.slice(0, at));
  const paths = 1000;
  const draws = fillNormals(
    new Float64Array(paths * horizon * 2),
    seedOf(1, history.region_code, history.fund),
  );
  let below = 0;
  for (let p = 0; p < paths; p++) {
    const of = (k: number) => draws.subarray((2 * p + k) * horizon, (2 * p + k + 1) * horizon);
    const i = income.path(of(0));
    const e = expenditure.path(of(1));
    let balance = history.closing_yuan[at - 1]!;
    let spent = 0;
    for (let h = 0; h < horizon; h++) {
      balance += i[h]! - e[h]!;
      spent += e[h]!;
    }
    if (balance * YEAR < BAND * spent) below++;
  }
  return below / paths;
}

/** The sentences of hard cases. */
function cases(): void {
  const input = { seed: 5, from: FROM, months: 60, counties: 3, anchored: ORIGIN };
  const histories = (more: object) =>
    simulatedHistories({ ...input, ...more }).filter((h) => h.fund === "resident");
  const show = (
    title: string,
    list: FundHistory[],
    settings = SETTINGS,
    origin: Month = ORIGIN,
  ) => {
    const prepared = prepareGroup(list, origin, settings);
    const [forecast] = finishGroup(prepared, factorsAt(origin, [], list)).slice(-1);
    console.log(`\n## ${title}: ${forecast!.status}`);
    for (const note of forecast!.notes) console.log(`- ${note}`);
    for (const line of forecast!.lines) {
      console.log(`- ${line.line}: ${line.method}`);
      for (const note of line.notes) console.log(`  - ${note}`);
    }
  };
  const reform = { from: "2023-07", factor: 0.85 };
  const listed = {
    id: "drg",
    kind: "level" as const,
    from: reform.from,
    title: "DRG付费改革",
    lines: ["expenditure.benefit"],
  };
  show("payment reform, listed", histories({ reform }), {
    ...SETTINGS,
    breaks: [listed],
  });
  show("payment reform, not listed", histories({ reform }), { ...SETTINGS, breaks: [] });
  show("epidemics", histories({ epidemics: EPIDEMICS }));
  show("epidemics, not listed", histories({ epidemics: EPIDEMICS }), { ...SETTINGS, breaks: [] });
  const late = histories({});
  const only = (h: FundHistory, keep: number): FundHistory => ({
    ...h,
    lines: Object.fromEntries(
      Object.entries(h.lines).map(([l, v]) => [l, v.map((x, i) => (i < 60 - keep ? null : x))]),
    ),
  });
  show("14 months, with siblings", [...late.slice(0, -1), only(late.at(-1)!, 14)]);
  show("14 months, alone", [only(late.at(-1)!, 14)]);
  show("30 months", [...late.slice(0, -1), only(late.at(-1)!, 30)]);
  show("8 months", [only(late.at(-1)!, 8)]);
  const holes = structuredClone(late);
  for (const values of Object.values(holes.at(-1)!.lines)) values[40] = values[41] = null;
  show("holes", holes);
  const ended = structuredClone(late);
  for (const values of Object.values(ended.at(-1)!.lines)) values.fill(0, 56);
  show("ended", ended);
}
