import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Config } from "../../models/config.ts";
import { codeNames } from "../../models/dictionary/codes.ts";
import {
  type ColumnWords,
  dictionaryText,
  unitFor,
  wordsOf,
} from "../../models/dictionary/columns.ts";
import { readHead } from "../asset.ts";
import { identifier, literal, valueRows } from "../quote.ts";
import { fingerprint } from "../source-catalog.ts";
import { QueryError, type Store } from "../store.ts";

const FOLDER = fileURLToPath(new URL("../../sql/analysis/", import.meta.url));

/** A view for analysts, `analysis.<name>`: a file of `sql/analysis/`. */
export interface View {
  name: string;
  /** In Chinese, as its head says. */
  about: string;
  grain: string[];
  sql: string;
  /** Columns its head describes, `-- column [unit]: description`; the others have words of their own. */
  own: Map<string, ColumnWords>;
}

const COLUMN_LINE = /^([a-z][a-z0-9_]*)(?: \[([^\]]+)\])?: (.+)$/;

/** Every view for analysts, by name. */
export const analysisViews = (): View[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => viewFrom(file.slice(0, -4), readFileSync(path.join(FOLDER, file), "utf8")));

export function viewFrom(name: string, sql: string): View {
  const { about, values } = readHead(sql);
  const own = new Map<string, ColumnWords>();
  const prose: string[] = [];
  for (const line of about.split("\n")) {
    const [, column, unit, description] = COLUMN_LINE.exec(line) ?? [];
    if (column && description)
      own.set(column, { description, unit: unit ?? unitFor(name, column) });
    else prose.push(line);
  }
  const grain = (values.grain ?? "").split(",").map((column) => column.trim());
  return { name, about: prose.join(""), grain, sql, own };
}

/** What a column of a view is called; undefined where nobody has said. */
export const columnWords = ({ name, own }: View, column: string): ColumnWords | undefined =>
  own.get(column) ?? wordsOf(name, column);

/** Changes with any line or word of the schema. */
export function analysisFingerprint(config: Config): string {
  const files = analysisViews().map(({ name, sql }) => `${name}\n${sql}`);
  return fingerprint(...files, dictionaryText(), JSON.stringify(codeNames(config)));
}

/**
 * Makes the schema `analysis`: a view a file, with comments on it and on every column. A view that reads a table
 * or a column that was never built is left out. Where the schema was made from the same words for the same
 * tables, it stays.
 */
export async function keepAnalysis(store: Store, config: Config): Promise<void> {
  const [words, tables] = [analysisFingerprint(config), await tablesFingerprint(store)];
  if (await isMade(store, words, tables)) return;
  await store.transaction(async () => {
    await store.run(`
      drop schema if exists analysis cascade;
      create schema if not exists meta;
      create or replace table meta.code (code_set varchar, code varchar, code_name varchar);
      insert into meta.code values ${valueRows(codeNames(config))};
      create or replace table meta.analysis as
      select ${literal(words)} as fingerprint, ${literal(tables)} as tables;
      create schema analysis`);
    for (const view of analysisViews()) {
      const columns = await columnsOf(store, view);
      if (columns) await store.run(definitionOf(view, columns).join(";\n"));
    }
  });
}

/** Changes with any column of any table. */
async function tablesFingerprint(store: Store): Promise<string> {
  const { columns } = await store.row<{ columns: string | null }>(`
    select string_agg(concat_ws(' ', schema_name, table_name, column_name, data_type), ';' order by
      schema_name, table_name, column_index) as columns
    from duckdb_columns()
    where database_name = current_database() and schema_name not in ('analysis', 'meta') and not internal`);
  return fingerprint(columns ?? "");
}

async function isMade(store: Store, words: string, tables: string): Promise<boolean> {
  const made = await store.rows<{ table_name: string }>(`
    select table_name from duckdb_columns()
    where database_name = current_database() and schema_name = 'meta'
      and table_name = 'analysis' and column_name = 'tables'`);
  if (made.length === 0) return false;
  const same = await store.rows(
    "select 1 from meta.analysis where fingerprint = $1 and tables = $2",
    [words, tables],
  );
  return same.length > 0;
}

/** The columns of a view, null where it reads what is not there. */
async function columnsOf(store: Store, { sql }: View): Promise<string[] | null> {
  try {
    const rows = await store.rows<{ column_name: string }>(`describe ${sql}`);
    return rows.map(({ column_name }) => column_name);
  } catch (error) {
    if (error instanceof QueryError && /^(Catalog|Binder) Error/.test(error.message)) return null;
    throw error;
  }
}

function definitionOf(view: View, columns: string[]): string[] {
  const name = `analysis.${identifier(view.name)}`;
  const comments = columns.flatMap((column) => {
    const words = columnWords(view, column);
    return words
      ? [`comment on column ${name}.${identifier(column)} is ${literal(commentOf(words))}`]
      : [];
  });
  return [
    `create view ${name} as ${view.sql}`,
    `comment on view ${name} is ${literal(view.about)}`,
    ...comments,
  ];
}

const commentOf = ({ description, unit }: ColumnWords): string =>
  unit === "" ? description : `${description}（${unit}）`;
