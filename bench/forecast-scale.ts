import { parseArgs } from "node:util";
import { DEFAULT_CONFIG } from "../models/config.ts";
import { addMonths, type Month, monthOf } from "../models/period.ts";
import { randomFrom } from "../models/random.ts";
import type { HistoryRow } from "../pipelines/forecast/histories.ts";
import { carryOutWork, workFor } from "../pipelines/forecast/jobs.ts";
import { forecastSettings } from "../pipelines/forecast/settings.ts";

/**
 * Forecasts of many regions from many origins, as a run makes them: three funds of six lines, in worker threads.
 *
 *   npm run bench:forecast-scale -- --regions 300 --months 84 --origins 24 --threads 1,2
 */
const { values } = parseArgs({
  options: {
    regions: { type: "string", default: "300" },
    months: { type: "string", default: "84" },
    origins: { type: "string", default: "24" },
    threads: { type: "string", default: "1,2" },
  },
});
const [regions, months, origins] = [values.regions, values.months, values.origins].map(Number) as [
  number,
  number,
  number,
];

const FUNDS = ["employee", "resident", "maternity"];
const LINES: [line: string, share: number][] = [
  ["income.contribution", 0.9],
  ["income.interest", 0.06],
  ["income.transfer", 0.04],
  ["expenditure.benefit", 0.85],
  ["expenditure.critical_illness", 0.08],
  ["expenditure.transfer", 0.05],
];
const FIRST = monthOf(2018, 1);

function* rowsOf(region: number, fund: number): Generator<HistoryRow> {
  const random = randomFrom(region * 10 + fund);
  const size = 1e6 * (5 + 95 * random());
  const key = { region_code: String(110_000 + region), fund: FUNDS[fund]!, account: "all" };
  let balance = size * 8;
  for (let i = 0; i < months; i++) {
    const month: Month = addMonths(FIRST, i);
    const of = { ...key, month, persons: null, adds_up: false, part_of: "" };
    const totals = new Map<string, number>();
    for (const [item, share] of LINES) {
      const season = 1 + 0.12 * Math.sin(((i + share * 10) * Math.PI) / 6);
      const amount = Math.round(size * share * 1.004 ** i * season * (0.95 + 0.1 * random()));
      const total = `${item.split(".")[0]}.total`;
      totals.set(total, (totals.get(total) ?? 0) + amount);
      yield { ...of, item, part_of: total, adds_up: true, amount_yuan: amount.toFixed(2) };
    }
    for (const [item, sum] of totals) {
      balance += item === "income.total" ? sum : -sum;
      yield { ...of, item, amount_yuan: sum.toFixed(2) };
    }
    yield { ...of, item: "balance.closing", amount_yuan: balance.toFixed(2) };
  }
}

const rows: HistoryRow[] = [];
for (let region = 0; region < regions; region++)
  for (let fund = 0; fund < FUNDS.length; fund++) rows.push(...rowsOf(region, fund));
const last = addMonths(FIRST, months - 1);
const wanted = Array.from({ length: origins }, (_, i) => addMonths(last, -i));
const settings = forecastSettings(DEFAULT_CONFIG);
console.log(
  `${regions} regions × ${FUNDS.length} funds × ${LINES.length} lines, ${months} months, ${origins} origins: ${rows.length} rows`,
);

let first = 0;
for (const threads of values.threads.split(",").map(Number)) {
  const begun = performance.now();
  const cpu = process.cpuUsage();
  let [forecasts, told] = [0, ""];
  const tell = (done: number, total: number) => {
    told = `${done}/${total}`;
  };
  await carryOutWork(
    workFor(rows, () => wanted),
    { settings, scenarios: [null] },
    (made) => {
      forecasts += made.length;
    },
    { threads, progress: tell },
  );
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  first ||= seconds;
  console.log(
    [
      `${threads} threads: ${seconds.toFixed(1)} s`,
      `${((user + system) / 1e6).toFixed(1)} s CPU`,
      `${forecasts} forecasts (${((forecasts / seconds) * 60).toFixed(0)} a minute)`,
      `${(first / seconds).toFixed(2)} times as fast`,
      `peak ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`,
      `told ${told}`,
    ].join(", "),
  );
}
