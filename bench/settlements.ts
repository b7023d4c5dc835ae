import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { table } from "../bin/table.ts";
import { initHome } from "../pipelines/home.ts";
import { type Measured, measure, median } from "./measure.ts";

const { values } = parseArgs({
  options: {
    people: { type: "string", default: "100000" },
    repeat: { type: "string", default: "3" },
    /** Millions of settlements, without their lines: how time and memory grow. */
    growth: { type: "string" },
    /** What DuckDB may hold, in the homes. */
    "memory-limit": { type: "string", default: "4GB" },
    "no-csv": { type: "boolean", default: false },
    /** Where the files and homes are put; many gibibytes for a city. */
    folder: { type: "string", default: tmpdir() },
  },
});

/** Settlements of the simulated region per person and year. */
const PER_PERSON = 12.9;
const LARGE = ["settlement", "fee_line"];

const folder = mkdtempSync(path.join(values.folder, "fundwatch-bench-"));
process.env.XDG_CONFIG_HOME = folder;
const at = (name: string) => path.join(folder, name);

function anew(name: string): string {
  rmSync(at(name), { recursive: true, force: true });
  const { home } = initHome(at(name));
  const config = readFileSync(home.configFile, "utf8");
  writeFileSync(home.configFile, config.replace("4GB", values["memory-limit"]));
  return home.root;
}

const bytes = (place: string): number =>
  statSync(place).isDirectory()
    ? readdirSync(place).reduce((sum, name) => sum + bytes(path.join(place, name)), 0)
    : statSync(place).size;
const mib = (place: string): string => (bytes(place) / 1024 ** 2).toFixed(0);

const print = (lines: string[]) => process.stdout.write(`${lines.join("\n")}\n\n`);
const seconds = (of: Measured[], part = "all"): number =>
  median(of.map((m) => m.seconds[part] ?? 0));
const memory = (of: Measured[]): number => Math.round(Math.max(...of.map((m) => m.memory)));
const pair = (name: string, ours: Measured[], bare: Measured[]): string[] => [
  name,
  seconds(ours).toFixed(1),
  seconds(bare).toFixed(1),
  (seconds(ours) / seconds(bare)).toFixed(2),
  String(memory(ours)),
  String(memory(bare)),
];
const HEAD = ["", "seconds", "bare", "ratio", "MiB", "bare MiB"];

/** Files of one kind loaded, and read by bare DuckDB into tables of a file, in turns. */
async function loading(format: "parquet" | "csv", source: string): Promise<string[]> {
  const folders = LARGE.map((name) => path.join(source, name));
  const [ours, bare]: Measured[][] = [[], []];
  for (let i = 0; i < Number(values.repeat); i++) {
    ours!.push(await measure("load", anew("loading"), ...folders));
    bare!.push(await measure("bareLoad", at("loading"), at("bare.duckdb"), format, ...folders));
    rmSync(at("bare.duckdb"), { force: true });
  }
  rmSync(at("loading"), { recursive: true, force: true });
  return pair(`load ${format}, ${mib(folders[0]!)} + ${mib(folders[1]!)} MiB`, ours!, bare!);
}

async function city(people: string): Promise<void> {
  mkdirSync(at("work"));
  const home = anew("home");
  const made = await measure("simulate", home, people, "parquet", "true", at("files"));
  const rows = [await loading("parquet", at("files"))];
  if (!values["no-csv"]) {
    await measure("simulate", home, people, "csv", "true", at("csv"));
    rows.push(await loading("csv", at("csv")));
    rmSync(at("csv"), { recursive: true });
  }
  const loaded = await measure("load", home, at("files"));
  const [built, bare]: Measured[][] = [[], []];
  for (let i = 0; i < Number(values.repeat); i++) {
    built!.push(await measure("build", home));
    bare!.push(await measure("bare", home, at("bare.duckdb")));
    if (i === 0)
      print([
        `${people} people, 12 months, ${cpus().length} cores, memory_limit ${values["memory-limit"]}`,
      ]);
    rmSync(at("bare.duckdb"), { force: true });
  }
  rows.push(pair("the SQL of run", built!, bare!));
  const alone = (name: string, of: Measured[], part = "all") => [
    name,
    seconds(of, part).toFixed(1),
    "",
    "",
    String(memory(of)),
    "",
  ];
  const idle = await measure("idle", home);
  print(
    table(HEAD, [
      alone(`simulate, ${mib(at("files"))} MiB`, [made]),
      ...rows,
      alone("load everything", [loaded]),
      alone(`publish the snapshot, ${mib(path.join(home, "serve"))} MiB`, built!, "publish"),
      alone("run with nothing changed", [idle]),
    ]),
  );
  const keys = Object.keys(built![0]!.seconds)
    .filter((key) => key.includes("."))
    .sort((a, b) => seconds(built!, b) - seconds(built!, a))
    .slice(0, 12);
  print(
    table(
      ["table", "built", "bare", "ratio"],
      keys.map((key) => {
        const [own, other] = [seconds(built!, key), seconds(bare!, key)];
        return [key, own.toFixed(2), other.toFixed(2), (own / other).toFixed(2)];
      }),
    ),
  );
}

/** The slope of the logarithm of one thing over that of another, by least squares. */
function exponent(points: [number, number][]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (k: 0 | 1) => logs.reduce((sum, log) => sum + log[k], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const above = logs.reduce((sum, log) => sum + (log[0] - x) * (log[1] - y), 0);
  return above / logs.reduce((sum, log) => sum + (log[0] - x) ** 2, 0);
}

async function growth(millions: number[]): Promise<void> {
  const rows: string[][] = [];
  const points: { load: [number, number][]; build: [number, number][] } = { load: [], build: [] };
  for (const million of millions) {
    const people = String(Math.round((million * 1e6) / PER_PERSON));
    const home = anew("home");
    rmSync(at("files"), { recursive: true, force: true });
    await measure("simulate", home, people, "parquet", "false", at("files"));
    const loaded = await measure("load", home, at("files"));
    const built = await measure("build", home, "tables alone");
    points.load.push([million, loaded.seconds.all!]);
    points.build.push([million, built.seconds.all!]);
    rows.push([
      String(million),
      loaded.seconds.all!.toFixed(1),
      String(Math.round(loaded.memory)),
      built.seconds.all!.toFixed(1),
      String(Math.round(built.memory)),
    ]);
  }
  print(table(["million settlements", "load, s", "MiB", "SQL of run, s", "MiB"], rows));
  print([
    `exponent of time against rows: load ${exponent(points.load).toFixed(3)}, run ${exponent(points.build).toFixed(3)}`,
  ]);
}

try {
  if (values.growth) await growth(values.growth.split(",").map(Number));
  else await city(values.people);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
