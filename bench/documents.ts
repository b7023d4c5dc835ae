import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { table } from "../bin/table.ts";
import { initHome } from "../pipelines/home.ts";
import { measure } from "./measure.ts";
import { monthsOf, writeBudget, writeInsured, writeStatement } from "./statements.ts";

const { values } = parseArgs({
  options: {
    regions: { type: "string", default: "300" },
    years: { type: "string", default: "3" },
  },
});
const regions = Number(values.regions);

const folder = mkdtempSync(path.join(tmpdir(), "fundwatch-bench-"));
const at = (name: string) => path.join(folder, name);

/** The bulletins of all regions of a month in one run, on one core where the system can be told so. */
async function bench(): Promise<void> {
  const { home } = initHome(at("home"));
  const shape = { regions, months: monthsOf(2019, Number(values.years)) };
  writeStatement(at("statement.csv"), shape);
  writeBudget(at("budget.csv"), shape);
  writeInsured(at("insured.csv"), shape);
  await measure("load", home.root, ...["statement.csv", "budget.csv", "insured.csv"].map(at));
  await measure("build", home.root);
  const period = shape.months.at(-1)!;
  const oneCore = spawnSync("taskset", ["-p", "-c", "0", String(process.pid)]).status === 0;
  const line = async (name: string, formats: string): Promise<string[]> => {
    const { seconds, memory } = await measure("documents", home.root, period, formats);
    const each = (whole: string, first: string) =>
      ((seconds[whole]! - seconds[first]!) / (regions - 1)).toFixed(3);
    return [
      name,
      seconds.all!.toFixed(1),
      each("all", "first"),
      each("cpu", "cpu of first"),
      String(Math.round(memory)),
    ];
  };
  const rows = [
    await line(".docx, .html", "docx,html"),
    await line("all four formats", "docx,pdf,html,xlsx"),
  ];
  process.stdout.write(
    `${regions} bulletins of ${period}, ${oneCore ? "one core" : "all cores"}\n\n${table(["", "seconds", "each after the first", "CPU seconds each", "MiB"], rows).join("\n")}\n`,
  );
}

try {
  await bench();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
