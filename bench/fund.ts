import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { table } from "../bin/table.ts";
import { initHome } from "../pipelines/home.ts";
import { type Measured, measure, median } from "./measure.ts";
import { monthsOf, regionCode, writeBudget, writeInsured, writeStatement } from "./statements.ts";

const { values } = parseArgs({
  options: {
    regions: { type: "string", default: "300" },
    years: { type: "string", default: "5" },
    repeat: { type: "string", default: "3" },
    /** One statement file for all years instead of one a year. */
    "one-file": { type: "boolean", default: false },
  },
});
const regions = Number(values.regions);
const years = Number(values.years);
const FIRST_YEAR = 2019;

const folder = mkdtempSync(path.join(tmpdir(), "fundwatch-bench-"));
async function bench(): Promise<void> {
  const { home } = initHome(path.join(folder, "home"));
  const { files, months, rows } = write();
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  print([
    `${regions} regions × 3 funds × ${years * 12} months: ${rows} rows, ${mib(bytes)} MiB of CSV in ${files.length} files; ${cpus().length} cores, memory_limit ${home.config.memory_limit}`,
    "",
  ]);

  const loaded = await measure("load", home.root, ...files);
  const [built, bare, idle, asked]: Measured[][] = [[], [], [], []];
  for (let i = 0; i < Number(values.repeat); i++) {
    built!.push(await measure("build", home.root));
    bare!.push(await measure("bare", home.root, path.join(folder, "bare.duckdb")));
    idle!.push(await measure("idle", home.root));
    asked!.push(await measure("figures", home.root, regionCode(0)));
  }
  const december = months.at(-1)!;
  const file = path.join(folder, "statement-again.csv");
  writeStatement(file, { regions: 1, months: [december], revision: 1 });
  await measure("load", home.root, file);
  const restated = await measure("run", home.root);

  const line = (name: string, of: Measured[], part = "all") => [
    name,
    at(of, part).toFixed(2),
    String(Math.round(median(of.map((m) => m.memory)))),
  ];
  print(
    table(
      ["", "seconds", "MiB"],
      [
        line("load", [loaded]),
        line("build every table", built!),
        line("  the same SQL in bare DuckDB", bare!),
        line("publish the snapshot", built!, "publish"),
        line("run with nothing changed", idle!),
        line(`run after one region restated ${december}`, [restated]),
        line("figures of one metric and region", asked!),
      ],
    ),
  );
  print([
    "",
    `warehouse ${mib(statSync(home.warehouse).size)} MiB, snapshot ${mib(statSync(home.snapshot).size)} MiB`,
    `ratio of the build to bare DuckDB: ${(at(built!) / at(bare!)).toFixed(2)}`,
    "",
  ]);
  const keys = Object.keys(built![0]!.seconds).filter((key) => key.includes("."));
  print(
    table(
      ["table", "built", "bare", "ratio"],
      keys.map((key) => {
        const [ours, theirs] = [at(built!, key), at(bare!, key)];
        return [key, ours.toFixed(2), theirs.toFixed(2), (ours / theirs).toFixed(2)];
      }),
    ),
  );
}

const at = (of: Measured[], part = "all"): number => median(of.map((m) => m.seconds[part] ?? 0));

function write(): { files: string[]; months: string[]; rows: number } {
  const months = monthsOf(FIRST_YEAR, years);
  mkdirSync(path.join(folder, "files"));
  const file = (name: string) => path.join(folder, "files", name);
  const files = [file("budget.csv"), file("insured.csv")];
  let rows = writeBudget(files[0]!, { regions, months });
  rows += writeInsured(files[1]!, { regions, months });
  const parts = values["one-file"] ? [months] : monthsByYear(months);
  for (const part of parts) {
    files.push(file(`statement-${part[0]}.csv`));
    rows += writeStatement(files.at(-1)!, { regions, months: part });
  }
  return { files, months, rows };
}

const monthsByYear = (months: string[]): string[][] =>
  Array.from({ length: years }, (_, i) => months.slice(i * 12, i * 12 + 12));

function mib(bytes: number): string {
  return (bytes / 1024 ** 2).toFixed(0);
}

function print(lines: string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}

try {
  await bench();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
