import { readdirSync } from "node:fs";
import { mase, seasonalScale, smape } from "../models/forecast/scores.ts";
import { inThreads } from "../pipelines/forecast/threads.ts";
import {
  averageOf,
  type Bar,
  coverageOf,
  m3Bars,
  maseOf,
  referenceBars,
  type Scored,
  safetyBars,
  sampleBars,
} from "./forecast-bars.ts";
import { type Held, readFolder } from "./forecast-series.ts";
import { METHODS, type Outcome, secondsOf } from "./forecast-work.ts";
import type { Job } from "./forecast-worker.ts";
import { median } from "./measure.ts";

/**
 * The methods of forecasts on published series: every .csv of a folder with a row a series (`id,h,values`: values
 * from the oldest on, separated by spaces, the last `h` held back). Where the folder has them, samples
 * (`set,id,train_n,h`) and forecasts of others on them (`set,id,method,kind,h1,…`) are held against the bars.
 *
 *   npm run bench:forecast -- FOLDER
 */
const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("npm run bench:forecast -- 存放序列的文件夹");
  process.exit(2);
}
const CHUNK = 20;

const read = readFolder(folder, csvsIn(folder));
for (const problem of read.problems) console.error(problem);
if (read.series.size === 0) {
  console.error(`${folder}：没有序列文件（.csv，首行要有 id、h、values 三列）。`);
  process.exit(1);
}

const files = new Map<string, Scored>();
for (const [name, cases] of read.series) files.set(name, await scored(name, cases, false));
const samples = new Map<string, Scored>();
for (const [set, cases] of read.samples)
  samples.set(set, await scored(`sample ${set}`, cases, set !== "A"));

console.log(
  "| series of | method | series | MASE | sMAPE | coverage 80 | coverage 95 | CPU ms median | CPU ms mean |",
);
console.log("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
for (const [name, one] of files) {
  printScores(name, one);
  for (const [method, points] of read.published) printPublished(name, method, one.cases, points);
}
for (const [set, one] of samples) printScores(`sample ${set}`, one);
if (read.problems.length > 0)
  console.log(`\n${read.problems.length} rows were left out (see above).`);

const all = [...files.values(), ...samples.values()];
const bars: Bar[] = [
  ...[...files].flatMap(([name, one]) => (/^m3_monthly/.test(name) ? m3Bars(one) : [])),
  ...[...samples].flatMap(([set, one]) => [
    ...(read.references.size > 0 ? referenceBars(set, one, read.references) : []),
    ...sampleBars(set, one),
  ]),
  ...safetyBars(all),
];
console.log("\n| check | bar | measured | met |\n| --- | --- | --- | --- |");
for (const [check, bar, measured, met] of bars)
  console.log(`| ${check} | ${bar} | ${measured} | ${met ? "yes" : "**no**"} |`);
console.log(
  "\nThe balance of a simulated fund is measured elsewhere: it needs more than single series.",
);
if (bars.some(([, , , met]) => !met)) process.exitCode = 1;

function csvsIn(path: string): string[] {
  try {
    return readdirSync(path)
      .filter((name) => name.endsWith(".csv"))
      .sort();
  } catch {
    console.error(`${path}：没有这个文件夹，或者不能读。`);
    process.exit(1);
  }
}

/** Every method on every series, in threads; the order of the results is that of the series. */
async function scored(title: string, cases: Held[], isCalibrated: boolean): Promise<Scored> {
  const jobs: Job[] = [];
  for (let from = 0; from < cases.length; from += CHUNK)
    jobs.push({ cases: cases.slice(from, from + CHUNK), isCalibrated });
  const results: (Outcome | undefined)[][][] = [];
  await inThreads<Job, (Outcome | undefined)[][]>(
    new URL("forecast-worker.mjs", import.meta.url),
    jobs,
    (result, job) => {
      results[jobs.indexOf(job)] = result;
    },
    {
      progress: (done, total) => {
        if (done === total || done % 10 === 0)
          console.error(
            `${title}: ${Math.min(done * CHUNK, cases.length)} of ${cases.length} series`,
          );
      },
    },
  );
  const rows = results.flat();
  return {
    cases,
    outcomes: Object.fromEntries(
      Object.keys(METHODS).map((name, m) => [name, rows.map((row) => row[m])]),
    ),
    seconds: Object.fromEntries(
      Object.entries(METHODS).map(([name, method]) => [name, secondsOf(cases, method)]),
    ),
  };
}

function printScores(name: string, one: Scored): void {
  for (const [method, outcomes] of Object.entries(one.outcomes)) {
    const done = outcomes.filter((outcome) => outcome !== undefined);
    if (done.length === 0) continue;
    const seconds = one.seconds[method]!;
    const cells = [
      name,
      method,
      done.length,
      maseOf(one, method).toFixed(3),
      averageOf(done.map((outcome) => outcome.smape)).toFixed(2),
      (100 * coverageOf(outcomes, "within80")).toFixed(1),
      (100 * coverageOf(outcomes, "within95")).toFixed(1),
      (1000 * median(seconds)).toFixed(2),
      (1000 * averageOf(seconds)).toFixed(2),
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
}

/** Forecasts of others on the series of a file that they have forecast as far ahead. */
function printPublished(
  name: string,
  method: string,
  cases: Held[],
  published: Map<string, number[]>,
): void {
  const scores = cases.flatMap(({ id, train, test }) => {
    const points = published.get(id);
    if (points?.length !== test.length) return [];
    return [{ mase: mase(test, points, seasonalScale(train)), smape: smape(test, points) }];
  });
  if (scores.length === 0) return;
  const [scaled, percentages] = [
    averageOf(scores.map((score) => score.mase)),
    averageOf(scores.map((score) => score.smape)),
  ];
  console.log(
    `| ${name} | published ${method} | ${scores.length} | ${scaled.toFixed(3)} | ${percentages.toFixed(2)} | | | | |`,
  );
}
