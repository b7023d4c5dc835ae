import { createHash } from "node:crypto";
import { FUNDS } from "../models/fund.ts";
import { landedDimensions, type Source } from "../models/sources/define.ts";
import { SOURCES } from "../models/sources/index.ts";
import { RECORD_SOURCES } from "../models/sources/records/index.ts";
import { ledgerTables } from "./clues/tables.ts";
import { codeTables } from "./code-tables.ts";
import type { Home } from "./home.ts";
import {
  arrivals,
  countsAt,
  type LiveBatch,
  liveBatches,
  type Standpoint,
} from "./ingest/batches.ts";
import { attachMoved } from "./moved-settlements.ts";
import { pathLiteral, valueRows } from "./quote.ts";
import { recordsSql } from "./record-tables.ts";
import { parameterSql, rulesSql } from "./rule-tables.ts";
import { ruleSettings } from "./rules/settings.ts";
import type { Store } from "./store.ts";
import { supervisionTables } from "./supervision-tables.ts";

/** What can be read under `source.`, and what each partition of it rests on. */
export interface SourceCatalog {
  /** Fingerprints by table; by month where the source has months, else under `""`. */
  fingerprints: Map<string, Map<string, string>>;
  /** Those of them that come from the settings and the program instead of files. */
  settings?: Set<string>;
  /** Batches behind each partition of a source. */
  batches?: Map<string, Map<string, string[]>>;
}

export const fingerprint = (...parts: string[]): string =>
  createHash("sha256").update(parts.join("\u001f")).digest("hex").slice(0, 24);

const TYPES: Record<string, string> = {
  row_no: "integer",
  decimals: "integer",
  is_component: "boolean",
};

const HALF_DIGIT = `
  select d as decimals, cast('0.' || repeat('0', least(d, 9)) || '5' as decimal(12,10)) as half_unit
  from range(0, 11) r(d)`;

function landingColumns(source: Source): string[] {
  const provenance = [
    "batch",
    "sheet",
    "row_no",
    "col",
    "header",
    "text",
    "amount",
    "decimals",
    "unit",
  ];
  return [...provenance, ...landedDimensions(source), "measure", "is_component"];
}

/**
 * Attaches the in-memory catalog `source`: one view a source over the landed Parquet of the batches
 * that count (now, or from a standpoint), and the small tables of the config. Nothing of it is stored
 * in the warehouse file.
 */
export async function attachSources(
  store: Store,
  home: Home,
  at?: Standpoint,
): Promise<SourceCatalog> {
  await store.run("attach if not exists ':memory:' as source");
  const fingerprints = new Map<string, Map<string, string>>();
  const settings = new Set<string>();
  const behind = new Map<string, Map<string, string[]>>();
  const all = liveBatches(home, undefined, at);
  const live = (id: string) => all.filter(({ batch }) => batch.source === id);
  const attach = async (id: string, sql: string, byPartition: Map<string, LiveBatch[]>) => {
    await store.run(`create or replace view source.${id} as ${sql}`);
    fingerprints.set(`source.${id}`, printsOf(byPartition));
    behind.set(`source.${id}`, idsOf(byPartition));
  };
  for (const source of SOURCES) {
    const batches = live(source.id);
    const hasMonths = !("year" in source.dimensions);
    await attach(source.id, landingSql(source, batches), partitionsOf(hasMonths, batches));
  }
  for (const source of RECORD_SOURCES) {
    const batches = live(source.id);
    const hasMonths = source.month !== null;
    await attach(source.id, recordsSql(source, batches), partitionsOf(hasMonths, batches, true));
  }
  const settlements = fingerprints.get("source.settlement")!;
  fingerprints.set("source.settlement_moved", await attachMoved(store, home, settlements));
  const constants: [string, string, (string | number | boolean | null)[][]][] = [
    [
      "fund",
      "fund, title, short, has_personal_accounts",
      FUNDS.map((f) => [f.code, f.title, f.short, f.hasPersonalAccounts]),
    ],
    ["region", "code, name, parent", home.config.regions.map((r) => [r.code, r.name, r.parent])],
    ["named_region", "region_code, region_name", namedRegions(home, at)],
    ...codeTables(home.config),
  ];
  const made: [name: string, sql: string][] = [];
  for (const [name, columns, rows] of constants) {
    made.push([name, tableSql(columns, rows)]);
    fingerprints.set(`source.${name}`, new Map([["", fingerprint(JSON.stringify(rows))]]));
    if (name !== "named_region") settings.add(`source.${name}`);
  }
  for (const [name, sql, rests] of ruleTables(home, at)) {
    made.push([name, sql]);
    fingerprints.set(`source.${name}`, new Map([["", fingerprint(rests)]]));
    settings.add(`source.${name}`);
  }
  for (const { name, sql, prints } of supervisionTables(home, at)) {
    made.push([name, sql]);
    fingerprints.set(`source.${name}`, prints);
    if (prints.has("")) settings.add(`source.${name}`);
  }
  made.push(["half_digit", HALF_DIGIT]);
  fingerprints.set("source.half_digit", new Map([["", fingerprint(HALF_DIGIT)]]));
  settings.add("source.half_digit");
  const tables = made.map(([name, sql]) => `create or replace table source.${name} as ${sql}`);
  await store.run(tables.join(";\n"));
  return { fingerprints, settings, batches: behind };
}

