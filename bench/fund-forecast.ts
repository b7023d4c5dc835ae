import { parseArgs } from "node:util";
import { factorsAt, type Summary } from "../models/forecast/calibrate.ts";
import { finishGroup } from "../models/forecast/finish.ts";
import {
  DEFAULT_SETTINGS,
  type ForecastSettings,
  type FundHistory,
} from "../models/forecast/fund.ts";
import { prepareGroup } from "../models/forecast/prepare.ts";
import { addMonths, type Month } from "../models/period.ts";
import { simulatedHistories } from "../models/simulation/fund-history.ts";
import { print, type Score, scoreOf } from "./fund-score.ts";
import { cityHistories } from "./simulated-city.ts";

/**
 * Forecasts of made-up funds (models/simulation/fund-history.ts), or of the funds of a city of `simulate`, against
 * what became of them, beside seasonal naive; `--cases` prints what is said in the hard cases.
 *
 *   node --import tsx bench/fund-forecast.ts [--seeds 20] [--from-seed 1] [--counties 4 | --people 10000] [--cases]
 */
const { values: args } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    "from-seed": { type: "string", default: "1" },
    counties: { type: "string", default: "4" },
    people: { type: "string", default: "0" },
    paths: { type: "string", default: "1000" },
    cases: { type: "boolean", default: false },
  },
});

const FROM = "2019-09";
const ORIGIN = "2024-08";
const MONTHS = 78;
const EPIDEMICS = [
  { from: "2020-02", to: "2020-04", left: 0.65 },
  { from: "2022-12", to: "2023-01", left: 0.8 },
];
const people = Number(args.people);
const SETTINGS: ForecastSettings = {
  ...DEFAULT_SETTINGS,
  paths: Number(args.paths),
  bands: people > 0 ? [15, 12, 9, 6, 3] : [6, 3],
  breaks:
    people > 0
      ? []
      : EPIDEMICS.map((e, i) => ({
          id: `epidemic-${i}`,
          kind: "pulse",
          from: e.from,
          to: e.to,
          title: "新冠疫情",
          lines: ["expenditure.benefit"],
        })),
};

if (args.cases) cases();
else await measure();

async function measure(): Promise<void> {
  const first = Number(args["from-seed"]);
  const scores: { group: string; score: Score }[] = [];
  const widening: string[] = [];
  let milliseconds = 0;
  for (let seed = first; seed < first + Number(args.seeds); seed++) {
    const all = people > 0 ? await cityHistories(people, FROM, MONTHS, seed) : madeUp(seed);
    for (const fund of ["employee", "resident"]) {
      const histories = all.filter((h) => h.fund === fund);
      const begun = performance.now();
      const past: Summary[] = [24, 18, 12, 6].flatMap(
        (back) => prepareGroup(histories, addMonths(ORIGIN, -back), SETTINGS).summaries,
      );
      const factors = factorsAt(ORIGIN, past, histories);
      const forecasts = finishGroup(prepareGroup(histories, ORIGIN, SETTINGS), factors);
      milliseconds += performance.now() - begun;
      const { balance, expenditure, expenditure_sum } = factors[fund]!;
      widening.push(
        `${fund} ${[balance, expenditure, expenditure_sum].map(({ f80 }) => f80.toFixed(2)).join(" ")}`,
      );
      for (const [i, forecast] of forecasts.entries())
        scores.push({
          group: `${fund} ${i === 0 ? "city" : "counties"}`,
          score: scoreOf(histories[i]!, forecast, SETTINGS),
        });
    }
  }
  for (const group of new Set(scores.map((one) => one.group)))
    print(
      group,
      scores.filter((one) => one.group === group).map(({ score }) => score),
    );
  print(
    "all",
    scores.map(({ score }) => score),
  );
  console.log(`\nfactors (balance, expenditure, its sum): ${widening.slice(0, 8).join("; ")}`);
  console.log(
    `${(milliseconds / 1000 / scores.length).toFixed(2)} s a fund and region, five origins`,
  );
}

function madeUp(seed: number): FundHistory[] {
  return simulatedHistories({
    seed,
    from: FROM,
    months: MONTHS,
    counties: Number(args.counties),
    anchored: ORIGIN,
    epidemics: EPIDEMICS,
  });
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
