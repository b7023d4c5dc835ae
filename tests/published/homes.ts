import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Figure, FigureBook } from "../../models/figure.ts";
import { readFigures } from "../../pipelines/figure-book.ts";
import type { Home } from "../../pipelines/home.ts";
import { arrivals, evaluationFile } from "../../pipelines/ingest/batches.ts";
import type { Evaluation } from "../../pipelines/ingest/identities.ts";
import { load } from "../../pipelines/ingest/load.ts";
import { openSnapshot } from "../../pipelines/publish/snapshot.ts";
import { literal } from "../../pipelines/quote.ts";
import { type RunReport, run } from "../../pipelines/run.ts";
import { Store } from "../../pipelines/store.ts";
import { homeWith } from "../run/homes.ts";
import { DERIVED, type Derived, REPOSITORY } from "./oracle.ts";

/** A home with all its files loaded and its tables built. */
export interface BuiltHome {
  home: Home;
  /** Batches that a failed identity held back, by file, before they were accepted. */
  held: { file: string; failed: Evaluation[] }[];
  evaluations: Evaluation[];
  report: RunReport;
  figures: FigureBook;
}

const now = () => new Date("2026-01-05T09:00:00+08:00");

/** Loads the files of a folder into a new home below `root`, accepts what is held, and runs. */
export async function buildHome(root: string, folder: string): Promise<BuiltHome> {
  const home = homeWith(mkdtempSync(path.join(root, "home-")));
  await load(home, [folder], { now });
  const held = arrivals(home).flatMap(({ file, batches }) =>
    batches.filter((b) => b.failed.length > 0).map(({ failed }) => ({ file, failed })),
  );
  await load(home, [folder], { now, accept: "与来文核对无误，原件如此" });
  const report = await run(home, { now });
  return {
    home,
    held,
    evaluations: await evaluationsOf(home),
    report,
    figures: new FigureBook(await figuresOf(home)),
  };
}

async function evaluationsOf(home: Home): Promise<Evaluation[]> {
  const files = arrivals(home).flatMap((arrival) =>
    arrival.batches.map((batch) => evaluationFile(home, arrival, batch)),
  );
  const store = await Store.open(":memory:");
  try {
    const found = files.filter((file) => existsSync(file)).map(literal);
    return await store.rows<Evaluation>(
      `select * from read_parquet([${found.join(", ")}], union_by_name = true)`,
    );
  } finally {
    store.close();
  }
}

export async function figuresOf(home: Home): Promise<Figure[]> {
  const store = await openSnapshot(home);
  try {
    return await readFigures(store);
  } finally {
    store.close();
  }
}

const ITEMS: Record<string, string> = {
  "income.total": "收入合计",
  "expenditure.total": "支出合计",
  "balance.current": "当期结余",
  insured: "合计",
};
const FUNDS: Record<string, string> = {
  employee: "职工",
  resident: "居民",
  maternity: "生育",
  medical_aid: "医疗救助",
};

/** A copy of a home's files in which every derived input stands at one end of its interval. */
export function atOneEnd(root: string, home: string, end: "lo" | "hi"): string {
  const folder = mkdtempSync(path.join(root, `${end}-`));
  mkdirSync(folder, { recursive: true });
  const derived = DERIVED.filter((d) => d.home === home);
  for (const file of readdirSync(path.join(REPOSITORY, home)).filter((f) => f.endsWith(".csv"))) {
    const lines = readFileSync(path.join(REPOSITORY, home, file), "utf8").split("\n");
    for (const input of derived.filter((d) => d.file === file)) replaceCell(lines, input, end);
    writeFileSync(path.join(folder, file), lines.join("\n"));
  }
  return folder;
}

function replaceCell(lines: string[], input: Derived, end: "lo" | "hi"): void {
  const fits = lines.flatMap((line, i) => {
    const cells = line.split(",");
    const named = cells.includes(FUNDS[input.fund]!) && cells.includes(ITEMS[input.item]!);
    return named && cells.includes(input.value) ? [i] : [];
  });
  if (fits.length !== 1) throw new Error(`${fits.length} cells for ${JSON.stringify(input)}`);
  const cells = lines[fits[0]!]!.split(",");
  cells[cells.indexOf(input.value)] = input[end];
  lines[fits[0]!] = cells.join(",");
}

/** Runs `work` on each item, at most `width` at a time. */
export async function inTurn<Item>(
  items: Item[],
  width: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const lane = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

export const scratch = (): string => mkdtempSync(path.join(tmpdir(), "published-"));
