import { type Asset, assetFrom, checkFrom, type Graph, graphOf } from "../../pipelines/asset.ts";
import { type Choice, type PlannedPartition, plan, planned } from "../../pipelines/plan.ts";
import { hashes, type TableHash } from "../../pipelines/rebuild.ts";
import type { StepReport } from "../../pipelines/report.ts";
import { select } from "../../pipelines/selection.ts";
import { fingerprint, type SourceCatalog } from "../../pipelines/source-catalog.ts";
import { runSteps, type StepsOptions } from "../../pipelines/steps.ts";
import { Store } from "../../pipelines/store.ts";

/** Four tables over one source: each kind of partition, and one that reads nothing of the others. */
export const TABLES: Record<string, string> = {
  "staging.reading": `-- Readings as they came.
-- grain: region, month
-- partition: month
select region, month, amount from source.reading`,
  "core.running": `-- Each month's sum of all readings so far.
-- grain: region, month
-- partition: month with history
select region, month, sum(amount) over (partition by region order by month) as amount
from staging.reading`,
  "core.count": `-- How many regions spoke in a month.
-- grain: month
-- partition: month
select month, count(*) as regions from staging.reading group by month`,
  "marts.whole": `-- One row a region.
-- grain: region
select region, max(amount) as amount from core.running group by region`,
};

export const assetsOf = (tables: Record<string, string>): Asset[] =>
  Object.entries(tables).map(([key, sql]) => assetFrom(key, sql));

type Reading = [region: string, month: string, amount: number];

/** A warehouse in memory over readings that a test changes, built by the real plan and build. */
export class Desk {
  readonly store: Store;
  readonly readings: Reading[] = [];
  tables = TABLES;
  checks: Record<string, string> = {};

  private constructor(store: Store) {
    this.store = store;
  }

  static async open(readings: Reading[] = []): Promise<Desk> {
    const desk = new Desk(await Store.open(":memory:"));
    await desk.store.run("attach ':memory:' as source");
    desk.readings.push(...readings);
    return desk;
  }

  async prepare(): Promise<[Store, Graph, SourceCatalog]> {
    const rows = this.readings.map(([r, m, a]) => `('${r}', '${m}', ${a})`).join(", ");
    await this.store.run(
      `create or replace table source.reading as select * from (values ('', '', 0), ${rows || "('', '', 0)"}) as t(region, month, amount) where month <> ''`,
    );
    const months = [...new Set(this.readings.map(([, month]) => month))].sort();
    const prints = months.map((month): [string, string] => [
      month,
      fingerprint(JSON.stringify(this.readings.filter(([, m]) => m === month))),
    ]);
    const checks = Object.entries(this.checks).map(([name, sql]) => checkFrom(name, sql));
    const graph = await graphOf(assetsOf(this.tables), checks, (sql) => this.store.tablesRead(sql));
    return [this.store, graph, { fingerprints: new Map([["source.reading", new Map(prints)]]) }];
  }

  async plan(options: Choice & { selection?: string[] } = {}): Promise<PlannedPartition[]> {
    const [store, graph, catalog] = await this.prepare();
    const chosen = select(graph, options.selection ?? []);
    return planned(await plan(store, graph, catalog, chosen, options));
  }

  async run(options: Partial<StepsOptions> & { selection?: string[] } = {}): Promise<Report> {
    const [store, graph, catalog] = await this.prepare();
    const chosen = select(graph, options.selection ?? []);
    const wanted = { now: () => new Date(), chosen, ...options };
    return { steps: await runSteps(store, graph, catalog, wanted) };
  }

  hashes(): Promise<TableHash[]> {
    return hashes(this.store);
  }

  /** What the same readings and code give when built from nothing. */
  async fresh(): Promise<TableHash[]> {
    const other = await Desk.open(this.readings);
    other.tables = this.tables;
    await other.run();
    const found = await other.hashes();
    other.close();
    return found;
  }

  close(): void {
    this.store.close();
  }
}

/** `core.running 2019-02 changed input`, so that a plan reads as lines. */
export const lines = (partitions: PlannedPartition[]): string[] =>
  partitions.map(({ asset, partition, reason }) => `${asset} ${partition} ${reason}`);

/** What became of the steps. */
type Report = { steps: StepReport[] };

export const statuses = (report: Report): Record<string, string> =>
  Object.fromEntries(report.steps.map((step) => [step.asset, step.status]));
