import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { planLike } from "../../models/simulation/plan.ts";
import { type Home, initHome } from "../../pipelines/home.ts";
import { load } from "../../pipelines/ingest/load.ts";
import { run } from "../../pipelines/run.ts";
import { simulate } from "../../pipelines/simulate/simulate.ts";

/** What the examples read; the other files of a region only cost time here. */
const FOLDERS = [
  ...["settlement", "fee_line", "encounter", "reference"],
  ...["fund_statement", "fund_budget", "insured"],
];

export interface Region {
  home: Home;
  clear(): void;
}

/** A published home of a small simulated region: January 2025 to January 2026. */
export async function smallRegion(): Promise<Region> {
  const root = mkdtempSync(path.join(tmpdir(), "fundwatch-analysis-"));
  const out = path.join(root, "files");
  await simulate({
    people: 2000,
    from: "2025-01",
    months: 13,
    seed: 7,
    plan: planLike(2023),
    out,
    format: "parquet",
    feeLines: true,
    workers: 1,
  });
  const { home } = initHome(path.join(root, "home"));
  const now = () => new Date("2026-03-05T09:00:00+08:00");
  await load(
    home,
    FOLDERS.map((name) => path.join(out, name)),
    { now },
  );
  const { status } = await run(home, { now });
  if (status !== "done") throw new Error(`the run of the region is ${status}`);
  return { home, clear: () => rmSync(root, { recursive: true, force: true }) };
}