/** The rules as they are set, the parameters of each, and what the ledger of clues says. */
function ruleTables(home: Home, at?: Standpoint): [name: string, sql: string, rests: string][] {
  const settings = ruleSettings(home, at);
  const own: [string, string][] = [
    ["rule", rulesSql(settings)],
    ...settings.map((one): [string, string] => [`rule_${one.card.name}`, parameterSql(one)]),
  ];
  return [
    ...own.map(([name, sql]): [string, string, string] => [name, sql, sql]),
    ...ledgerTables(home, settings).map(({ name, sql, rests }): [string, string, string] => [
      name,
      sql,
      rests,
    ]),
  ];
}

/** Detaches the catalog, so that the file alone is left to publish. */
export const detachSources = (store: Store): Promise<void> => store.run("detach source");

function landingSql(source: Source, batches: LiveBatch[]): string {
  const columns = landingColumns(source);
  if (batches.length === 0) {
    const typed = columns.map((c) => `cast(null as ${TYPES[c] ?? "varchar"}) as ${c}`);
    return `select ${typed.join(", ")}, 0 as arrival_order where false`;
  }
  const files = batches.map(({ landing, order }) => [landing, order]);
  return `
    select ${columns.map((c) => `r.${c}`).join(", ")}, o.arrival_order
    from read_parquet([${batches.map(({ landing }) => pathLiteral(landing)).join(", ")}], filename = true, union_by_name = true) r
    join (values ${valueRows(files)}) as o(file, arrival_order) on o.file = r.filename`;
}

/**
 * Batches of each month; of all of a source that has no months under `""`. What few bureaus send has
 * no partition until it came.
 */
function partitionsOf(
  hasMonths: boolean,
  batches: LiveBatch[],
  isOptional = false,
): Map<string, LiveBatch[]> {
  if (!hasMonths) return new Map(batches.length === 0 && isOptional ? [] : [["", batches]]);
  const months = [...new Set(batches.flatMap(({ batch }) => Object.keys(batch.periods)))].sort();
  return new Map(
    months.map((month) => [month, batches.filter(({ batch }) => month in batch.periods)]),
  );
}

const printsOf = (partitions: Map<string, LiveBatch[]>): Map<string, string> =>
  new Map(
    [...partitions].map(([partition, chosen]) => [
      partition,
      fingerprint(...chosen.map(({ batch, order }) => `${order}:${batch.batch}`)),
    ]),
  );

const idsOf = (partitions: Map<string, LiveBatch[]>): Map<string, string[]> =>
  new Map(
    [...partitions].map(([partition, chosen]) => [
      partition,
      chosen.map(({ batch }) => batch.batch),
    ]),
  );

function namedRegions(home: Home, at?: Standpoint): string[][] {
  const named = new Map<string, string>();
  for (const arrival of arrivals(home)) {
    for (const batch of arrival.batches.filter((b) => countsAt(b, at))) {
      for (const [code, name] of Object.entries(batch.regions)) {
        if (name !== "" || !named.has(code)) named.set(code, name === "" ? code : name);
      }
    }
  }
  return [...named].sort(([a], [b]) => a.localeCompare(b));
}

function tableSql(columns: string, rows: (string | number | boolean | null)[][]): string {
  const names = columns.split(", ");
  if (rows.length === 0)
    return `select ${names.map((n) => `cast(null as varchar) as ${n}`).join(", ")} where false`;
  const cast = names.map((n, i) =>
    typeof rows[0]![i] === "boolean" ? n : `cast(${n} as varchar) as ${n}`,
  );
  return `select ${cast.join(", ")} from (values ${valueRows(rows)}) as t(${columns})`;
}
