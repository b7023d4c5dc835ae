import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { graphOf, isTable } from "../../pipelines/asset.ts";
import { assets, checks } from "../../pipelines/assets.ts";
import { initHome } from "../../pipelines/home.ts";
import { literal } from "../../pipelines/quote.ts";
import { attachSources } from "../../pipelines/source-catalog.ts";
import { Store } from "../../pipelines/store.ts";

/** Values of the columns a case does not speak of; half units are 0, all others null. */
const DEFAULTS: Record<string, string> = {
  batch: "b",
  sheet: "",
  row_no: "1",
  col: "A",
  region_code: "620700",
  fund: "employee",
  account: "all",
  policy: "",
  half_unit_yuan: "0",
  half_unit_persons: "0",
  arrival_order: "1",
  is_component: "false",
  decimals: "0",
  special_group: "",
  version: "年初预算",
  document_no: "",
  basis: "",
};
/** A table as text: a line of column names, then rows; blank is the default, `null` is null. */
type Text = string;

function readText(text: Text): Record<string, string>[] {
  const [head, ...lines] = text
    .trim()
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()));
  return lines.map((cells) => Object.fromEntries(head!.map((name, i) => [name, cells[i] ?? ""])));
}

export interface Tables {
  store: Store;
  /** Asserts which rows a table (or check) has, given the rows of the tables it reads. */
  expect(key: string, given: Record<string, Text>, expected: Text): Promise<void>;
  /** The SELECT of a table or check. */
  sqlOf(key: string): string;
  /** The same of any SELECT. */
  expectFrom(sql: string, given: Record<string, Text>, expected: Text): Promise<void>;
}

/** An in-memory warehouse with every table there and empty. */
export function useTables(): Tables {
  const tables = {} as Tables;
  const root = mkdtempSync(path.join(tmpdir(), "tables-"));
  const selects = new Map<string, string>();
  const filled = new Set<string>();
  beforeAll(async () => {
    const store = await Store.open(":memory:");
    tables.store = store;
    await attachSources(store, initHome(root).home);
    for (const source of ["fund_statement", "fund_budget", "insured"]) {
      await store.run(`create table source.${source}_t as from source.${source}`);
      await store.run(`drop view source.${source}`);
      await store.run(`alter table source.${source}_t rename to ${source}`);
    }
    const graph = await graphOf(assets(), checks(), (sql) => store.tablesRead(sql));
    for (const asset of graph.order.filter(isTable)) {
      const { key, sql } = asset;
      await store.run(`create schema if not exists ${key.split(".")[0]!}`);
      const made = asset.kind === "model" ? `(${asset.columns.join(", ")})` : `as ${sql}`;
      await store.run(`create table ${key} ${made}`);
      selects.set(key, sql);
    }
    for (const { name, sql } of checks()) selects.set(`checks.${name}`, sql);
  });
  afterAll(() => {
    tables.store.close();
    rmSync(root, { recursive: true });
  });
  tables.sqlOf = (key) => selects.get(key)!;
  tables.expectFrom = async (sql, given, expected) => {
    const { store } = tables;
    for (const table of filled) await store.run(`delete from ${table}`);
    for (const [table, text] of Object.entries(given)) {
      await fill(store, table, text);
      filled.add(table);
    }
    const [head] = expected.trim().split("\n");
    const columns = head!.split("|").map((name) => name.trim());
    const found = await store.rows(`select ${columns.join(", ")} from (${sql}\n) as made`);
    const line = (row: Record<string, string>) => columns.map((c) => row[c]).join(" | ");
    expect(found.map((row) => columns.map((c) => shown(row[c]!)).join(" | ")).sort()).toEqual(
      readText(expected).map(line).sort(),
    );
  };
  tables.expect = (key, given, expected) => tables.expectFrom(selects.get(key)!, given, expected);
  return tables;
}

async function fill(store: Store, table: string, text: Text): Promise<void> {
  const columns = (await store.rows<{ column_name: string }>(`describe ${table}`)).map(
    ({ column_name }) => column_name,
  );
  for (const row of readText(text)) {
    const unknown = Object.keys(row).filter((name) => !columns.includes(name));
    if (unknown.length > 0) throw new Error(`${table} has no ${unknown.join(", ")}`);
    const values = columns.map((name) => cellOf(name, row));
    await store.run(`insert into ${table} values (${values.join(", ")})`);
  }
}

function cellOf(name: string, row: Record<string, string>): string {
  if (row[name] === "null") return "null";
  if (row[name]) return literal(row[name]);
  if (name === "month_no" || name === "months_elapsed") return monthNumber(name, row.month!);
  const measured = name.endsWith("_half_yuan") ? name.replace("_half", "") : undefined;
  if (measured) return row[measured] && row[measured] !== "null" ? "0" : "null";
  return name in DEFAULTS ? literal(DEFAULTS[name]!) : "null";
}

function monthNumber(name: string, month: string): string {
  const [year, ofYear] = month.split("-").map(Number);
  return String(name === "months_elapsed" ? ofYear! : year! * 12 + ofYear! - 1);
}

/** Amounts without the zeros at their end, quotients without the noise at theirs. */
function shown(value: string | number | boolean | null): string {
  if (typeof value === "number") return String(Number(value.toPrecision(12)));
  if (typeof value !== "string") return value === null ? "null" : String(value);
  return /^-?\d+\.\d+$/.test(value) ? value.replace(/\.?0+$/, "") : value;
}
