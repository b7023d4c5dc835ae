import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Account } from "../../models/figure.ts";

export const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));

/** A printed figure and what must become of it: a row of oracle.csv. */
export interface Printed {
  row: string;
  home: string;
  published: string;
  unit: string;
  verdict: "yes" | "no";
  kind: "figure" | "identity" | "check";
  metric_or_identity: string;
  region: string;
  fund: string;
  account: Account;
  period: string;
  basis: string;
  sign: string;
  scale: string;
  note: string;
}

/** An input that was not printed: a row of derived.csv. */
export interface Derived {
  home: string;
  file: string;
  fund: string;
  account: string;
  period: string;
  item: string;
  value: string;
  lo: string;
  hi: string;
}

function readTable<Row>(name: string): Row[] {
  const text = readFileSync(path.join(REPOSITORY, "tests", "published", name), "utf8");
  const [head, ...lines] = text.trimEnd().split("\n");
  const names = head!.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(names.map((column, i) => [column, cells[i] ?? ""])) as Row;
  });
}

export const ORACLE = readTable<Printed>("oracle.csv");
export const DERIVED = readTable<Derived>("derived.csv");
export const HOMES = [...new Set(ORACLE.map((row) => row.home))];

export interface Interval {
  low: number;
  high: number;
}

/** A printed number stands for itself ± half a unit of its last digit; a count of persons is exact. */
export function printedInterval({ published, unit, scale, sign }: Printed): Interval {
  const decimals = published.split(".")[1]?.length ?? 0;
  const half = unit === "人" ? 0 : 0.5 * 10 ** -decimals * Number(scale);
  const value = Number(published) * Number(scale) * Number(sign);
  return { low: value - half, high: value + half };
}

/** Intervals that share an end point meet. */
export function meet(a: Interval, b: Interval): boolean {
  const slack = 1e-9 * Math.max(1, Math.abs(a.low), Math.abs(b.low));
  return a.low <= b.high + slack && b.low <= a.high + slack;
}

export function nameOf(row: Printed): string {
  const { metric_or_identity: of, fund, account, period, basis } = row;
  const key = [of, fund, account, period, basis].filter((part) => part !== "").join(" ");
  return `${row.row} ${path.basename(row.home)} ${key}: ${row.published}${row.unit} ${row.verdict}`;
}
