import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { accuracyOf } from "../models/outliers/accuracy.ts";
import { isolationScores } from "../models/outliers/isolation-forest.ts";
import type { Table } from "../models/outliers/table.ts";
import { tailScores } from "../models/outliers/tails.ts";

/**
 * Detectors on labelled tables: every .csv of a folder whose last columns name the label (`label` 0/1 or
 * `PotentialFraud` Yes/No); columns that are no numbers are left out.
 *
 *   npm run bench:outliers -- FOLDER
 */
const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("npm run bench:outliers -- 有标注的表所在的文件夹");
  process.exit(2);
}

const rows: string[][] = [];
for (const name of readdirSync(folder)
  .filter((file) => file.endsWith(".csv"))
  .sort()) {
  const { table, labels } = readLabelled(path.join(folder, name));
  const report = (method: string, score: () => ArrayLike<number>) => {
    const begun = performance.now();
    const { auroc, average_precision } = accuracyOf(score(), labels);
    const seconds = (performance.now() - begun) / 1000;
    rows.push([name, method, auroc.toFixed(4), average_precision.toFixed(3), seconds.toFixed(2)]);
  };
  const amount = table.indicators.indexOf("total_sum_amt");
  if (amount >= 0) report("one column, total amount", () => table.columns[amount]!);
  report("tails, right", () => tailScores(table, "high").scores);
  report("tails, both", () => tailScores(table, "both").scores);
  report("isolation forest", () => isolationScores(table));
}
console.log("| table | method | AUROC | AP | seconds |\n| --- | --- | --- | --- | --- |");
for (const row of rows) console.log(`| ${row.join(" | ")} |`);
console.log(
  "\nWhere one column of amounts comes first, the label is mostly volume: a good place there says nothing about peers.",
);

function readLabelled(file: string): { table: Table; labels: boolean[] } {
  const [head, ...lines] = readFileSync(file, "utf8").trim().split(/\r?\n/);
  const names = head!.split(",");
  const cells = lines.map((line) => line.split(","));
  const label = names.findIndex((n) => n === "label" || n === "PotentialFraud");
  const numeric = names.flatMap((name, i) =>
    i !== label &&
    !name.startsWith("_") &&
    cells.every((row) => Number.isFinite(Number(row[i] || Number.NaN)))
      ? [i]
      : [],
  );
  return {
    table: {
      subjects: cells.map((_, i) => String(i)),
      indicators: numeric.map((i) => names[i]!),
      columns: numeric.map((i) => Float64Array.from(cells, (row) => Number(row[i]))),
    },
    labels: cells.map((row) => /^(1|yes)(\.0)?$/i.test(row[label]!)),
  };
}
