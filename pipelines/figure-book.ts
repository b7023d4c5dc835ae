import {
  type Account,
  COUNTED,
  type Figure,
  type FigureKey,
  figureId,
  type Unit,
} from "../models/figure.ts";
import { cutInWords } from "../models/metrics/accrual.ts";
import { hasCuts, type Metric, type Variant } from "../models/metrics/define.ts";
import { metricOf } from "../models/metrics/index.ts";
import type { Home } from "./home.ts";
import { openSnapshot } from "./publish/snapshot.ts";
import { literal, valueRows } from "./quote.ts";
import { runSteps } from "./steps.ts";
import type { Store } from "./store.ts";
import { withWarehouse } from "./warehouse.ts";

/**
 * Which figures: exact values of their keys; regions and periods may be several, a metric may end in
 * `*`. Those of single institutions are many: they are read where a metric or a basis is asked for.
 */
export interface FigureFilter {
  metric?: string | undefined;
  region?: string | readonly string[] | undefined;
  fund?: string | undefined;
  account?: string | undefined;
  period?: string | readonly string[] | undefined;
  basis?: string | undefined;
  /** Periods that end in these months or between them, for charts over time. */
  since?: string | undefined;
  until?: string | undefined;
  /** Only figures with these keys, single institutions' too. */
  keys?: readonly FigureKey[] | undefined;
}

interface FigureRow {
  metric: string;
  region_code: string;
  fund: string;
  account: Account;
  period: string;
  basis: string;
  amount: string | null;
  quotient: number | null;
  low: number | null;
  high: number | null;
  version: number;
  policy: string;
  note: string | null;
  run: string | null;
}

/** Lends a reader of figures: the published snapshot, or the same tables built as of a moment. */
export async function withFigures<T>(
  home: Home,
  asOf: string | undefined,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  if (asOf !== undefined) {
    const build = async (
      store: Store,
      ...rest: [Parameters<typeof runSteps>[1], Parameters<typeof runSteps>[2]]
    ) => {
      await runSteps(store, ...rest, { now: () => new Date(asOf), kept: home.cache });
      return work(store);
    };
    return withWarehouse(home, build, { path: ":memory:", moment: asOf });
  }
  const store = await openSnapshot(home);
  try {
    return await work(store);
  } finally {
    store.close();
  }
}

export async function readFigures(store: Store, filter: FigureFilter = {}): Promise<Figure[]> {
  const conditions: string[] = ["true"];
  const columns = {
    region: "region_code",
    fund: "fund",
    account: "account",
    period: "period",
    basis: "basis",
  } as const;
  for (const [name, column] of Object.entries(columns)) {
    const value = filter[name as keyof typeof columns];
    if (value === undefined) continue;
    const values = typeof value === "string" ? [value] : value;
    conditions.push(isOneOf(`f.${column}`, values));
  }
  if (filter.metric !== undefined) {
    conditions.push(
      filter.metric.endsWith("*")
        ? `starts_with(f.metric, ${literal(filter.metric.slice(0, -1))})`
        : `f.metric = ${literal(filter.metric)}`,
    );
  }
  if ([filter.metric, filter.basis, filter.keys].every((asked) => asked === undefined))
    conditions.push("not starts_with(f.basis, 'institution:')");
  if (filter.keys !== undefined) {
    const keys = filter.keys.map(({ metric, region, fund, account, period, basis }) => [
      ...[metric, region, fund, account, period, basis],
    ]);
    conditions.push(
      isOneOf("f.region_code", [...new Set(filter.keys.map(({ region }) => region))]),
      `(f.metric, f.region_code, f.fund, f.account, f.period, f.basis) in (values ${valueRows(keys)})`,
    );
  }
  if (filter.since !== undefined) conditions.push(`f.month >= ${literal(filter.since)}`);
  if (filter.until !== undefined) conditions.push(`f.month <= ${literal(filter.until)}`);
  const rows = await store.rows<FigureRow>(`
    select f.metric, f.region_code, f.fund, f.account, f.period, f.basis, f.amount, f.quotient, f.low, f.high,
      f.version, f.policy, f.note, p.run
    from ${figureTable(store)} f
    left join meta.partition p on p.asset = 'marts.figure' and p.partition = f.month
    where ${conditions.join(" and ")}
    order by f.region_code, f.period, f.fund, f.account, f.metric, f.basis`);
  return rows.map(figureFrom);
}

/** An equality is asked of the scan itself, which passes over what cannot hold it. */
function isOneOf(column: string, values: readonly string[]): string {
  if (values.length === 0) return "false";
  if (values.length === 1) return `${column} = ${literal(values[0]!)}`;
  return `${column} in (${values.map(literal).join(", ")})`;
}

/** Tables that stand in for `marts.figure`, by the store they were drawn near in. */
const NEAR = new WeakMap<Store, string>();

/** The table that figures are read from. */
export const figureTable = (store: Store): string => NEAR.get(store) ?? "marts.figure";

/**
 * Keeps the figures from a month on beside each other by region, for many readings of one region each.
 * From then on `readFigures` knows no earlier ones in this store.
 */
export async function drawFiguresNear(store: Store, since: string): Promise<void> {
  await store.run(`create or replace temp table near_figure as
    select * from marts.figure where month >= ${literal(since)} order by region_code, month`);
  NEAR.set(store, "near_figure");
}

function figureFrom(row: FigureRow): Figure {
  const key = {
    metric: row.metric,
    region: row.region_code,
    fund: row.fund,
    account: row.account,
    period: row.period,
    basis: row.basis,
  };
  const metric = metricOf(row.metric);
  return {
    ...key,
    id: figureId(key),
    value: row.amount ?? (row.quotient === null ? null : String(row.quotient)),
    low: row.low,
    high: row.high,
    unit: metric ? unitOf(row.metric, metric) : "yuan",
    policy: policyInWords(row, metric),
    version: row.version,
    run: row.run ?? "",
  };
}

/** A change of an amount is a fraction of it; a change of a rate or of months is their difference. */
export function unitOf(id: string, metric: Metric): Unit {
  const isChange = id !== metric.id;
  return isChange && COUNTED.has(metric.unit) ? "ratio" : metric.unit;
}

export function variantOf(metric: Metric, basis: string): Variant {
  return metric.variants.find((v) => v.basis === basis) ?? metric.variants[0]!;
}

function policyInWords(row: FigureRow, metric: Metric | undefined): string {
  const parts = metric ? [variantOf(metric, row.basis).policy] : [];
  const isCut =
    metric !== undefined &&
    hasCuts(metric.mart) &&
    variantOf(metric, row.basis).basis !== row.basis;
  if (isCut) parts.push(cutInWords(row.basis));
  if (row.policy) parts.push(`来文口径：${row.policy}`);
  if (row.note) parts.push(row.note);
  return parts.join("；");
}
