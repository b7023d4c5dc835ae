import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { FundHistory } from "../models/forecast/fund.ts";
import type { Month } from "../models/period.ts";
import { planLike } from "../models/simulation/plan.ts";
import { historiesAt } from "../pipelines/forecast/histories.ts";
import { readHistory } from "../pipelines/forecast/read.ts";
import { initHome } from "../pipelines/home.ts";
import { load } from "../pipelines/ingest/load.ts";
import { select } from "../pipelines/selection.ts";
import { simulate } from "../pipelines/simulate/simulate.ts";
import { runSteps } from "../pipelines/steps.ts";
import { withWarehouse } from "../pipelines/warehouse.ts";

const READ = ["fund_statement", "insured", "reference"];
const WANTED = ["+marts.forecast_history", "core.region"];

/** Histories of what `simulate` writes for a city of so many people, by the way every bureau's files go. */
export async function cityHistories(
  people: number,
  from: Month,
  months: number,
  seed: number,
): Promise<FundHistory[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "fundwatch-city-"));
  const now = () => new Date();
  try {
    const out = path.join(folder, "files");
    const plan = planLike(2023);
    await simulate({ people, from, months, seed, plan, out, format: "parquet", feeLines: false });
    const { home } = initHome(path.join(folder, "home"));
    await load(
      home,
      READ.map((name) => path.join(out, name)),
      { now },
    );
    return await withWarehouse(home, async (store, graph, catalog) => {
      await runSteps(store, graph, catalog, { now, chosen: select(graph, WANTED) });
      return historiesAt(await readHistory(store), "9999-12");
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
