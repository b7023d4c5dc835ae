import { readFileSync } from "node:fs";
import path from "node:path";

/** A series with its last months held back. */
export interface Held {
  id: string;
  train: number[];
  test: number[];
}

/** What the forecasts of others say of a case, by method: points, and the 80 % interval where it is given. */
export type Reference = Map<string, Record<string, number[]>>;

/** What a folder holds, and what in it could not be read, in words. */
export interface Folder {
  series: Map<string, Held[]>;
  /** Cases by name of the set: `A`, `B`, `C`. */
  samples: Map<string, Held[]>;
  /** By `set/id`, then by method. */
  references: Map<string, Reference>;
  /** Points of published forecasts by method, then by series. */
  published: Map<string, Map<string, number[]>>;
  problems: string[];
}

const SERIES = ["id", "h", "values"];
const SAMPLE = ["set", "id", "train_n", "h"];
const REFERENCE = ["set", "id", "method", "kind", "h1"];
const PUBLISHED = ["id", "method", "h1"];
/** Set C is drawn from a file of its own, whose ids are those of other series elsewhere. */
const FILE_OF_SET: Record<string, RegExp> = { C: /^tourism/ };

interface Row {
  where: string;
  cells: Record<string, string>;
}

/** Reads every .csv of a folder; the header says what it is, others are left alone. */
export function readFolder(folder: string, names: string[]): Folder {
  const found: Folder = {
    series: new Map(),
    samples: new Map(),
    references: new Map(),
    published: new Map(),
    problems: [],
  };
  const samples: Row[] = [];
  for (const name of names) {
    const [head = "", ...lines] = readFileSync(path.join(folder, name), "utf8")
      .replace(/^\uFEFF/, "")
      .trimEnd()
      .split(/\r?\n/);
    const columns = head.split(",").map((column) => column.trim());
    const has = (wanted: string[]) => wanted.every((column) => columns.includes(column));
    const rows = lines.flatMap((line, i): Row[] => {
      if (line.trim() === "") return [];
      const cells = line.split(",");
      return [
        {
          where: `${name} line ${i + 2}`,
          cells: Object.fromEntries(columns.map((column, c) => [column, (cells[c] ?? "").trim()])),
        },
      ];
    });
    if (has(SERIES)) found.series.set(name, heldFrom(rows, found.problems));
    else if (has(SAMPLE)) samples.push(...rows);
    else if (has(REFERENCE)) addReferences(rows, found.references);
    else if (has(PUBLISHED)) addPublished(rows, found.published);
  }
  addSamples(samples, found);
  return found;
}

function heldFrom(rows: Row[], problems: string[]): Held[] {
  return rows.flatMap(({ where, cells }) => {
    const values = cells
      .values!.split(/[\s;]+/)
      .filter(Boolean)
      .map(Number);
    const h = Number(cells.h);
    const problem = problemOf(values, h, cells.n);
    if (problem === undefined)
      return [{ id: cells.id!, train: values.slice(0, -h), test: values.slice(-h) }];
    problems.push(`${where}, series ${cells.id || "?"}: ${problem}; left out`);
    return [];
  });
}

function problemOf(values: number[], h: number, n: string | undefined): string | undefined {
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) return `value ${bad + 1} is not a number`;
  if (!(Number.isInteger(h) && h > 0)) return "h is not a whole number above 0";
  if (n !== undefined && n !== "" && Number(n) + h !== values.length)
    return `n + h = ${Number(n) + h}, but there are ${values.length} values`;
  if (values.length - h < 4) return `${values.length - h} months to learn from, 4 are needed`;
  return undefined;
}

function addSamples(rows: Row[], { series, samples, problems }: Folder): void {
  for (const { where, cells } of rows) {
    const set = cells.set!;
    const own = FILE_OF_SET[set];
    const held = [...series]
      .filter(([name]) => (own ? own.test(name) : !FILE_OF_SET.C!.test(name)))
      .flatMap(([, all]) => all)
      .find(({ id }) => id === cells.id);
    if (held === undefined) {
      problems.push(`${where}: no series ${cells.id}; left out`);
      continue;
    }
    if (!samples.has(set)) samples.set(set, []);
    samples.get(set)!.push({
      id: held.id,
      train: held.train.slice(-Number(cells.train_n)),
      test: held.test.slice(0, Number(cells.h)),
    });
  }
}

function addReferences(rows: Row[], references: Map<string, Reference>): void {
  for (const { cells } of rows) {
    const key = `${cells.set}/${cells.id}`;
    if (!references.has(key)) references.set(key, new Map());
    const methods = references.get(key)!;
    if (!methods.has(cells.method!)) methods.set(cells.method!, {});
    methods.get(cells.method!)![cells.kind!] = pointsOf(cells);
  }
}

function addPublished(rows: Row[], published: Folder["published"]): void {
  for (const { cells } of rows) {
    if (!published.has(cells.method!)) published.set(cells.method!, new Map());
    published.get(cells.method!)!.set(cells.id!, pointsOf(cells));
  }
}

const pointsOf = (cells: Row["cells"]): number[] =>
  Object.keys(cells)
    .filter((column) => /^h\d+$/.test(column) && cells[column] !== "")
    .map((column) => Number(cells[column]));
